"""Turns a progress file that a reader saved into records, or into the reason why not.

The format is described in docs/dev/tracks.md, byte for byte. A checksum finds damage and slips of
the hand, not deceit.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs_study.library.diagnostics import Diagnostic

FORMAT = "study-records"
VERSION = 1
MAX_BYTES = 20_000_000
"""Largest file read: browsers keep some five million characters for a site."""

LARGEST = 2**53 - 1
MINUTES_OF_A_DAY = 24 * 60
FIRST_YEAR = 1970
"""Browsers count from then; the calendar of spreadsheets does not go much farther back."""

_AT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")

AGAIN = "请本人重新保存一份再交"


@dataclass(frozen=True)
class SavedFile:
    """One sound file."""

    path: str
    """As the user named it."""

    site: str
    site_name: str
    profile: str
    """Name as the reader typed it, without white space around; empty when none was given."""

    saved_at: dt.datetime
    offset: dt.timedelta
    """How far the reader's clock is east of UTC."""

    titles: Mapping[str, str]
    """Id → title of units, for people."""

    records: Mapping[str, Mapping[str, Any]]


class _RefusedError(Exception):
    """The file is not used; code, message and hint of the diagnostic."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def _damaged(why: str) -> _RefusedError:
    return _RefusedError("RP004", f"文件已损坏或者被改过：{why}", AGAIN)


def read_saved_file(file: Path, shown: str) -> SavedFile | Diagnostic:
    """Read one file; never raises on bad input.

    Args:
        file: where it stands.
        shown: how it is named in the diagnostic.
    """
    try:
        return _checked(_parsed(_bytes(file)), shown)
    except _RefusedError as error:
        return Diagnostic(shown, 1, error.code, error.message, error.hint)


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            message = f"文件超过 {MAX_BYTES // 1_000_000} MB，不是学习记录"
            raise _RefusedError("RP002", message, "核对文件")
        return file.read_bytes()
    except OSError as error:
        raise _RefusedError("RP001", "文件读不出来", "检查路径和权限") from error


def _parsed(data: bytes) -> dict[str, Any]:
    """Return the object of a file of our format and version."""
    try:
        value = json.loads(
            data.decode("utf-8-sig"),  # Windows' own editor adds the mark when it saves
            object_pairs_hook=_object,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError) as error:
        message = "不是学习记录文件，或者没有传完整"
        raise _RefusedError("RP002", message, AGAIN) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        hint = "只收“我的学习”页面上“存成文件”得到的 .json 文件"
        raise _RefusedError("RP002", "不是学习记录文件", hint)
    version = value.get("version")
    if isinstance(version, int) and version > VERSION:
        message = f"由更新的网站保存（格式第 {version} 版，这里只认第 {VERSION} 版）"
        raise _RefusedError("RP003", message, "先更新本程序")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate name")
    return found


def _no_number(name: str) -> float:
    raise ValueError(name)


def canonical(value: object) -> str:
    """Write a value in the one form over which checksums are taken (RFC 8785 without fractions).

    Raises:
        ValueError: there is a fraction, a number too large, or a lone surrogate.
    """
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: str(name).encode("utf-16-be"))
        members = (f"{canonical(name)}:{canonical(value[name])}" for name in names)
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError("no whole number")
    return json.dumps(value, ensure_ascii=False)


def checksum(value: object) -> str:
    """Return the SHA-256 of a value's canonical form; raises ValueError as `canonical` does."""
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def _checked(value: dict[str, Any], shown: str) -> SavedFile:
    for name, kind in _FIELDS.items():
        if not isinstance(value.get(name), kind) or isinstance(value[name], bool):
            raise _damaged(f"缺少 {name}，或者它的写法不对")
    _check_sums(value)
    if value["version"] != VERSION or abs(value["utc_offset"]) > MINUTES_OF_A_DAY:
        raise _damaged("version 或者 utc_offset 的写法不对")
    for record in value["records"].values():
        if not isinstance(record, dict) or record.get("v") != 1 or not _is_time(record.get("at")):
            raise _damaged("有一条记录的写法不对")
    titles = {key: each for key, each in value["titles"].items() if isinstance(each, str)}
    return SavedFile(
        path=shown,
        site=value["site"],
        site_name=value["site_name"],
        profile=" ".join(value["profile"].split()),
        saved_at=_time(value["saved_at"]),
        offset=dt.timedelta(minutes=value["utc_offset"]),
        titles=titles,
        records=value["records"],
    )


def _check_sums(value: dict[str, Any]) -> None:
    body = {name: part for name, part in value.items() if name != "sha256"}
    try:
        sums = (checksum(value["records"]), checksum(body))
    except (ValueError, RecursionError) as error:
        raise _damaged("内容写法不对") from error
    if sums != (value["records_sha256"], value["sha256"]):
        raise _damaged("校验码不符")


_FIELDS: Mapping[str, type] = {
    "version": int,
    "site": str,
    "site_name": str,
    "profile": str,
    "scope": str,
    "saved_at": str,
    "utc_offset": int,
    "titles": dict,
    "records": dict,
    "records_sha256": str,
    "sha256": str,
}


def _is_time(value: object) -> bool:
    return isinstance(value, str) and _AT.fullmatch(value) is not None


def _time(value: str) -> dt.datetime:
    try:
        if _is_time(value) and (time := dt.datetime.fromisoformat(value)).year >= FIRST_YEAR:
            return time
    except ValueError:
        pass
    raise _damaged("saved_at 的写法不对")


def newest(one: Mapping[str, Any] | None, other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the record that was made last; of two of one moment, the one that sorts last."""
    if one is None:
        return other
    return max(one, other, key=lambda each: (each["at"], canonical(each).encode("utf-16-be")))
