"""Drafts from before rows had public ids are found again by the forms they were typed into."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask

from app.accounts.actions.save_draft import Typed, save_draft, typed_in
from app.accounts.models import Account, Draft
from app.accounts.queries import find_draft
from app.cli.rename_drafts import rename_drafts
from app.core.db import db
from app.core.transaction import transaction
from tests import public
from tests.agreements.paths import Path
from tests.petitions.way import DESK, Way
from tests.town import NOW


def account(login_name: str) -> int:
    return int(db.session.query(Account.id).filter_by(login_name=login_name).scalar())


def kept(login_name: str, form_key: str, *pairs: tuple[str, str]) -> int:
    typed = Typed(urlencode(pairs), writer="w1", made_for="3")
    with transaction():
        save_draft(account(login_name), form_key, typed, seen="", now=NOW)
    return account(login_name)


def renamed() -> int:
    with transaction():
        return rename_drafts()


def answers(account_id: int, form_key: str) -> list[tuple[str, str]]:
    draft = find_draft(account_id, form_key)
    assert draft is not None
    assert (typed_in(draft).writer, typed_in(draft).made_for, draft.saved_at) == ("w1", "3", NOW)
    return parse_qsl(typed_in(draft).answers, keep_blank_values=True)


@pytest.mark.both
def test_a_draft_follows_its_form_with_the_people_it_names(app: Flask) -> None:
    path = Path().frozen()
    first, second = path.case.parties
    written = kept(
        "mediator", f"agreement-{path.case_id}", ("bound", str(first.id)), ("bound", str(second.id)), ("facts", "雨水")
    )
    task = path.task("sign")
    kept("mediator", f"task-{task.id}", (f"told-party_{first.id}", "bound"), (f"told-party_{second.id}", ""))
    kept("mediator", "register", ("village_id", str(path.case.village_id)), ("claims", "修\n好"))
    assert renamed() == 3
    assert answers(written, f"agreement-{public.case(path.case_id)}") == [
        ("bound", first.public_id),
        ("bound", second.public_id),
        ("facts", "雨水"),
    ]
    of_task = answers(written, f"task-{public.task(task.id)}")
    assert of_task == [(f"told-party_{first.public_id}", "bound"), (f"told-party_{second.public_id}", "")]
    assert answers(written, "register") == [("village_id", public.village(path.case.village_id)), ("claims", "修\n好")]
    assert db.session.query(Draft).count() == 3
    assert renamed() == 0


def test_a_draft_of_the_desk_names_petitioners(app: Flask) -> None:
    way = Way().register()
    (person,) = way.petition.petitioners
    desk = kept(DESK, f"petition-{way.claim_id}-hearing", (f"came-party_{person.id}", "yes"))
    kept(DESK, "petition-register", ("repeats", str(way.petition.id)), ("village_id", "0"))
    assert renamed() == 2
    came = [(f"came-party_{public.petitioner(person.id)}", "yes")]
    assert answers(desk, f"petition-{public.claim(way.claim_id)}-hearing") == came
    again = [("repeats", public.petition(way.petition.id)), ("village_id", "0")]
    assert answers(desk, "petition-register") == again


def test_what_belongs_to_nothing_and_what_cannot_be_opened_stays_as_it_is(app: Flask) -> None:
    kept("mediator", "task-4711", ("told-party_9", "bound"))
    broken = kept("head", "register", ("facts", "雨水"))
    with transaction():
        draft = find_draft(broken, "register")
        assert draft is not None
        draft.payload_sealed = draft.payload_sealed[:-4] + "AAAA"
    assert renamed() == 0
    assert db.session.query(Draft).count() == 2
