"""How far a page has come on its way to readers: draft, reviewed, approved.

`status` of the front matter is also Material's (new, deprecated and a site's own): those words say
nothing about approval, and a page with none of ours is neither a draft nor reviewed.
"""

from __future__ import annotations

DRAFT, REVIEWED, APPROVED = "draft", "reviewed", "approved"
STEPS = (DRAFT, REVIEWED, APPROVED)
"""In the order in which a page takes them."""

MINIMA = (REVIEWED, APPROVED)
"""What a site may ask of the pages that it publishes; without it, anything but a draft passes."""

LABELS = {DRAFT: "草稿", REVIEWED: "已审核", APPROVED: "已批准"}
"""What an administrator reads."""


def approval_of(status: str | None) -> str:
    """Return the step that a `status` names; empty if it is Material's, or none."""
    return status if status in STEPS else ""


def passes(approval: str, minimum: str) -> bool:
    """Tell whether a page may be published.

    Args:
        approval: its step, or nothing.
        minimum: the step asked for; empty for anything but a draft.
    """
    if not minimum:
        return approval != DRAFT
    return approval in STEPS and STEPS.index(approval) >= STEPS.index(minimum)
