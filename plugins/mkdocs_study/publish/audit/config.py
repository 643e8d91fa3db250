"""Reads audit.yml: how strict the checks of the finished site are, and what they let pass."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs_study.library.composer import Composer, KeyPath, Value
from mkdocs_study.library.decoding import decode
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.fields import suggest
from mkdocs_study.publish.audit.allow_list import Allowed

FILE_NAME = "audit.yml"
MAX_CODE = 12
_SECTIONS = ("limits", "allow")
_KEYS = ("code", "path", "text", "pattern", "reason", "until")
_CODE = re.compile(r"[A-Z]{2,6}[0-9]{3}")


@dataclass(frozen=True)
class Settings:
    """What audit.yml says."""

    page_kb: int = 1000
    """Most kilobytes that opening one page may take, packed."""

    verified_days: int = 365
    """For how long a comparison with the official text counts."""

    outside_links: bool = False
    """List plain links to other hosts."""

    allowed: tuple[Allowed, ...] = ()


def read_settings(file: Path, name: str) -> tuple[Settings, list[Diagnostic]]:
    """Read a settings file; without one, everything is as preset.

    Args:
        file: path of audit.yml.
        name: of the file in diagnostics.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Settings(), []
    except OSError:
        return Settings(), [Diagnostic(name, 1, "ALW001", "文件读不出来", "检查文件权限")]
    text, found = decode(data, name)
    if text is None or found:
        return Settings(), found
    composer = Composer(name, lenient=False)
    if not any(line.strip() and not line.strip().startswith("#") for line in text.split("\n")):
        return Settings(), []
    values = composer.compose(text)
    if composer.found:
        return Settings(), [
            replace(each, code="ALW001", message=each.message.replace("元数据", "设置"),
                    hint=each.hint.replace("元数据", "设置"))
            for each in composer.found
        ]  # fmt: skip
    reader = _Reader(name, composer.lines)
    return reader.read(values), reader.found


class _Reader:
    """Gives the values their types and notes what is wrong with them."""

    def __init__(self, name: str, lines: Mapping[KeyPath, int]) -> None:
        self.name = name
        self.lines = lines
        self.found: list[Diagnostic] = []

    def read(self, values: Mapping[str, Value]) -> Settings:
        for key in values:
            if key not in _SECTIONS:
                self._fault((key,), f"没有这个键：{key}", suggest(key, _SECTIONS))
        settings = self._limits(values.get("limits", {}))
        entries = values.get("allow", [])
        if not isinstance(entries, list):
            self._fault(("allow",), "allow：这里要写列表", "每一项以 - code: 开头")
            entries = []
        allowed = [self._entry(index, each) for index, each in enumerate(entries)]
        return replace(settings, allowed=tuple(each for each in allowed if each is not None))

    def _fault(self, place: KeyPath, message: str, hint: str) -> None:
        line = next(
            (self.lines[place[:length]] for length in range(len(place), 0, -1)
             if place[:length] in self.lines), 1,
        )  # fmt: skip
        self.found.append(Diagnostic(self.name, line, "ALW001", message, hint))

    def _limits(self, values: Value) -> Settings:
        settings = Settings()
        if not isinstance(values, dict):
            self._fault(("limits",), "limits 的写法不对", "下一行写 page_kb: 600")
            return settings
        for key, value in values.items():
            place = ("limits", key)
            if key in ("page_kb", "verified_days"):
                number = value if isinstance(value, str) else ""
                if number.isascii() and number.isdecimal() and 0 < int(number) < 1_000_000:  # noqa: PLR2004
                    changed = {key: int(number)}
                    settings = replace(settings, **changed)  # type: ignore[arg-type]
                else:
                    self._fault(place, f"{key} 不是正整数", f"例如 {key}: 600")
            elif key == "outside_links":
                if value in ("true", "false"):
                    settings = replace(settings, outside_links=value == "true")
                else:
                    self._fault(place, "outside_links 只能是 true 或者 false", "写 true 或者 false")
            else:
                hint = suggest(key, ("page_kb", "verified_days", "outside_links"))
                self._fault(place, f"没有这个键：{key}", hint)
        return settings

    def _entry(self, index: int, value: Value) -> Allowed | None:
        place: KeyPath = ("allow", index)
        if not isinstance(value, dict):
            self._fault(place, "这一项的写法不对", "写 code、path、reason 等键")
            return None
        before = len(self.found)
        texts = {key: each for key, each in value.items() if isinstance(each, str)}
        for key in value:
            if key not in _KEYS:
                self._fault((*place, key), f"没有这个键：{key}", suggest(key, _KEYS))
            elif key not in texts:
                self._fault((*place, key), f"{key}：这里要写一个值", "不用列表")
        if not _CODE.fullmatch(texts.get("code", "")):
            self._fault((*place, "code"), "缺少 code，或者写法不对", "例如 code: PII002")
        if not texts.get("reason", "").strip():
            hint = "写明为什么可以公开，例如 reason: 教学用的虚构号码"
            self._fault((*place, "reason"), "没有写理由（reason）", hint)
        pattern = None
        if "pattern" in texts:
            try:
                pattern = re.compile(texts["pattern"])
            except re.error:
                self._fault((*place, "pattern"), "pattern 不是正则表达式", "或者改用 text")
        if not any(texts.get(key, "").strip() for key in ("path", "text", "pattern")):
            self._fault(place, "没有写 path、text 或者 pattern", "至少写一个，免得放过太多")
        until = self._until((*place, "until"), texts.get("until"))
        if len(self.found) > before:
            return None
        line = self.lines.get(place, 1)
        return Allowed(
            line, texts["code"], texts.get("path", ""), texts.get("text", ""), pattern, until
        )

    def _until(self, place: KeyPath, text: str | None) -> dt.date | None:
        if text is None:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self._fault(place, f"until 不是日期：{text}", "例如 until: 2027-06-30")
            return None
