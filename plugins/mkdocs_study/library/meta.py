"""The keys of front matter that documents of every type share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo, field_validator

from mkdocs_study.library.approval import APPROVED, REVIEWED, approval_of
from mkdocs_study.library.fields import (
    Audience,
    Date,
    Decimal,
    Exemplar,
    Flag,
    HiddenPart,
    Icon,
    Identifier,
    Identifiers,
    IsList,
    IsSet,
    Minutes,
    Redirect,
    Slug,
    Standard,
    Tags,
    Template,
    Text,
    refuse,
)


class Frozen(BaseModel):
    """A group of keys: strict about its keys, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SearchOptions(Frozen):
    """Material's `search:`."""

    exclude: Flag = False
    boost: Decimal = 1.0


def _list_of(value: object) -> object:
    """Let one person be written without brackets."""
    return [value] if isinstance(value, str) and value.strip() else value


class Meta(Frozen):
    """Keys that every type may have; the last block is Material's own."""

    type: str
    title: Text
    id: Identifier | None
    """Permanent; only a page of type `page` may be without."""

    audience: Annotated[tuple[Audience, ...], IsList, IsSet] = ()
    """Who may read the page; empty = everyone."""

    standards: Annotated[tuple[Standard, ...], IsList, IsSet] = ()
    exemplars: Annotated[tuple[Exemplar, ...], IsList, IsSet] = ()
    minutes: Minutes | None = None
    """Reading time given by the author."""

    requires: Identifiers = ()
    """Ids of documents to be read before this one."""

    redirects: Annotated[tuple[Redirect, ...], IsList, IsSet] = ()

    reviewed_by: Annotated[tuple[Text, ...], IsList, IsSet, BeforeValidator(_list_of)] = ()
    """Who has reviewed or approved the page; never published."""

    description: Text | None = None
    tags: Tags = ()
    date: Date | None = None
    hide: Annotated[tuple[HiddenPart, ...], IsList, IsSet] = ()
    template: Template | None = None
    icon: Icon | None = None
    status: Slug | None = None
    """Material's (new, deprecated, …), or a step of approval: draft, reviewed, approved."""

    subtitle: Text | None = None
    search: SearchOptions | None = None

    @field_validator("status")
    @classmethod
    def _names_who_reviewed(cls, status: str | None, info: ValidationInfo) -> str | None:
        # A faulty reviewed_by is missing from the data, and reported by itself.
        if status in (REVIEWED, APPROVED) and info.data.get("reviewed_by") == ():
            refuse(f"写了 {status}，但是没有写由谁审核", "加一行 reviewed_by: [姓名或者职务]")
        return status

    @property
    def approval(self) -> str:
        """Step of approval; empty if `status` names none."""
        return approval_of(self.status)
