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


_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_REGULAR_EXPRESSION = (
    r"(?<=[(,=:!&|?;{}\[])(?P<gap>\s*)"
    r"(?P<pattern>/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"
)
_SCRIPT_PART = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)|{_REGULAR_EXPRESSION}"
    r"|\s*(?P<mark>[{}()\[\];,<>=!&|?:*%])\s*|(?P<space>\s+)"
)
_STYLE_PART = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>/\*(?:[^*]|\*(?!/))*\*/)"
    r"|\s*(?P<mark>[{};,])\s*|(?P<colon>:)[ ]|(?P<space>\s+)"
)


def tighten_script(script: str) -> str:
    """Return a script of ours without comments and without the white space that means nothing.

    Signs that would join, as in `a + +b`, keep their spaces. Every statement must end with a
    semicolon or a brace, as ours do; it must hold no template literal. Tests compare the syntax
    trees of what is written and what is shipped.
    """

    def shorten(match: re.Match[str]) -> str:
        if match["comment"] is not None:
            return " "
        if match["space"] is not None:
            return "\n" if "\n" in match["space"] else " "
        return match["string"] or match["pattern"] or match["mark"]

    # A comment leaves a space, which the second pass takes away with those beside it.
    once = _SCRIPT_PART.sub(shorten, without_comments(script))
    return _SCRIPT_PART.sub(shorten, once).strip() + "\n"


def tighten_style(style: str) -> str:
    """Return a style sheet of ours without comments and without white space that means nothing."""

    def shorten(match: re.Match[str]) -> str:
        if match["comment"] is not None:
            return ""
        return match["string"] or match["mark"] or match["colon"] or " "

    once = _STYLE_PART.sub(shorten, without_comments(style))
    return _STYLE_PART.sub(shorten, once).replace(";}", "}").strip() + "\n"
