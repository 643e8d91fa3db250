"""Turns `plan:` below the study plugin in mkdocs.yml into kinds of sessions and rules for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mkdocs_study.library.composer import KeyPath, Value
from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.fields import suggest
from mkdocs_study.library.vocabulary import SESSION_KINDS
from mkdocs_study.tracks.plan_rules import MONTHS_EACH, USUAL_RULES, Rule

KEY = "plan"
KEYS = ("kinds", "rules")
RULE_KEYS = ("each", "severity")
OFF = "off"
SEVERITIES = ("error", "warning", OFF)
EXAMPLE = "例如 党课: {each: quarter, severity: warning}"


@dataclass(frozen=True)
class PlanOptions:
    """What an organisation wants of its yearly plans."""

    kinds: tuple[str, ...] = SESSION_KINDS
    rules: tuple[Rule, ...] = USUAL_RULES


class _Reader:
    """Reads the option and notes every fault with its line."""

    def __init__(self, lines: Mapping[KeyPath, int], name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []
        # The option may be inherited from another file and have no line here.
        self.lines = {
            path[path.index(KEY) :]: line
            for path, line in lines.items()
            if KEY in path and path[path.index(KEY) - 1] == "study"
        }

    def report(self, path: KeyPath, message: str, hint: str) -> None:
        line = next(
            (
                self.lines[path[:length]]
                for length in range(len(path), 0, -1)
                if path[:length] in self.lines
            ),
            1,
        )
        self.found.append(Diagnostic(self.name, line, "CFG003", message, hint))

    def kinds(self, value: Value) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.report((KEY, "kinds"), "kinds：这里要写列表", "例如 kinds: [读书班]")
            return ()
        for index, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.report((KEY, "kinds", index), "kinds：每一项都要写一个词", "例如 [读书班]")
        return tuple(each for each in value if isinstance(each, str))

    def rules(self, value: Value, kinds: tuple[str, ...]) -> Iterator[tuple[str, Rule | None]]:
        """Yield the kind of each sound rule with the rule, None if it is switched off."""
        if not isinstance(value, dict):
            self.report((KEY, "rules"), "rules：这里要写活动形式和它的要求", EXAMPLE)
            return
        for kind, rule in value.items():
            place = (KEY, "rules", kind)
            if kind not in kinds:
                self.report(place, f"没有这个活动形式：{kind}", suggest(kind, kinds))
            elif not isinstance(rule, dict):
                self.report(place, f"{kind}：这里要写 each 和 severity", EXAMPLE)
            else:
                yield kind, self._rule(kind, rule, place)

    def _rule(self, kind: str, rule: Mapping[str, Value], place: KeyPath) -> Rule | None:
        for key in rule:
            if key not in RULE_KEYS:
                message = f"{kind} 的要求没有这个键：{key}"
                self.report((*place, key), message, suggest(key, RULE_KEYS))
        usual = next((each for each in USUAL_RULES if each.kind == kind), None)
        severity = rule.get("severity", usual.severity if usual else Severity.WARNING)
        if severity not in SEVERITIES:
            message, hint = f"severity 的写法不对：{severity}", suggest("", SEVERITIES)
            self.report((*place, "severity"), message, hint)
            return None
        if severity == OFF:
            return None
        each = rule.get("each")
        if each is None and usual is not None:
            return Rule(kind, usual.months, Severity(severity))
        if not isinstance(each, str) or each not in MONTHS_EACH:
            hint = suggest(each if isinstance(each, str) else "", tuple(MONTHS_EACH))
            shown = f"：{each}" if isinstance(each, str) else ""
            self.report((*place, "each"), f"each 的写法不对{shown}", hint)
            return None
        return Rule(kind, MONTHS_EACH[each], Severity(severity))


def read_plan_options(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> tuple[PlanOptions, list[Diagnostic]]:
    """Read the kinds and rules beside the usual ones, and report every fault.

    Args:
        options: what stands below `study:`.
        lines: place in mkdocs.yml → line.
        name: of the file, for diagnostics.
    """
    value = options.get(KEY)
    if value is None:
        return PlanOptions(), []
    reader = _Reader(lines, name)
    if not isinstance(value, dict):
        reader.report((KEY,), "plan：下面要写 kinds 或 rules", EXAMPLE)
        return PlanOptions(), reader.found
    for key in value:
        if key not in KEYS:
            reader.report((KEY, key), f"plan 没有这个选项：{key}", suggest(key, KEYS))
    further = reader.kinds(value["kinds"]) if "kinds" in value else ()
    kinds = tuple(dict.fromkeys((*SESSION_KINDS, *further)))
    rules: dict[str, Rule | None] = {rule.kind: rule for rule in USUAL_RULES}
    if "rules" in value:
        rules.update(reader.rules(value["rules"], kinds))
    return PlanOptions(kinds, tuple(rule for rule in rules.values() if rule)), reader.found
