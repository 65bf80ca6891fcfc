"""JSON files become frozen values: pydantic judges them by their types, a fault is one Chinese sentence.

A value that is read derives from `Strict`: no key it does not know, no number written as text.  What the types cannot
say its ``__post_init__`` says with a `ValueError` in Chinese.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from workflows.errors import EngineError

Read = TypeVar("Read")
Line = Annotated[str, StringConstraints(strip_whitespace=True)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ROOT = ""
"""The key of the whole file in ``wanted``."""

_LONGEST_SHOWN = 40
_UNKNOWN_KEY = "unexpected_keyword_argument"
_OWN_SENTENCE = frozenset({_UNKNOWN_KEY, "value_error", "json_invalid"})
_ABOUT_THE_WHOLE = frozenset({"value_error", "dataclass_type"})
_OF_KEY = "[key]"
_NAMED_BY = ("name", "code", "value")
_LIST = "“{key}”应当是一份清单，至少有一项"
_NAMED = "这里应当是一组带名字的内容"
_TEXT = "“{key}”要写上文字"
_CHOICE = "“{key}”没有“{input}”这种写法，只有：{expected}"
_SENTENCES = {
    _UNKNOWN_KEY: "不认识“{key}”，请检查拼写",
    "missing": "缺少“{key}”，请写上",
    "string_type": _TEXT,
    "string_too_short": _TEXT,
    "string_too_long": "“{key}”最多写 {max_length} 个字",
    "int_type": "“{key}”应当是一个整数",
    "greater_than_equal": "“{key}”不能小于 {ge}",
    "less_than_equal": "“{key}”不能大于 {le}",
    "bool_type": "“{key}”要写 true 或 false",
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_short": _LIST,
    "dict_type": _NAMED,
    "dataclass_type": _NAMED,
    "value_error": "{error}",
    "json_invalid": "读不懂，不是完整的 JSON 文件，请核对",
}


class Strict:
    """What is read from a file: every key known, every value of its own type; judged by a `TypeAdapter` of it."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid", defer_build=True)


def read_json_file(
    kind: TypeAdapter[Read], path: Path, refused: type[EngineError], wanted: Mapping[str, str] | None = None
) -> Read:
    """The value of a file.  Raises ``refused`` with a sentence, also for a file that is not there."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise refused(f"{path.name}：没有这个文件，请补上。") from None
    except OSError as error:
        raise refused(f"{path.name}：读不出来，请检查文件和它的权限。") from error
    return read_json(kind, content, path.name, refused, wanted)


def read_json(
    kind: TypeAdapter[Read],
    content: str | bytes,
    file: str,
    refused: type[EngineError],
    wanted: Mapping[str, str] | None = None,
    *,
    written_out: Callable[[Any], None] | None = None,
) -> Read:
    """The value of a text.  ``wanted`` says by key what must stand there, where the general sentence would not do;
    ``written_out`` puts in the place of a name what it stands for, before anything is judged.

    Raises ``refused`` with one sentence that names the file, the place in it and what would do.
    """
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        raw = json.loads(text, object_pairs_hook=_without_doubles)
    except UnicodeDecodeError as error:
        raise refused(f"{file}：文字编码不对，请存成 UTF-8。") from error
    except json.JSONDecodeError as error:
        raise refused(f"{file}：第 {error.lineno} 行写法不对，请检查引号、逗号和括号。") from error
    except _Doubled as doubled:
        raise refused(f"{file}：同一处把“{doubled}”写了两遍，请删去一个。") from doubled
    except (ValueError, RecursionError) as error:
        raise refused(f"{file}：{_SENTENCES['json_invalid']}。") from error
    if written_out is not None:
        written_out(raw)
        text = json.dumps(raw)
    try:
        return kind.validate_json(text)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        first = next((one for one in faults if one["type"] == _UNKNOWN_KEY), faults[0])
        raise refused(f"{file}{_place(first, raw)}：{_sentence(first, wanted or {})}。") from error


class _Doubled(ValueError):
    """A key that stands twice in the same place."""


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Doubled(key)
        found[key] = value
    return found


def _key(way: tuple[int | str, ...]) -> str:
    """The key a fault is about, or which entry of a list."""
    match way:
        case (*_, str(name), int(place)):
            return f"{name} 的第 {place + 1} 项"
        case (int(place),):
            return f"第 {place + 1} 项"
        case (*_, str(name), "[key]") | (*_, str(name)):
            return name
    return ROOT


def _sentence(fault: ErrorDetails, wanted: Mapping[str, str]) -> str:
    key = _key(fault["loc"])
    if key in wanted and fault["type"] not in _OWN_SENTENCE:
        return wanted[key]
    said = dict(fault.get("ctx", {}))
    if "expected" in said:
        said["expected"] = "、".join(re.findall(r"'([^']*)'", said["expected"]))
    form = _SENTENCES.get(fault["type"], "“{key}”写法不对，请核对")
    return form.format_map(said | {"key": key, "input": str(fault["input"])[:_LONGEST_SHOWN]})


def _place(fault: ErrorDetails, raw: Any) -> str:
    """Where in the file: entries of lists by their name, code or number."""
    said, here, way = "", raw, fault["loc"]
    if way[-1:] == (_OF_KEY,):
        way = way[:-2]
    elif fault["type"] not in _ABOUT_THE_WHOLE:
        way = way[:-1]
    for part in way:
        here = here[part]
        if isinstance(part, int):
            said += f"的“{_entry(here)}”" if _entry(here) else f"的第 {part + 1} 项"
        elif not isinstance(here, list):
            said += f"的“{part}”"
    return f" {said}" if said else ""


def _entry(said: Any) -> str:
    names = [said[key] for key in _NAMED_BY if isinstance(said.get(key), str)] if isinstance(said, dict) else []
    return names[0][:_LONGEST_SHOWN] if names else ""
