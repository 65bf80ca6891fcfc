"""A paper as text that can be kept, and read again when the program has grown.  Pure.

The text says in which `SCHEMA` it is written.  A field that a paper gains has a default, so that what was kept before
is read as it was; one that goes or changes its meaning makes a new schema, whose older texts are carried over here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from app.papers.rules.paper import HANDED_OUT, Paper

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = 1
AnyPaper = TypeVar("AnyPaper", bound=Paper)


class UnknownValue(ValueError):
    """A kept text is no value of its paper, or of a schema this program does not know."""


_adapters: dict[type[Paper], TypeAdapter[Any]] = {}


def _adapter(kind: type[Paper]) -> TypeAdapter[Any]:
    # Built when a paper is first read or kept: a start needs none.
    from pydantic import TypeAdapter

    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_text(paper: Paper) -> str:
    """The value as text, the same for the same value; how it is handed out is no part of it."""
    value = _adapter(type(paper)).dump_python(paper, mode="json", exclude=set(HANDED_OUT))
    return json.dumps({"schema": SCHEMA, "value": value}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(kind: type[AnyPaper], text: str) -> AnyPaper:
    """The value that was kept.  Raises `UnknownValue`."""
    try:
        kept = json.loads(text)
        if kept["schema"] != SCHEMA:
            raise UnknownValue(f"schema {kept['schema']}")
        value: AnyPaper = _adapter(kind).validate_json(json.dumps(kept["value"]), strict=True, extra="forbid")
    except (KeyError, TypeError, ValueError) as unknown:
        raise UnknownValue(kind.__name__) from unknown
    return value
