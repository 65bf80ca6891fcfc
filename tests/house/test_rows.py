"""Lists that grow: none is cut without a word, none breaks at its limit, on the form and on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse
from wtforms import FieldList, Form

from app.accusations.models import Accusation
from app.accusations.pages.register import AccusationForm
from app.agreements.models import Clause
from app.cases.models import Case
from app.core.db import db
from app.core.errors import Invalid
from app.core.rows import SHOWN_BEYOND, Rows
from app.petitions.models import Petition
from tests import public
from tests.accusations.test_pages import TYPED as ACCUSATION
from tests.agreements.paths import Path
from tests.agreements.test_pages import bound, clause
from tests.agreements.test_pages import hidden as stamped
from tests.cases.test_register_page import filled
from tests.house.forms_of_all_rooms import declared, form_classes
from tests.petitions.test_register_page import letter

__all__ = ["filled"]

ClientOf = Callable[[str], FlaskClient]


def lists() -> Iterator[tuple[str, type[Form], str, Any]]:
    """Every list of rows that a form declares: form and name."""
    for form in form_classes():
        for name, field in declared(form):
            if issubclass(field.field_class, FieldList):
                yield name, form, name.rsplit(".", 1)[-1], field


def test_every_list_of_rows_knows_its_limit_and_says_it() -> None:
    found = list(lists())
    assert {name.split(".")[-1] for name, *_ in found} == {
        "parties", "clauses", "signers", "duties", "accusers", "petitioners", "claims"
    }  # fmt: skip
    assert [name for name, _, _, field in found if field.field_class is not Rows] == []


def test_one_row_too_many_is_kept_and_said(app: Flask) -> None:
    for name, form, short, field in lists():
        most, unit = field.kwargs["most"], field.kwargs["unit"]
        with app.test_request_context("/", method="POST"):
            made = form(MultiDict({f"{short}-{place}-name": f"第{place}个" for place in range(most + 1)}))
            rows = made[short]
            assert rows.validate(made) is False
        assert len(rows) == most + 1, name
        said = f"最多{most}{unit}，现在写了{most + 1}{unit}，多了1{unit}。"
        assert [one for one in rows.errors if isinstance(one, str) and said in one], name


def test_far_too_many_rows_are_refused_before_they_are_made(app: Flask) -> None:
    for _, form, short, field in lists():
        most = field.kwargs["most"]
        typed = MultiDict({f"{short}-{place}-name": "甲" for place in range(most + SHOWN_BEYOND + 1)})
        with app.test_request_context("/", method="POST"), pytest.raises(Invalid, match=f"最多{most}"):
            form(typed)


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "", "٣"])
def test_what_only_looks_like_a_row_is_none(app: Flask, number: str) -> None:
    with app.test_request_context("/", method="POST"):
        assert len(AccusationForm(MultiDict({f"accusers-{number}-name": "甲"})).accusers) == 1


@dataclass(frozen=True)
class Place:
    """A page with a list: what it asks, whose it is, and how one of its rows is typed."""

    who: str
    address: str
    typed: dict[str, Any]
    rows: str
    row: Callable[[int], dict[str, str]]

    def post(self, client_of: ClientOf, count: int, **buttons: str) -> TestResponse:
        kept = {name: value for name, value in self.typed.items() if not name.startswith(f"{self.rows}-")}
        for place in range(count):
            kept |= self.row(place)
        return client_of(self.who).post(self.address, data={**kept, **buttons})

    def rows_on(self, page: TestResponse) -> int:
        return page.text.count(f'name="remove_row" value="{self.rows}-')


def places(name: str, client_of: ClientOf, filled: dict[str, str]) -> Place:
    """The page of this name in a small town."""
    if name == "parties":
        kept = {"kind": "natural", "standing": "principal"}

        def party(place: int) -> dict[str, str]:
            told = {**kept, "side": "1" if place % 2 else "2", "name": f"当事{place}"}
            return {f"parties-{place}-{field}": value for field, value in told.items()}

        return Place("mediator", "/cases/register", filled, "parties", party)
    if name in ("petitioners", "claims"):
        typed = letter(client_of("petition"))
        field = "name" if name == "petitioners" else "request"
        return Place("petition", "/petitions/register", typed, name, lambda n: {f"{name}-{n}-{field}": f"第{n}个"})
    if name == "accusers":
        return Place(
            "discipline", "/accusations/register", ACCUSATION, name, lambda n: {f"{name}-{n}-name": f"第{n}个"}
        )
    path = Path().agreed(form={"oral": "oral", "original": "handwritten"}.get(name, "written"))
    address = f"/agreements/{public.case(path.case_id)}/{name}"
    page = client_of("mediator").get(address)
    once = stamped(page) if name != "draft" else {}
    said = {"facts": "事实", "seen_version": "0", "agreed_on": "2026-11-20", "performed": "no"}
    typed = {**once, **said, "bound": bound(path), "occurred_at": "2026-11-23T08:00"}
    return Place("mediator", address, typed, "clauses", lambda n: clause(n, does=f"第{n}件"))


PAGES = {"parties": 30, "petitioners": 100, "claims": 20, "accusers": 100, "draft": 60, "oral": 60, "original": 60}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_refuses_one_row_too_many_and_shows_them_all(
    client_of: ClientOf, filled: dict[str, str], name: str
) -> None:
    place, most = places(name, client_of, filled), PAGES[name]
    page = place.post(client_of, most + 1)
    assert page.status_code == 422
    assert f"现在写了{most + 1}" in page.text
    assert all(f'name="{field}"' in page.text for field in place.row(most))
    assert place.rows_on(page) == most + 1
    assert kept_rows() == 0


@pytest.mark.parametrize("name", PAGES)
def test_the_button_is_a_sentence_where_the_list_is_full(
    client_of: ClientOf, filled: dict[str, str], name: str
) -> None:
    place, most = places(name, client_of, filled), PAGES[name]
    almost = place.post(client_of, most - 1, add_row=place.rows)
    assert (almost.status_code, place.rows_on(almost)) == (200, most)
    full = place.post(client_of, most, add_row=place.rows)
    assert (full.status_code, place.rows_on(full)) == (200, most)
    assert f"最多{most}" in full.text
    assert "已经写满了" in full.text
    assert f'value="{place.rows}" data-add-row hidden' in full.text
    assert kept_rows() == 0


def kept_rows() -> int:
    """What was registered or written all the same; the case that an agreement is about is none of it."""
    registered = db.session.query(Case).filter(Case.facts == "雨水管正对东墙。").count()
    return registered + sum(db.session.query(one).count() for one in (Petition, Accusation, Clause))
