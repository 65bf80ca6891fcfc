"""Which functions of the application ask something of whoever acts: where somebody stands, who they are, their role."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

ASKED = frozenset({"role", "committee_id", "office_id", "person_id", "id", "is_discipline_head"})
"""What of an actor a right can turn on."""
PLACES = frozenset({"owned_by", "is_owned_by"})
ACTORS = frozenset({"Actor", "Account"})
METHODS = frozenset({"in_", "not_in"})
OBJECTS = frozenset({"account"})
"""An account by this name is not who acts, but whom it is done to."""


def asking(sources: Mapping[str, str], predicates: frozenset[str]) -> dict[str, list[str]]:
    """By module, the functions that compare with an actor, ask one of the `predicates`, or `may` of a thing."""
    found = {module: sorted(set(_asking_in(source, predicates))) for module, source in sources.items()}
    return {module: names for module, names in found.items() if names}


def _asking_in(source: str, predicates: frozenset[str]) -> Iterator[str]:
    for node in ast.parse(source).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        for one in inner:
            if isinstance(one, ast.FunctionDef) and _asks(one, predicates):
                yield one.name


def _asks(function: ast.FunctionDef, predicates: frozenset[str]) -> bool:
    actors = {
        one.arg
        for one in ast.walk(function)
        if isinstance(one, ast.arg) and one.annotation is not None and ACTORS & _words(one.annotation)
        if one.arg not in OBJECTS
    }
    actors |= {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and _calls(node.value, frozenset({"signed_in", "actor_or_none"}))
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Compare) and any(_of_actor(one, actors) for one in (node.left, *node.comparators)):
            return True
        if _calls(node, PLACES | METHODS) and any(_of_actor(one, actors) for one in _arguments(node)):
            return True
        if _calls(node, predicates) or (_calls(node, frozenset({"may"})) and len(_arguments(node)) > 2):
            return True
    return False


def _words(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _calls(node: ast.AST, names: frozenset[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    return name in names


def _arguments(node: ast.AST) -> list[ast.expr]:
    given = node.args if isinstance(node, ast.Call) else []
    lists = [one.elts for one in given if isinstance(one, ast.List | ast.Tuple | ast.Set)]
    return [*given, *(part for parts in lists for part in parts)]


def _of_actor(node: ast.expr, actors: set[str]) -> bool:
    """Whether this is an attribute of somebody who acts, also as ``Role(actor.role)``."""
    if _calls(node, frozenset({"Role"})) and isinstance(node, ast.Call):
        return any(_of_actor(one, actors) for one in node.args)
    if not isinstance(node, ast.Attribute) or node.attr not in ASKED:
        return False
    owner = node.value
    if isinstance(owner, ast.Name):
        return owner.id in actors
    return isinstance(owner, ast.Attribute) and owner.attr == "actor"
