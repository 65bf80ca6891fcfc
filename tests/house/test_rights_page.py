"""docs/rights.md lists every right with the things it is for, and every function that asks whose a thing is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import permissions
from app.core.permissions import ROLE_NAMES, WHICH, Permission, Role, roles_with
from tests.house.asking import asking
from tests.house.calls import GUARDS
from tests.house.test_guards import sources

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rights.md").read_text(encoding="utf-8")
PREDICATES = frozenset(one.fits.__name__ for one in WHICH.values() if one.fits) | {
    "sees_every_claim",
    "sees_every_committee",
    "is_outside",
    "holds_the_office",
    "may_answer",
    "fits_role",
    "place_fault",
    "second_person_fault",
}
"""Pure questions about somebody and a thing."""
SIGHT = frozenset({"visible_to", "visible"})
PLANTED = {
    "it compares": "def f(case, actor: Actor):\n    return case.typed_by_id == actor.id",
    "the other way round": "def f(case, for_: Actor):\n    return for_.person_id != case.asked_id",
    "its role": "def f(actor: Actor):\n    return Role(actor.role) in WIDE",
    "in the database": "def f(actor: Actor):\n    return owned_by(Case.committee_id, actor.committee_id)",
    "one of several": "def f(actor: Actor):\n    return Case.id.in_([actor.id])",
    "of a submission": "def f(claim, submission):\n    return claim.office_id == submission.actor.office_id",
    "whoever is signed in": "def f(case):\n    me = signed_in()\n    return case.by_id == me.id",
    "by a predicate": "def f(case, actor):\n    return handles(actor, case)",
    "a right to a thing": "def f(case, actor):\n    return may(actor, RIGHT, case)",
    "in a method": "class A:\n    def f(self, actor: Actor):\n        return self.by == actor.id",
}
HARMLESS = {
    "only the role's right": "def f(actor: Actor):\n    return may(actor, RIGHT)",
    "it writes who": "def f(case, actor: Actor):\n    case.typed_by_id = actor.id",
    "an account that is not who acts": "def f(account: Account):\n    return Draft.account_id == account.id",
}


def listed() -> dict[str, set[str]]:
    """By module, the functions the page names in its last table."""
    found: dict[str, set[str]] = {}
    for path, names in re.findall(r"`(app/[\w/]+)\.py: ([\w, ]+)`", PAGE.partition("## Where it is asked")[2]):
        module = path.replace("/", ".").removesuffix(".__init__")
        found.setdefault(module, set()).update(names.split(", "))
    return found


def guards_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name in GUARDS | SIGHT | PREDICATES:
            yield node.name


def asked() -> dict[str, set[str]]:
    """By module, what the code holds: functions that compare, and the guards and questions themselves."""
    code = sources()
    found = {module: set(names) for module, names in asking(code, PREDICATES).items()}
    for module, source in code.items():
        found.setdefault(module, set()).update(guards_in(source))
    return {module: names for module, names in found.items() if names}


def rows() -> list[str]:
    """The lines of the page's table of rights, as the code says them."""
    return [f"| `{right.value}` | {_roles(right)} | {WHICH[right].words} |" for right in Permission]


def _roles(right: Permission) -> str:
    carrying = roles_with(right)
    return "everybody" if carrying == set(ROLE_NAMES) else "、".join(ROLE_NAMES[one] for one in Role if one in carrying)


def test_every_right_says_which_things_it_is_for() -> None:
    assert list(WHICH) == list(Permission)


def test_the_page_prints_every_right_its_roles_and_its_things() -> None:
    printed = [line for line in PAGE.splitlines() if re.match(r"\| `\w+:\w+` \|", line)]
    assert printed == rows(), "\n".join(["the table of docs/rights.md should read:", *rows()])


def test_every_function_that_asks_whose_a_thing_is_stands_on_the_page_and_no_other() -> None:
    assert listed() == asked()


def test_every_pure_question_stands_on_the_permission_page() -> None:
    assert {name for name in PREDICATES if hasattr(permissions, name)} >= {
        one.fits.__name__ for one in WHICH.values() if one.fits
    }


@pytest.mark.parametrize("how", sorted(PLANTED))
def test_a_planted_question_is_found(how: str) -> None:
    assert asking({"app.cases.x": PLANTED[how]}, PREDICATES) == {"app.cases.x": ["f"]}


@pytest.mark.parametrize("how", sorted(HARMLESS))
def test_what_asks_nothing_of_a_thing_is_left_alone(how: str) -> None:
    assert asking({"app.cases.x": HARMLESS[how]}, PREDICATES) == {}
