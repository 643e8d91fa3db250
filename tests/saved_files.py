"""Progress files as a reader's browser saves them, made by the words of docs/dev/tracks.md."""

import hashlib
import json
from pathlib import Path
from typing import Any

AT = "2026-11-24T08:12:09.120Z"


def canonical(value: object) -> str:
    """Write a value in the form that checksums are taken over, as the format's page says it."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: str(name).encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(n)}:{canonical(value[n])}" for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def checksum(value: object) -> str:
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def done(digest: str = "h1", at: str = AT, **more: object) -> dict[str, Any]:
    """Return the record of a unit that is done."""
    return {"v": 1, "at": at, "done": True, "hash": digest, "by": "mark", **more}


def saved(records: dict[str, Any], profile: str = "王敏", **changes: object) -> dict[str, Any]:
    """Return a saved file's object with right checksums; changes come before they are taken."""
    value: dict[str, Any] = {
        "format": "study-records",
        "version": 1,
        "site": "demo",
        "site_name": "学习站",
        "profile": profile,
        "scope": "units",
        "saved_at": "2026-11-24T08:30:00.000Z",
        "utc_offset": 480,
        "titles": {"case-one": "一张旧发票"},
        "records": records,
        **changes,
    }
    value["records_sha256"] = checksum(value["records"])
    value["sha256"] = checksum(value)
    return value


def write_saved(file: Path, value: object) -> Path:
    """Write an object as a browser does."""
    file.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
    return file
