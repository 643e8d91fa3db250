"""What a release would change: pages added, changed, removed, and with other readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from mkdocs_study.library.approval import LABELS
from mkdocs_study.publish.inventory import PageEntry

EVERYONE = "所有人"


@dataclass(frozen=True)
class Change:
    """One page that is not what it was."""

    kind: str
    """新增, 改动, 读者范围改变 or 撤去."""

    page: PageEntry
    """As it will be; as it was, if it goes."""

    details: str
    """What else there is to say; may be empty."""


ADDED, CHANGED, READERS, REMOVED = "新增", "改动", "读者范围改变", "撤去"
KINDS = (ADDED, CHANGED, READERS, REMOVED)


def changes_between(before: Iterable[PageEntry], after: Iterable[PageEntry]) -> tuple[Change, ...]:
    """Compare the pages of two releases by their ids, those without one by their paths.

    Returns:
        In the order of KINDS, then of path. A page whose readers change stands there alone.
    """
    old, new = ({page.key: page for page in pages} for pages in (before, after))
    found = [Change(ADDED, page, "") for key, page in new.items() if key not in old]
    found += [Change(REMOVED, page, "") for key, page in old.items() if key not in new]
    for key, page in new.items():
        was = old.get(key)
        if was is None:
            continue
        if set(was.audience) != set(page.audience):
            details = f"由{readers(was)}改为{readers(page)}"
            found.append(
                Change(READERS, page, "；".join(filter(None, (details, _moved(was, page)))))
            )
        elif was.source_sha256 != page.source_sha256 or was.url != page.url:
            found.append(Change(CHANGED, page, _moved(was, page)))
    return tuple(sorted(found, key=lambda each: (KINDS.index(each.kind), each.page.path)))


def readers(page: PageEntry) -> str:
    """Name the readers of a page."""
    return "、".join(page.audience) or EVERYONE


def approval(page: PageEntry) -> str:
    """Name its step of approval and who took it; empty if there is none."""
    step = LABELS.get(page.status, "")
    names = "、".join(page.reviewed_by)
    return f"{step}（{names}）" if step and names else step


def _moved(was: PageEntry, page: PageEntry) -> str:
    return "" if was.url == page.url else f"地址由 /{unquote(was.url)} 改为 /{unquote(page.url)}"


def summary(changes: Iterable[Change]) -> str:
    """Return `新增 2 页，改动 1 页`; 没有页面变动 if there is nothing."""
    kinds = [each.kind for each in changes]
    counts = [f"{kind} {kinds.count(kind)} 页" for kind in KINDS if kind in kinds]
    return "，".join(counts) or "页面没有变动"


def as_lines(changes: Iterable[Change]) -> list[str]:
    """Return one line for each page."""
    lines = []
    for each in changes:
        facts = [each.page.key, readers(each.page), approval(each.page), each.details]
        lines.append(f"  {each.kind}：{each.page.title}（{'，'.join(filter(None, facts))}）")
    return lines
