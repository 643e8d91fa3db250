"""Turns a unit's minutes into the time after which its end in view means that it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from mkdocs_study.tracks.track import Unit

SECONDS_OF_A_MINUTE = 60
PERCENT = 100


@dataclass(frozen=True)
class ReadingRule:
    """When a unit is marked without the reader's hand; `study: reading:` in mkdocs.yml."""

    auto: bool = True
    share: int = 40
    """Percent of the unit's minutes that its page must have been in view."""

    least_seconds: int = 20
    """However short the unit is."""

    kinds: tuple[str, ...] = ("读原文", "看案例")
    """Kinds of units that reading completes; the others ask for something to be done."""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> ReadingRule:
        """Return the rule that checked options describe."""
        return cls(**{**options, "kinds": tuple(options.get("kinds", cls.kinds))})

    def seconds(self, unit: Unit) -> int:
        """Return the seconds that the unit must be in view before its end counts; 0 for never."""
        if not self.auto or unit.kind not in self.kinds:
            return 0
        share = ceil(unit.minutes * SECONDS_OF_A_MINUTE * self.share / PERCENT)
        return max(share, self.least_seconds, 1)
