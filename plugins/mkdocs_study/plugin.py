"""The `study` MkDocs plugin: wires the library, markdown_zh and the tracks into a build."""

from __future__ import annotations

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.plugins import BasePlugin

from mkdocs_study.library.vocabulary import DISCIPLINES, EXEMPLARS, STANDARDS


class StudyConfig(base.Config):
    """Options below `study:` in mkdocs.yml."""

    audiences = c.ListOfItems(c.Type(str), default=[])
    audience = c.Optional(c.Type(str))
    standards = c.ListOfItems(c.Type(str), default=list(STANDARDS))
    exemplars = c.ListOfItems(c.Type(str), default=list(EXEMPLARS))
    disciplines = c.ListOfItems(c.Type(str), default=list(DISCIPLINES))
    reading_speed = c.Type(int, default=400)
    site_id = c.Optional(c.Type(str))


class StudyPlugin(BasePlugin[StudyConfig]):
    """Thin hooks; what they do is in the modules that they call."""
