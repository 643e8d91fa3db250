"""Turns front matter as written into the typed model of its document type, or into diagnostics."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from mkdocs_study.library.composer import KeyPath
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import META_TYPES, TYPE_LABELS, UnitMeta
from mkdocs_study.library.fields import FAULT, suggest
from mkdocs_study.library.front_matter import FrontMatter
from mkdocs_study.library.meta import Meta
from mkdocs_study.library.slips import meant_key
from mkdocs_study.library.vocabulary import Vocabulary

EXAMPLES = {
    "type": "type: text",
    "title": "title: 示例单位纪律规定",
    "id": "id: sample-discipline",
    "fictional": "fictional: true",
    "date": "date: 2026-03-18",
    "version_date": "version_date: 2017-10-24",
    "stages": "stages: 下面每项写 title 和 units",
    "breaches": "breaches: [《示例单位纪律规定》第二十四条]",
    "stages.title": "title: 先读原文",
    "stages.units": "units: 下面每项写 page 和 kind",
    "stages.units.page": "page: texts/x.md",
    "stages.units.kind": "kind: 读原文",
}
"""How a required key is written."""

SHAPES = {
    "stages": "每个阶段写 title 和 units",
    "stages.units": "每个单元写成 {page: texts/x.md, kind: 读原文}",
}
"""How a group of keys is written."""

STAGE_DEPTH, UNIT_DEPTH = 3, 5
"""Length of the path of a stage's key, and of a unit's."""


def validate(
    front: FrontMatter, source: str, vocabulary: Vocabulary
) -> tuple[Meta | None, list[Diagnostic]]:
    """Type the keys of one file and report every fault in them.

    Args:
        front: keys and values as written.
        source: path of the file for diagnostics.
        vocabulary: the words that the organisation allows.
    """
    data = {key: value for key, value in front.data.items() if not key.startswith("x-")}
    name = data.get("type")
    model = META_TYPES.get(name) if isinstance(name, str) else None
    found = list(_disguised_keys(front, source))
    if model is None:
        found.append(_unknown_type(name, front, source))
        # The keys of all types pass, the keys that every document has are still checked.
        data = {key: data[key] for key in data if key in Meta.model_fields}
        model = META_TYPES["page"]
        data["type"] = "page"
    try:
        meta = model.model_validate(data, context=vocabulary)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=True)
        slips = frozenset(_keys_elsewhere(faults, model))
        for fault in faults:
            path: KeyPath = tuple(fault["loc"])
            if fault["type"] == "missing" and path in slips:
                continue  # it is there, under a name or on a level that is reported
            message, hint, code = _sentence(fault, path, model)
            found.append(Diagnostic(source, front.line_of(path), code, message, hint))
        return None, found
    return (None if found else meta), found


def _disguised_keys(front: FrontMatter, source: str) -> Iterator[Diagnostic]:
    """Report x-audience and its like: their authors believe that they have an effect."""
    known = {key for model in META_TYPES.values() for key in model.model_fields}
    for key in front.data:
        name = key.removeprefix("x-").lower()
        if key.startswith("x-") and name in known:
            hint = f"是否想写 {name}；自己的键换一个名字"
            yield Diagnostic(source, front.line_of((key,)), "DOC002", f"键 {key} 不起作用", hint)


def _unknown_type(name: object, front: FrontMatter, source: str) -> Diagnostic:
    line = front.line_of(("type",))
    if name is None:
        return Diagnostic(source, line, "DOC001", "缺少 type", f"例如 {EXAMPLES['type']}")
    if not isinstance(name, str):
        return Diagnostic(source, line, "DOC004", "type 要写一个词", f"例如 {EXAMPLES['type']}")
    choices = tuple(META_TYPES)
    label = {label: key for key, label in TYPE_LABELS.items()}.get(name)
    hint = f"写 type: {label}" if label else suggest(name, choices)
    return Diagnostic(source, line, "DOC003", f"没有这个 type：{name}", hint)


def _sentence(fault: Any, path: KeyPath, model: type[Meta]) -> tuple[str, str, str]:  # noqa: ANN401
    """Return message, hint and code of one pydantic error."""
    key = _key_of(path)
    match fault["type"]:
        case "missing":
            example = EXAMPLES.get(_key_without_positions(path)) or EXAMPLES.get(str(path[-1]), "")
            return f"缺少 {key}", f"例如 {example}" if example else "", "DOC001"
        case "extra_forbidden":
            return f"没有这个键：{key}", _hint_for_key(path, model), "DOC002"
        case kind if kind == FAULT:
            return f"{key}：{fault['ctx']['message']}", fault["ctx"]["hint"], "DOC004"
        case "model_type" | "dict_type" | "model_attributes_type":
            hint = SHAPES.get(_key_without_positions(path), "每个键一行：键: 值")
            return f"{key}：这里要写几个键", hint, "DOC004"
        case _:
            return f"{key}：值的写法不对", "", "DOC004"


def _key_of(path: KeyPath) -> str:
    """stages[1].units[3].page, with positions counted from 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".")


def _key_without_positions(path: KeyPath) -> str:
    """stages.units.page, for every unit."""
    return ".".join(step for step in path if isinstance(step, str))


def _hint_for_key(path: KeyPath, model: type[Meta]) -> str:
    fields = _fields_at(model, path[:-1])
    key = str(path[-1])
    owners = [name for name, other in META_TYPES.items() if key in other.model_fields]
    if len(path) == 1 and owners:
        return f"这个键只用于 type: {'、'.join(owners)}"
    if meant := _meant(key, fields):
        return f"是否想写 {meant}"
    if explained := _explained(key, path, model):
        return explained
    own = "；自己的键以 x- 开头" if len(path) == 1 else f"：{'、'.join(fields)}"
    return f"删去它，或者用已有的键{own}"


def _meant(key: str, fields: list[str]) -> str | None:
    """Return the key that was probably meant, by its meaning or its spelling."""
    close = get_close_matches(key.lower(), fields, n=1, cutoff=0.6)
    return meant_key(key, fields) or (close[0] if close else None)


def _explained(key: str, path: KeyPath, model: type[Meta]) -> str:
    """Say where a key belongs that stands on the wrong level of a track; empty if it is none."""
    if model is not META_TYPES["track"]:
        return ""
    if key in UnitMeta.model_fields and len(path) == STAGE_DEPTH:
        return "阶段下面先写 title 和 units，单元放在 units 里"
    if key == "units" and len(path) == 1:
        return "单元要放在阶段里：stages 下每项写 title 和 units"
    if key == "title" and len(path) == UNIT_DEPTH:
        return "删去它；单元的标题就是页面的标题"
    return ""


def _keys_elsewhere(faults: list[Any], model: type[Meta]) -> Iterator[KeyPath]:
    """Yield the places of keys that are missing only because an unknown key stands for them."""
    for fault in faults:
        if fault["type"] != "extra_forbidden":
            continue
        path: KeyPath = tuple(fault["loc"])
        key, fields = str(path[-1]), _fields_at(model, path[:-1])
        if meant := _meant(key, fields):
            yield (*path[:-1], meant)
        elif _explained(key, path, model):
            yield from ((*path[:-1], field) for field in ("stages", "title", "units"))


def _fields_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the keys that may stand at the path."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            inner = next(_models_in(model.model_fields[step].annotation), None)
            model = inner or model
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 (any annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
