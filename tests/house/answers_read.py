"""Which names of an answer a handler reads: its source is followed into every function that is handed the submission.

A name is a text in the code, or comes from a tuple of texts, a constant, a parameter or a loop over one of these.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

EVERY = "*"
"""Stands for all names: the values are handed on or gone through as a whole."""
READERS = frozenset({"text", "per_party"})
Texts = frozenset[str]


class CannotFollow(Exception):
    """A name that is read cannot be told, or the answer is handed to something that is no function of a module."""


def names_read(handler: Callable[..., Any]) -> set[str]:
    """The names a handler reads of the answer, its last parameter; `EVERY` when it takes them all.

    Raises `CannotFollow`: write such a handler so that a reader, too, sees what it asks of the form.
    """
    assert isinstance(handler, FunctionType)
    return _Reading(handler, frozenset({list(inspect.signature(handler).parameters)[-1]}), {}).read()


@dataclass
class _Reading:
    """One function with a submission under some parameter, and the texts its other parameters may stand for."""

    function: FunctionType
    submissions: frozenset[str]
    texts: dict[str, Texts]
    found: set[str] = field(default_factory=set)

    def read(self) -> set[str]:
        tree = ast.parse(textwrap.dedent(inspect.getsource(self.function)))
        nodes = list(ast.walk(tree))
        for loop in nodes:
            if isinstance(loop, ast.For | ast.comprehension) and isinstance(loop.target, ast.Name):
                name = loop.target.id
                self.texts[name] = self.texts.get(name, frozenset()) | self._texts_of(loop.iter)
        asked = {id(node.value) for node in nodes if isinstance(node, ast.Attribute | ast.Subscript)}
        for node in nodes:
            if isinstance(node, ast.Call):
                self._call(node)
            elif isinstance(node, ast.Subscript) and self._is_values(node.value):
                self._reads(node.slice)
            elif self._is_values(node) and id(node) not in asked:
                self.found.add(EVERY)
        return self.found

    def _call(self, node: ast.Call) -> None:
        called = node.func
        if isinstance(called, ast.Attribute) and self._reads_by(called):
            self._reads(node.args[0])
        elif any(self._is_submission(given) for given in (*node.args, *(one.value for one in node.keywords))):
            self._follow(node)

    def _reads_by(self, called: ast.Attribute) -> bool:
        if called.attr in READERS:
            return self._is_submission(called.value)
        return called.attr == "get" and self._is_values(called.value)

    def _reads(self, name: ast.expr) -> None:
        texts = self._texts_of(name)
        if not texts:
            raise CannotFollow(f"{self._here}: {ast.unparse(name)}")
        self.found |= texts

    def _follow(self, node: ast.Call) -> None:
        function = _evaluated(node.func, self.function.__globals__)
        if not isinstance(function, FunctionType):
            raise CannotFollow(f"{self._here}: {ast.unparse(node)}")
        names = list(inspect.signature(function).parameters)
        given = {**dict(zip(names, node.args, strict=False)), **{one.arg or "": one.value for one in node.keywords}}
        submissions = frozenset(name for name, value in given.items() if self._is_submission(value))
        texts = {name: self._texts_of(value) for name, value in given.items() if name not in submissions}
        self.found |= _Reading(function, submissions, texts).read()

    def _is_submission(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id in self.submissions

    def _is_values(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and node.attr == "values" and self._is_submission(node.value)

    def _texts_of(self, node: ast.expr) -> Texts:
        if isinstance(node, ast.Name) and node.id in self.texts:
            return self.texts[node.id]
        if self._is_values(node):
            return frozenset({EVERY})
        value = _evaluated(node, self.function.__globals__)
        many = value if isinstance(value, tuple | list | set | frozenset | dict) else (value,)
        return frozenset(one for one in many if isinstance(one, str))

    @property
    def _here(self) -> str:
        return f"{self.function.__module__}.{self.function.__name__}"


def _evaluated(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What a text, a tuple of texts, a constant or a function of the module is; None for anything else."""
    try:
        return ast.literal_eval(node)
    except ValueError:
        return names.get(node.id) if isinstance(node, ast.Name) else None
