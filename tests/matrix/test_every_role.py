"""Role by address by object: nobody sees or changes what is not theirs, and nobody changes anything by looking.

The town is the example town; what is whose stands in `ownership.py`.  A writing cell is sent what works for the owner.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from app.core import pdf
from app.core.guard import is_public, permission_of
from app.core.permissions import Permission
from tests.example import shared_folder
from tests.matrix.cells import IN_THE_SUITE, WHOLE, Cell, Scope, cells_for, secrets_out_of_sight
from tests.matrix.ground import Ground, loaded_town
from tests.matrix.ownership import NAMES, NOBODY, WAITING, Tie, Visitor
from tests.matrix.payloads import Payloads

FEWEST_CELLS = 5_400
CARRIED_OUT = frozenset(
    {"agreements.seal", "cases.add_session", "matters.attach", "cases.action", "cases.finish_mediation"}
    | {"cases.unmask_page", "legal_review.answer", "legal_review.send", "petitions.assign_page", "petitions.action"}
    | {"petitions.national_page", "petitions.unmask_page", "processes.answer"}
)
"""Addresses whose filled form somebody who may could carry out: there nobody is refused by accident of the form."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The example town, without setting any paper: who may print is asked, not how it looks."""
    folder = tmp_path_factory.mktemp("matrix")
    with pytest.MonkeyPatch.context() as patch, loaded_town(folder, tmp_path_factory) as found:
        patch.setattr(pdf, "lay_out", lambda text, _marks=None: pdf.Pdf(text.encode(), 1, "0" * 64))
        yield found


@pytest.fixture(scope="module")
def payloads(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Payloads:
    return Payloads(ground, shared_folder(tmp_path_factory) / "payloads")


class Judge:
    """What each cell of one visitor must answer."""

    def __init__(self, ground: Ground, who: Visitor) -> None:
        self.ledger, self.who = ground.ledger, who
        self.hidden = secrets_out_of_sight(ground.ledger, who)

    def tie(self, cell: Cell) -> str:
        """How the visitor stands to a cell's object, for whoever reads a failure."""
        if cell.kind == "case":
            return self.ledger.tie(self.who, self.ledger.disputes[cell.id])
        return f"{cell.kind} {'in' if self.sees(cell) else 'out of'} sight"

    def sees(self, cell: Cell) -> bool:
        """Whether the cell's object is in the visitor's sight."""
        return self.ledger.sees(self.who, cell.kind, cell.id)

    def writes(self, cell: Cell) -> bool:
        """Whether the visitor may write in the cell's object; by a step only whom the step waits for."""
        if cell.endpoint == "processes.answer":
            return self.ledger.may_answer(self.who, self.ledger.steps[cell.address.rpartition("/")[2]])
        if cell.kind != "case":
            return self.sees(cell)
        return self.ledger.tie(self.who, self.ledger.disputes[cell.id]) in {Tie.OWN, Tie.OWN_OVER, Tie.REVIEWS}

    def faults(self, cell: Cell, answer: TestResponse, wrote: list[str]) -> Iterator[str]:
        """What is wrong with an answer."""
        status, text = answer.status_code, answer.text if "html" in answer.mimetype else ""
        is_nobody = self.who.login_name == NOBODY
        if not is_nobody and cell.endpoint != "accounts.sign_out" and "/sign-in" in answer.headers.get("Location", ""):
            yield "taken for somebody who is not signed in"
        if status >= 500:
            yield f"status {status}"
        if not self.sees(cell) and status not in ({302} if is_nobody else {403, 404}):
            yield f"status {status} though out of sight"
        if wrote and not self.writes(cell):
            yield f"wrote {wrote} though not theirs"
        if wrote and cell.method == "GET":
            yield f"wrote {wrote} by a look"
        if cell.method == "POST" and not self.writes(cell) and status == 200:
            yield "a page instead of a refusal"
        if status == 200:
            yield from (f"shows {what}" for what, word in self.hidden.items() if word.search(text))


def _listed(judge: Judge, found: list[tuple[Cell, str]]) -> str:
    return "\n".join(f"{cell.method} {cell.address} ({judge.tie(cell)}): {fault}" for cell, fault in found)


def cells_of(ground: Ground, name: str, scope: Scope) -> list[Cell]:
    with ground.app.app_context():
        return list(cells_for(ground.app, ground.ledger, ground.visitor(name), scope))


def walk(ground: Ground, payloads: Payloads, name: str, scope: Scope) -> None:
    """Try every cell of a visitor."""
    judge, found = Judge(ground, ground.visitor(name)), []
    for cell in cells_of(ground, name, scope):
        given = {"data": payloads.of(cell)} if cell.method == "POST" else {}
        answer, wrote = ground.request(name, cell.method, cell.address, **given)
        found += [(cell, fault) for fault in judge.faults(cell, answer, wrote)]
        found += [(cell, fault) for fault in ground.left_by_looks]
        ground.left_by_looks.clear()
    assert not found, _listed(judge, found)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_sees_or_changes_what_is_not_theirs(ground: Ground, payloads: Payloads, name: str) -> None:
    walk(ground, payloads, name, IN_THE_SUITE)


def test_an_account_that_waits_for_a_second_person_opens_and_changes_nothing(
    ground: Ground, payloads: Payloads
) -> None:
    found, shut = [], 0
    for cell in cells_of(ground, WAITING, IN_THE_SUITE):
        view = ground.app.view_functions[cell.endpoint]
        if is_public(view) or permission_of(view) is Permission.ACCOUNT_OWN:
            continue
        given = {"data": payloads.of(cell)} if cell.method == "POST" else {}
        answer, wrote = ground.request(WAITING, cell.method, cell.address, **given)
        shut += 1
        if wrote or (answer.status_code != 404 and answer.location != "/account/waiting"):
            found.append(f"{cell.method} {cell.address}: {answer.status_code} {wrote}")
    assert found == []
    assert shut > 120


@pytest.mark.campaign
@pytest.mark.parametrize("name", NAMES)
def test_nobody_sees_or_changes_any_of_many_that_are_not_theirs(ground: Ground, payloads: Payloads, name: str) -> None:
    walk(ground, payloads, name, WHOLE)


def test_the_matrix_holds_every_way_to_stand_to_a_dispute(ground: Ground) -> None:
    cells = {name: cells_of(ground, name, IN_THE_SUITE) for name in NAMES}
    ties = {
        ground.ledger.tie(ground.visitor(name), ground.ledger.disputes[cell.id])
        for name, every in cells.items()
        for cell in every
        if cell.kind == "case"
    }
    assert ties >= set(Tie) - {Tie.WORKS}
    assert sum(len(every) for every in cells.values()) >= FEWEST_CELLS
    endpoints = {cell.endpoint for every in cells.values() for cell in every}
    assert endpoints == set(ground.app.view_functions) - {"static"}


def test_what_is_tried_on_strangers_works_for_those_who_may(ground: Ground, payloads: Payloads) -> None:
    for name in ("head08", "clerk", "adviser08", "petition", "leader"):
        for cell in cells_of(ground, name, WHOLE):
            is_wanted = cell.endpoint in CARRIED_OUT and cell.endpoint not in payloads.carried_out
            if cell.method == "POST" and cell.kind and is_wanted:
                payloads.of(cell)
    assert set(payloads.carried_out) >= CARRIED_OUT
