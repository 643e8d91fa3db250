"""Turns a Markdown body into its prose: the same lines without comments, with code blanked out.

Comments and code nest by the order in which they begin: `<!--` inside code is code, a back tick
inside a comment is comment.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

CODE = "\ufffc"
"""Stands for each character of code: neither space nor word."""

_FENCE = re.compile(r"[ \t]*(?:[-*+>] +)?(`{3,}|~{3,})([^\n]*)")
_TOKEN = re.compile(r"\\[`<\\]|`+|<!--")


@dataclass(frozen=True)
class Comment:
    """An HTML comment and where it stands in the body."""

    start: int
    end: int
    text: str
    """The words between the marks, stripped."""

    line: int
    """1-based in the body."""


@dataclass(frozen=True)
class Masked:
    """A body in three views with the same lines."""

    visible: str
    """Without comments; their line breaks stay."""

    outline: str
    """Also with every character of fenced code replaced by CODE: what blocks are cut from."""

    prose: str
    """Also with code spans replaced: what words, links and tags are looked for in."""

    comments: tuple[Comment, ...]
    unclosed_comment: int | None
    """Line of a comment that never ends; from there on nothing is visible."""

    unclosed_fence: int | None
    """Line of a code fence that never ends; from there on all is code."""


@dataclass
class _Scan:
    """Spans found so far, in order."""

    comments: list[tuple[int, int]] = field(default_factory=list)
    fences: list[tuple[int, int]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    unclosed_comment: int | None = None
    unclosed_fence: int | None = None


def mask(body: str) -> Masked:
    """Find comments and code in one pass over the body, in linear time."""
    if "`" not in body and "<!--" not in body and "~~~" not in body:
        return Masked(body, body, body, (), None, None)
    scan = _Scan()
    position = 0
    while position < len(body):
        if fence := _opening_fence(body, position):
            position = _skip_fence(body, position, fence, scan)
        else:
            position = _scan_chunk(body, position, scan)
    return Masked(
        _replace(body, scan.comments, [], ""),
        _replace(body, scan.comments, scan.fences, CODE),
        _replace(body, scan.comments, sorted(scan.fences + scan.spans), CODE),
        _comments(body, scan),
        _line(body, scan.unclosed_comment),
        _line(body, scan.unclosed_fence),
    )


def _comments(body: str, scan: _Scan) -> tuple[Comment, ...]:
    comments: list[Comment] = []
    line, done = 1, 0
    for start, end in scan.comments:
        line, done = line + body.count("\n", done, start), start
        closed = end - 3 if body.endswith("-->", start + 4, end) else end
        comments.append(Comment(start, end, body[start + 4 : closed].strip(), line))
    return tuple(comments)


def _line(body: str, position: int | None) -> int | None:
    return None if position is None else body.count("\n", 0, position) + 1


def _opening_fence(body: str, position: int) -> str | None:
    match = _FENCE.match(body, position)
    if match is None or (match[1][0] == "`" and "`" in match[2]):
        return None
    return match[1]


def _skip_fence(body: str, position: int, fence: str, scan: _Scan) -> int:
    """Return where the line after the closing fence begins."""
    closing = re.compile(
        rf"^[ \t]*(?:> ?)*[ \t]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE
    )
    start = body.find("\n", position)
    match = closing.search(body, start) if start >= 0 else None
    if match is None:
        scan.unclosed_fence = position
        scan.fences.append((position, len(body)))
        return len(body)
    scan.fences.append((position, match.end()))
    return min(match.end() + 1, len(body))


def _scan_chunk(body: str, position: int, scan: _Scan) -> int:
    """Scan lines up to a blank one or a fence; return where the next line begins."""
    end = position
    while end < len(body):
        line_end = body.find("\n", end)
        line_end = len(body) if line_end < 0 else line_end
        blank = not body[end:line_end].strip()
        end = min(line_end + 1, len(body))
        if blank or _opening_fence(body, end) or line_end == len(body):
            break
    chunk_end = end
    tokens = list(_TOKEN.finditer(body, position, chunk_end))
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for token in tokens:
        if token[0][0] == "`":
            runs[len(token[0])].append(token.start())
    done = position
    for token in tokens:
        if token.start() < done or token[0][0] == "\\":
            continue
        if token[0] == "<!--":
            close = body.find("-->", token.end())
            if close < 0:
                scan.unclosed_comment = token.start()
                scan.comments.append((token.start(), len(body)))
                return len(body)
            done = close + 3
            scan.comments.append((token.start(), done))
        else:
            same = runs[len(token[0])]
            following = bisect_left(same, token.end())
            if following < len(same):
                done = same[following] + len(token[0])
                scan.spans.append((token.start(), done))
    return max(chunk_end, done)


def _replace(
    body: str, comments: list[tuple[int, int]], code: list[tuple[int, int]], mark: str
) -> str:
    """Cut comments down to their line breaks and overwrite code."""
    pieces: list[str] = []
    done = 0
    spans = sorted([(*span, "") for span in comments] + [(*span, mark) for span in code])
    for start, end, filler in spans:
        pieces.append(body[done:start])
        hidden = body[start:end]
        if filler:
            pieces.append("\n".join(filler * len(line) for line in hidden.split("\n")))
        else:
            pieces.append("\n" * hidden.count("\n"))
        done = end
    pieces.append(body[done:])
    return "".join(pieces)


def strip_comments(body: str, keep: Callable[[str], bool]) -> str:
    """Cut every comment out of the body but those whose words `keep` accepts.

    An unclosed comment is cut to the end: what an author meant to hide is never published.
    """
    pieces: list[str] = []
    done = 0
    for comment in mask(body).comments:
        if keep(comment.text):
            continue
        pieces.append(body[done : comment.start])
        pieces.append("\n" * body.count("\n", comment.start, comment.end))
        done = comment.end
    pieces.append(body[done:])
    return "".join(pieces)
