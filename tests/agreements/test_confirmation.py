"""An application after the window, or of a text that a court may refuse, is asked; the court decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.agreements.actions.record_confirmation import confirm_from_page
from app.agreements.models import Confirmation, ConfirmationResult
from app.cases.queries.to_explain import to_explain
from app.core.db import db
from app.core.errors import Invalid
from app.core.transaction import transaction
from app.processes.registry import Submission
from tests import public
from tests.agreements.confirmations import TODAY, apply_for_confirmation
from tests.agreements.paths import CLAUSES, Path
from tests.petitions.screen import ClientOf, words

WAITING, CONFIRMED, REJECTED, WITHDRAWN = (
    ConfirmationResult.WAITING,
    ConfirmationResult.CONFIRMED,
    ConfirmationResult.REFUSED,
    ConfirmationResult.WITHDRAWN,
)
LAST = date(2026, 12, 23)
"""Thirty days from the effect of the paths here."""


def titles(path: Path) -> int:
    """How many promises can be enforced."""
    db.session.expire_all()
    return sum(code == "M9" for code in path.periods)


@pytest.mark.parametrize("result", [WAITING, CONFIRMED, REJECTED, WITHDRAWN])
def test_an_application_from_the_day_after_the_window_is_asked_and_never_a_title_in_silence(
    app: Flask, result: ConfirmationResult
) -> None:
    path = Path().sealed().later(days=40)
    late, decided_on = LAST + timedelta(days=1), None if result is WAITING else LAST + timedelta(days=2)
    with pytest.raises(Invalid, match="2026年12月24日，晚于可以一起申请的最后一天2026年12月23日") as asked:
        apply_for_confirmation(path, result, applied_on=late, decided_on=decided_on)
    assert set(asked.value.fields) == {"is_so"}
    assert (db.session.query(Confirmation).count(), titles(path), to_explain(path.case)) == (0, 0, [])
    apply_for_confirmation(path, result, applied_on=late, decided_on=decided_on, is_so=True)
    assert [one.result for one in db.session.query(Confirmation)] == [result]
    (said,) = to_explain(path.case)
    assert said.startswith("司法确认：申请的日子2026年12月24日，晚于")
    assert said.endswith("经办人说确实如此。")


def test_what_was_answered_with_the_application_is_not_asked_again_with_its_result(app: Flask) -> None:
    path = Path().sealed().later(days=40)
    late = LAST + timedelta(days=1)
    apply_for_confirmation(path, applied_on=late, is_so=True)
    apply_for_confirmation(path, CONFIRMED, applied_on=late, decided_on=late)
    assert len(to_explain(path.case)) == 1
    assert titles(path) == 2


def test_another_application_after_a_withdrawal_is_asked_for_itself(app: Flask) -> None:
    path = Path().sealed().later(days=40)
    apply_for_confirmation(path, WITHDRAWN, decided_on=TODAY)
    with pytest.raises(Invalid, match="晚于可以一起申请的最后一天"):
        apply_for_confirmation(
            path, CONFIRMED, applied_on=LAST + timedelta(days=1), decided_on=LAST + timedelta(days=2)
        )
    apply_for_confirmation(path, CONFIRMED, applied_on=LAST, decided_on=LAST)
    assert to_explain(path.case) == []


def of_ownership() -> Path:
    """In force, and one clause says whose the homestead is."""
    owned = replace(CLAUSES[0], who="双方", does="确认争议宅基地归王甲所有")
    path = Path().drafted().save(clauses=(owned, *CLAUSES[1:])).sent().passed().answer("freeze", outcome="frozen")
    path.answer("sign", outcome="signed", signatures=path.signatures())
    path.answer("seal", "head", sealed_on=TODAY)
    return path


def test_a_text_that_a_court_may_refuse_is_asked_and_the_court_decides(app: Flask) -> None:
    path = of_ownership()
    with pytest.raises(Invalid, match="第三百五十五条"):
        apply_for_confirmation(path, CONFIRMED, decided_on=TODAY)
    assert titles(path) == 0
    apply_for_confirmation(path, CONFIRMED, decided_on=TODAY, is_so=True)
    assert titles(path) == 2
    assert len(to_explain(path.case)) == 1


def test_the_page_asks_on_the_very_form_and_keeps_what_was_typed(app: Flask, client_of: ClientOf) -> None:
    path = of_ownership()
    client, address = client_of("mediator"), f"/cases/{public.case(path.case_id)}/deeds/confirmation"
    typed = {"once": "owned", "court": "博山区人民法院", "applied_on": "2026-11-23", "result": "waiting"}
    assert 'name="is_so"' not in client.get(address).text
    asked = client.post(address, data=typed)
    assert asked.status_code == 422
    assert "法院不予确认" in words(asked)
    assert 'name="is_so"' in asked.text
    assert 'value="博山区人民法院"' in asked.text
    assert client.post(address, data={**typed, "is_so": "y"}).status_code == 302
    assert "法院不予确认" in words(client.get(f"/cases/{public.case(path.case_id)}"))


@pytest.mark.parametrize("number", ["", "  "])
def test_nothing_is_a_title_without_the_number_of_its_ruling(app: Flask, number: str) -> None:
    path = Path().sealed()
    with pytest.raises(Invalid) as refused:
        apply_for_confirmation(path, CONFIRMED, decided_on=TODAY, ruling_number=number)
    assert set(refused.value.fields) == {"ruling_number"}
    assert titles(path) == 0


@pytest.mark.parametrize("result", [WAITING, REJECTED, WITHDRAWN])
def test_what_the_court_did_not_confirm_has_no_number_of_a_title(app: Flask, result: ConfirmationResult) -> None:
    path = Path().sealed()
    apply_for_confirmation(path, result, decided_on=None if result is WAITING else TODAY)
    assert [one.ruling_number for one in db.session.query(Confirmation)] == [""]


def test_the_page_of_the_case_names_the_ruling(app: Flask, client_of: ClientOf) -> None:
    path = Path().sealed()
    apply_for_confirmation(path, CONFIRMED, decided_on=TODAY)
    page = client_of("mediator").get(f"/cases/{public.case(path.case_id)}")
    assert "法院裁定确认有效（2026年11月23日），案号（2026）鲁0304民特15号" in words(page)


def test_a_form_of_before_that_asks_for_no_number_strands_nobody_and_is_asked(app: Flask) -> None:
    path = Path().sealed()
    values = {"court": "博山区人民法院", "applied_on": TODAY, "result": "confirmed", "decided_on": TODAY}
    with pytest.raises(Invalid, match="没有写裁定书的案号") as asked:
        confirm(path, values)
    assert set(asked.value.fields) == {"is_so"}
    assert titles(path) == 0
    confirm(path, {**values, "is_so": True})
    assert titles(path) == 2
    assert len(to_explain(path.case)) == 1


def confirm(path: Path, values: Mapping[str, object]) -> None:
    """What a form of the page sends."""
    with transaction():
        confirm_from_page(path.case, Submission(values, path.now, "", path.account("mediator"), path.now))
