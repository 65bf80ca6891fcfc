"""What does not exist and what is somebody else's are answered alike: status, sentence and shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.accusations.models import Accusation
from app.agreements.models import Agreement
from app.cases.models import Case, Party
from app.cases.models.records import Move
from app.core.db import db
from app.core.errors import OUT_OF_SIGHT
from app.core.transaction import transaction
from app.deadlines.models import Deadline
from app.legal_review.models import Review
from app.matters.models.attachments import Attachment
from app.mediators.models import PoolMember
from app.petitions.actions.letters import draft_letter
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.models.records import Letter, Supervision
from app.petitions.terms import LetterKind
from app.processes.models import Task
from tests import public
from tests.accusations.everywhere import said
from tests.rights.matters import Matters
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
CHILDREN = {
    "/cases/{}/papers/transfer_letter.pdf?move={move}": "/cases/{}",
    "/petitions/{}/petitioners/{petitioner}/unmask": "/petitions/{}",
}
"""Addresses of something within a matter, and the matter's own: who sees that is told what is missing in it."""
FIRST = {
    "party": lambda: public.first_of(Party),
    "move": lambda: public.move(1),
    "petitioner": lambda: public.first_of(Petitioner),
    "task": lambda: public.task(1),
}
"""What an address names within a matter, if there is one: always the first there is."""
WHO = ("stranger", "petition", "handler", "discipline", "adviser", "town-head")


def addresses() -> Iterator[tuple[str, list[str]]]:
    """Addresses that hold one id, with the first, the last and a middle one that exist; {} stands for the id.

    What else is named in them stays named, for `shape` to fill in.
    """
    for pattern, kind in (
        ("/cases/{}", Case),
        ("/cases/{}/mediate", Case),
        ("/cases/{}/mediators", Case),
        ("/attachments/of/case/{}", Case),
        ("/attachments/of/letter/{}", Letter),
        ("/attachments/of/petition/{}", Petition),
        ("/cases/{}/deeds/stop", Case),
        ("/cases/{}/parties/{party}/unmask", Case),
        ("/attachments/{}", Attachment),
        ("/attachments/{}/thumbnail", Attachment),
        ("/cases/{}/papers/acceptance_register.pdf", Case),
        ("/cases/{}/papers/transfer_letter.pdf?move={move}", Case),
        ("/agreements/{}/draft", Case),
        ("/agreements/{}/paper.pdf", Case),
        ("/reviews/cases/{}", Case),
        ("/tasks/{}", Task),
        ("/deadlines/{}", Deadline),
        ("/deadlines/of/case/{}", Case),
        ("/deadlines/of/claim/{}", Claim),
        ("/deadlines/of/supervision/{}", Supervision),
        ("/deadlines/of/accusation/{}", Accusation),
        ("/petitions/{}", Petition),
        ("/petitions/{}/copy", Petition),
        ("/petitions/{}/national", Petition),
        ("/petitions/{}/sheets/registration.pdf", Petition),
        ("/petitions/{}/petitioners/{petitioner}/unmask", Petition),
        ("/petitions/claims/{}/sort", Claim),
        ("/petitions/claims/{}/assign", Claim),
        ("/petitions/claims/{}/deeds/urge", Claim),
        ("/petitions/claims/{}/letter/{task}", Claim),
        ("/petitions/letters/{}", Letter),
        ("/petitions/letters/{}.pdf", Letter),
        ("/petitions/supervisions/{}", Supervision),
        ("/mediators/{}", PoolMember),
        ("/mediators/{}/phone", PoolMember),
        ("/accusations/{}", Accusation),
    ):
        ids = [row[0] for row in db.session.query(kind.public_id).order_by(kind.id)]
        yield pattern, list(dict.fromkeys((ids[0], ids[len(ids) // 2], ids[-1])))


def shape(client: FlaskClient, method: str, pattern: str, one: str) -> tuple[int, str, str]:
    """Status, kind of content and every word of an answer, without the id that was asked for."""
    address = pattern.format(one, **{name: of() for name, of in FIRST.items() if f"{{{name}}}" in pattern})
    answer = client.open(address, method=method, data={} if method == "POST" else None)
    words = said(answer).replace(address, pattern) if answer.status_code > 400 else ""
    return answer.status_code, answer.mimetype, words


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_refused_address_tells_nothing_of_what_is_there(matters: Matters, client_of: ClientOf, method: str) -> None:
    differs, hidden = {}, 0
    clients = {name: client_of(name) for name in WHO}
    for name, (pattern, ids) in product(WHO, list(addresses())):
        client = clients[name]
        none = shape(client, method, pattern, public.NOBODY)
        for one in ids[:1] if none[0] == 403 else ids:
            found = shape(client, method, pattern, one)
            hidden += found[0] == 404
            is_child = pattern in CHILDREN and client.get(CHILDREN[pattern].format(one)).status_code == 200
            if found[0] in (404, 405) and found != none and not is_child:
                differs[name, pattern, one] = (found[0], none[0], _first_difference(found[2], none[2]))
    assert differs == {}
    assert hidden > 60


def _first_difference(one: str, other: str) -> str:
    place = next((at for at, (here, there) in enumerate(zip(one, other, strict=False)) if here != there), 0)
    return f"{one[max(0, place - 30) : place + 60]!r} / {other[max(0, place - 30) : place + 60]!r}"


def test_steps_of_every_kind_and_none_are_answered_in_one_sentence(matters: Matters, client_of: ClientOf) -> None:
    kinds = {task.subject_kind: task.id for task in db.session.query(Task)}
    assert set(kinds) == {"case", "case_letter", "claim", "letter"}
    client = client_of("discipline")
    for one in (*map(public.task, kinds.values()), public.NOBODY):
        for method in ("GET", "POST"):
            answer = client.open(f"/tasks/{one}", method=method)
            assert answer.status_code == 404
            assert OUT_OF_SIGHT in answer.text


def test_within_ones_own_matter_another_matters_things_are_as_if_they_were_not(
    matters: Matters, client_of: ClientOf
) -> None:
    client, petition = client_of("mediator"), client_of("petition")
    foreign = max(row[0] for row in db.session.query(Party.id).filter(Party.case_id != matters.own))
    own_petition = db.session.query(Claim).filter_by(id=matters.claim).one().petition_id
    stranger = max(row[0] for row in db.session.query(Petitioner.id).filter(Petitioner.petition_id != own_petition))
    case, whole = public.case(matters.own), public.petition(own_petition)
    for who, pattern, one in (
        (client, f"/cases/{case}/parties/{{}}/correct", public.party(foreign)),
        (client, f"/cases/{case}/parties/{{}}/unmask", public.party(foreign)),
        (petition, f"/petitions/{whole}/petitioners/{{}}/unmask", public.petitioner(stranger)),
    ):
        for method in ("GET", "POST"):
            found = shape(who, method, pattern, one)
            assert found[0] == 404
            assert found == shape(who, method, pattern, public.NOBODY)


def test_the_rows_asked_for_are_there(matters: Matters) -> None:
    of_cases = (Case, Party, Task, Deadline, Move, Agreement, Review)
    for kind in (*of_cases, Claim, Petitioner, Letter, Supervision, Accusation):
        assert db.session.query(kind).count() > 0, kind


def test_a_letter_is_not_told_of_to_who_may_do_nothing_with_it(matters: Matters, client_of: ClientOf) -> None:
    """An office reads the letters of its own claims; of where one stands it learns nothing by trying."""
    client, clerk = client_of("handler"), db.session.query(Account).filter_by(login_name="petition").one()
    claim = db.session.get_one(Claim, matters.claim)
    with transaction():
        draft_letter(LetterKind.CLOSING_REPORT, {"text": "办好了。"}, about=claim, actor=clerk, now=NOW)
    steps = db.session.query(Task).filter_by(subject_kind="letter", closed_at=None)
    own = [one.public_id for one in steps.filter_by(matter_id=matters.claim)]
    other = [one.public_id for one in steps if one.public_id not in own]
    assert own
    assert other
    approve = {"occurred_at": "2026-11-23T09:00", "outcome": "approved", "copies": "2"}
    assert {client.post(f"/tasks/{one}", data=approve).status_code for one in own} == {403}
    assert {client.post(f"/tasks/{one}", data=approve).status_code for one in (*other, public.NOBODY)} == {404}
