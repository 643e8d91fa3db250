"""Turns scripts and style sheets as we write them into what is worth sending."""

from __future__ import annotations

import re

BLOCK_COMMENT = re.compile(r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n", re.MULTILINE)
LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


def without_comments(script: str) -> str:
    """Return a script of ours without comments that fill whole lines, and without indentation.

    It must hold no template literal: lines within one would be taken for code.
    """
    return INDENTATION.sub("", LINE_COMMENT.sub("", BLOCK_COMMENT.sub("", script)))
