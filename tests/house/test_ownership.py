"""Where somebody stands may be nowhere: no column and no value is compared with it but by one helper each."""

from __future__ import annotations

import ast
import inspect
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.accounts.models import Account
from app.core.permissions import Actor

ROOT = Path(__file__).resolve().parents[2]
HELPERS = {"app/core/ownership.py", "app/core/whose.py"}
COMPARING = {"in_", "not_in", "is_", "is_not", "is_distinct_from", "is_not_distinct_from", "__eq__", "__ne__"}
"""Methods of a column that compare it with what they are given."""
ACTORS = {"Actor", "Account"}
GIVEN_BY = {"signed_in", "actor_or_none"}


def may_be_none(annotation: object) -> bool:
    return types.NoneType in typing.get_args(annotation)


def nullable() -> frozenset[str]:
    """What of an actor may be None, by the protocol and by the columns of the account."""
    asked = {name: one.fget for name, one in vars(Actor).items() if isinstance(one, property)}
    of_actor = {name for name, get in asked.items() if get and may_be_none(typing.get_type_hints(get).get("return"))}
    of_account = {column.key for column in Account.__table__.columns if column.nullable}
    return frozenset(of_actor | of_account)


def compared(source: str) -> list[int]:
    """Lines on which what may be None of an actor is compared with something (a comparison with None itself apart)."""
    module = ast.parse(source)
    found: set[int] = set()
    scopes = [module, *(node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.Lambda))]
    for scope in scopes:
        found.update(_compared_in(scope, nullable()))
    return sorted(found)


def _compared_in(scope: ast.AST, names: frozenset[str]) -> Iterator[int]:
    actors = _actors(scope)
    holders = _holders(scope, actors, names)
    for node in ast.walk(scope):
        for value in _sides(node):
            if _is_nowhere(value, actors, names) or (isinstance(value, ast.Name) and value.id in holders):
                yield node.lineno


def _actors(scope: ast.AST) -> set[str]:
    """Names that stand for an actor here: by their annotation, by where they come from."""
    found = {
        one.arg
        for one in ast.walk(scope)
        if isinstance(one, ast.arg) and one.annotation is not None and ACTORS & _words(one.annotation)
    }
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign):
            for target, value in _pairs(node):
                if isinstance(target, ast.Name) and _is_actor(value, found):
                    found.add(target.id)
    return found


def _words(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _is_actor(node: ast.expr, actors: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in actors
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in GIVEN_BY
    return isinstance(node, ast.Attribute) and node.attr == "actor"


def _is_nowhere(node: ast.expr, actors: set[str], names: frozenset[str]) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in names and _is_actor(node.value, actors)


def _holders(scope: ast.AST, actors: set[str], names: frozenset[str]) -> set[str]:
    """Names to which it was handed on."""
    pairs = [pair for node in ast.walk(scope) if isinstance(node, ast.Assign) for pair in _pairs(node)]
    pairs += [(node.target, node.value) for node in ast.walk(scope) if isinstance(node, ast.NamedExpr)]
    return {target.id for target, value in pairs if isinstance(target, ast.Name) and _is_nowhere(value, actors, names)}


def _sides(node: ast.AST) -> list[ast.expr]:
    """What is compared with what by a node."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        with_none = any(isinstance(one, ast.Constant) and one.value is None for one in sides)
        return [] if with_none else [part for side in sides for part in _parts(side)]
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in COMPARING:
            return [part for one in node.args for part in _parts(one)]
        if isinstance(node.func, ast.Attribute) and node.func.attr == "filter_by":
            return [part for one in node.keywords for part in _parts(one.value)]
    return []


def _parts(node: ast.expr) -> list[ast.expr]:
    """An expression, the members of a collection, the alternatives of ``a or b``."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return list(node.elts)
    return [node, *node.values] if isinstance(node, ast.BoolOp) else [node]


def test_what_may_be_none_of_an_actor_is_known() -> None:
    assert {"committee_id", "office_id"} <= nullable()
    assert "person_id" not in nullable()
    assert inspect.isclass(Actor)


def test_nothing_is_compared_with_a_place_that_may_be_nowhere() -> None:
    sources = [path for path in sorted((ROOT / "app").rglob("*.py")) if "migrations" not in path.parts]
    assert len(sources) > 250
    found = {
        name: lines
        for path in sources
        if (name := str(path.relative_to(ROOT))) not in HELPERS
        and (lines := compared(path.read_text(encoding="utf-8")))
    }
    assert found == {}, "use owned_by of app/core/ownership.py or is_owned_by of app/core/whose.py"


PLANTED = {
    "a column": "def visible_to(actor: Actor):\n    return Case.committee_id == actor.committee_id",
    "the other way round": "def visible_to(actor: Actor):\n    return actor.committee_id == Case.committee_id",
    "unequal": "def must(case, actor: Actor):\n    if actor.committee_id != case.committee_id: raise NotAllowed",
    "somebody who may be nobody": "def f(actor: Actor | None):\n    return Task.office_id == actor.office_id",
    "an account": "def f(account: Account):\n    return Deadline.committee_id == account.committee_id",
    "by another name": "def f(for_: Actor):\n    return Task.office_id == for_.office_id",
    "of what was told": "def f(told):\n    return Task.office_id == told.actor.office_id",
    "whoever is signed in": "def f():\n    actor = signed_in()\n    return body.id == actor.committee_id",
    "in one breath": "def f():\n    case, who = find(), signed_in()\n    return case.office_id == who.office_id",
    "directly": "def f():\n    return body.id == signed_in().committee_id",
    "handed on": "def f(actor: Actor):\n    own = actor.committee_id\n    return Case.committee_id == own",
    "one of several": "def f(actor: Actor):\n    return Body.id.in_([actor.committee_id, town])",
    "by keyword": "def f(actor: Actor):\n    return query.filter_by(office_id=actor.office_id)",
    "with a way out": "def f(actor: Actor):\n    return Deadline.subject_id == (actor.committee_id or 0)",
    "in a lambda": "def f(actor: Actor):\n    return lambda one: one.office_id == actor.office_id",
}
HARMLESS = {
    "by the helper": "def f(actor: Actor):\n    return owned_by(Case.committee_id, actor.committee_id)",
    "whether there is one": "def f(actor: Actor):\n    return actor.committee_id is None",
    "a person always is": "def f(actor: Actor):\n    return PoolMember.person_id == actor.person_id",
    "columns": "def f(body: Body):\n    return Account.committee_id == body.id",
}


@pytest.mark.parametrize("how", sorted(PLANTED))
def test_a_planted_comparison_is_found(how: str) -> None:
    assert compared(PLANTED[how])


@pytest.mark.parametrize("how", sorted(HARMLESS))
def test_what_is_harmless_is_left_alone(how: str) -> None:
    assert compared(HARMLESS[how]) == []
