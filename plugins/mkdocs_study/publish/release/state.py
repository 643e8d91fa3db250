"""What a target remembers beyond its releases: the highest number, and what was withdrawn."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.layout import STATE


class Withdrawal(BaseModel):
    """A page that no build for the target may hold."""

    model_config = ConfigDict(frozen=True)

    id: str
    reason: str
    at: str
    """ISO 8601, UTC."""


class State(BaseModel):
    """state.json."""

    model_config = ConfigDict(frozen=True)

    format: Literal["mkdocs-study-target"] = "mkdocs-study-target"
    version: Literal[1] = 1
    audience: str = ""
    highest: int = 0
    pending: str = ""
    """Release that has been renamed into its place and not been switched to yet."""

    withdrawn: tuple[Withdrawal, ...] = ()

    @property
    def withdrawn_ids(self) -> frozenset[str]:
        """Return the ids of the pages that were withdrawn."""
        return frozenset(each.id for each in self.withdrawn)


def write_state(state: State) -> bytes:
    """Return the bytes of state.json."""
    data = state.model_dump(mode="json")
    return f"{json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def read_state(data: bytes, place: str) -> State:
    """Read state.json.

    Raises:
        ReleaseError: it is damaged, or written by a newer version of this program.
    """
    try:
        return State.model_validate_json(data)
    except ValidationError as error:
        raise ReleaseError(
            f"{place} 的 {STATE} 读不懂，没有改动；从备份恢复这个文件，不要删去它"
        ) from error
