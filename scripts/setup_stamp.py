"""Turns the lock files and a .venv into the knowledge whether one was made from the other."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

STAMP_NAME = "study-setup.json"
"""File in .venv that says how far a set-up came."""


class SetupError(Exception):
    """The environment cannot be made; the message is for the user."""


@dataclass(frozen=True)
class Group:
    """What a command needs: lock files of pip, installed in this order."""

    name: str
    locks: tuple[str, ...]


# The build tools come first: jieba has no wheel and is built without network isolation.
SITE = Group("site", ("requirements-build.lock", "requirements.lock"))
DEVELOPMENT = Group("dev", ("requirements-build.lock", "requirements-dev.lock"))


@dataclass(frozen=True)
class Stamp:
    """What is known about a .venv from the set-up that made it."""

    prefix: str
    """Where the .venv stood then; its scripts hold this path."""
    finished: bool
    digests: dict[str, str] = field(default_factory=dict)
    """Name of a group to the digest of the files it was installed from."""
    distributions: tuple[str, ...] = ()
    """Names of the .dist-info folders that were there."""


def digest(root: Path, group: Group) -> str:
    """Return a hash of all files that decide what is installed for the group.

    Raises:
        SetupError: a lock file is missing.
    """
    total = hashlib.sha256()
    for name in ("pyproject.toml", *group.locks):
        try:
            content = (root / name).read_bytes()
        except OSError as error:
            raise SetupError(f"缺少 {name}：这里不是完整的项目文件夹。") from error
        content = content.replace(b"\r\n", b"\n")
        total.update(f"{name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def read_stamp(path: Path) -> Stamp | None:
    """Return what the stamp says; None if there is none or it cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Stamp(
            prefix=str(data["prefix"]),
            finished=bool(data["finished"]),
            digests={str(name): str(value) for name, value in data["digests"].items()},
            distributions=tuple(map(str, data["distributions"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_stamp(path: Path, stamp: Stamp) -> None:
    """Write the stamp so that a reader sees the old one or the new one, never a part."""
    text = json.dumps(asdict(stamp), ensure_ascii=False, indent=1)
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def list_distributions(packages: Path) -> tuple[str, ...]:
    """Return the names of the complete .dist-info folders, sorted."""
    found = packages.glob("*.dist-info/RECORD")
    return tuple(sorted(record.parent.name for record in found))


def count_requirements(lock: str) -> int:
    """Return how many distributions a lock file pins."""
    return sum("==" in line for line in lock.splitlines() if line[:1].isalnum())
