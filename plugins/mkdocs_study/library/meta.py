"""The keys of front matter that documents of every type share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict

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
)


class Frozen(BaseModel):
    """A group of keys: strict about its keys, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SearchOptions(Frozen):
    """Material's `search:`."""

    exclude: Flag = False
    boost: Decimal = 1.0


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

    description: Text | None = None
    tags: Tags = ()
    date: Date | None = None
    hide: Annotated[tuple[HiddenPart, ...], IsList, IsSet] = ()
    template: Template | None = None
    icon: Icon | None = None
    status: Slug | None = None
    subtitle: Text | None = None
    search: SearchOptions | None = None
