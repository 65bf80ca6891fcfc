"""What a petitioner reads with number and code, without an account, and how they evaluate."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.access_log import AccessLog
from app.core.db import db
from app.core.guard import is_public
from app.petitions.models.records import Satisfaction
from tests.petitions.screen import ClientOf, fault_at, value_of, words
from tests.petitions.way import Way

PAGE, EVALUATE = "/petitions/follow", "/petitions/follow/evaluate"
UNKNOWN = "编号或者查询码不对。请照回执上的填；回执丢了，带身份证到镇信访办问。"


@pytest.fixture
def anybody(app: Flask) -> FlaskClient:
    return app.test_client()


def asked(client: FlaskClient, way: Way, **changes: str) -> TestResponse:
    """Number and code are typed and sent."""
    typed = {"number": way.petition.number, "code": way.petition.query_code, **changes}
    return client.post(PAGE, data={"once": value_of(client.get(PAGE), "once"), **typed})


def evaluation(page: TestResponse, way: Way, **changes: str) -> dict[str, str]:
    """The form of the way's claim as the browser sends it."""
    prefix = f"claim-{way.claim.public_id}"
    kept = {f"{prefix}-{name}": value_of(page, f"{prefix}-{name}") for name in ("once", "number", "code")}
    said = {"desk": "content", "unit": "not", "comment": "等得久。", **changes}
    return {"claim_id": way.claim.public_id, **kept, **{f"{prefix}-{name}": value for name, value in said.items()}}


def test_the_page_and_its_form_are_open_to_everybody(app: Flask, anybody: FlaskClient) -> None:
    assert is_public(app.view_functions["petitions.follow"])
    assert is_public(app.view_functions["petitions.evaluate"])
    assert "信访办到哪一步了" in words(anybody.get("/sign-in"))
    assert anybody.get(PAGE).status_code == 200


def test_number_and_code_show_every_claim_in_plain_words(app: Flask, anybody: FlaskClient) -> None:
    way = Way().register(claims=("核实翻建手续。", "把通道留出来。"))
    page = asked(anybody, way)
    assert page.status_code == 200
    assert "核实翻建手续。" in words(page)
    assert "把通道留出来。" in words(page)
    assert "已经登记，镇里正在看该怎么办。" in words(page)
    assert "最晚2026年12月8日" in words(page)
    assert "您来评价" not in words(page)
    for kept_inside in ("王甲", "13812345678", "定性质"):
        assert kept_inside not in words(page)


def test_the_code_may_be_typed_in_small_letters_with_blanks(app: Flask, anybody: FlaskClient) -> None:
    way = Way().register()
    code = way.petition.query_code.lower()
    assert asked(anybody, way, code=f"{code[:5]} {code[5:]}").status_code == 200


def test_a_wrong_number_and_a_wrong_code_read_the_same(app: Flask, anybody: FlaskClient) -> None:
    way = Way().register()
    for wrong in ({"number": "2026-000000"}, {"code": "AAAAAAAAAA"}):
        page = asked(anybody, way, **wrong)
        assert page.status_code == 404
        assert UNKNOWN in words(page)
        assert "核实翻建手续" not in words(page)
        typed = {"number": way.petition.number, "code": way.petition.query_code, **wrong}
        assert (value_of(page, "number"), value_of(page, "code")) == (typed["number"], typed["code"])


def test_an_empty_form_is_asked_to_be_filled(app: Flask, anybody: FlaskClient) -> None:
    page = anybody.post(PAGE, data={"number": "", "code": ""})
    assert page.status_code == 422
    assert "这一项要填" in fault_at(page, "code")


def test_no_address_carries_the_code(app: Flask, anybody: FlaskClient) -> None:
    way = Way().accepted()
    page = asked(anybody, way).get_data(as_text=True)
    code = way.petition.query_code
    assert f"?code={code}" not in page
    assert all(code not in part.split('"')[0] for part in page.split('href="')[1:] + page.split('action="')[1:])
    number = way.petition.number
    assert "核实翻建手续" not in words(anybody.get(f"{PAGE}?number={number}&code={code}"))


def test_an_answered_claim_is_evaluated_once(app: Flask, anybody: FlaskClient) -> None:
    way = Way().investigating().opinion_out()
    page = asked(anybody, way)
    assert "您来评价" in words(page)
    typed = evaluation(page, way)
    done = anybody.post(EVALUATE, data=typed)
    assert done.status_code == 200
    assert "您的评价记下了，谢谢。" in words(done)
    assert "您来评价" not in words(done)
    row = db.session.query(Satisfaction).one()
    assert (row.claim_id, row.desk, row.unit, row.comment) == (way.claim_id, "content", "not", "等得久。")
    assert "只算一次" in words(anybody.post(EVALUATE, data=typed))
    db.session.rollback()
    assert db.session.query(Satisfaction).count() == 1


def test_a_second_word_is_refused(app: Flask, anybody: FlaskClient) -> None:
    way = Way().investigating().opinion_out()
    first, second = asked(anybody, way), asked(anybody, way)
    anybody.post(EVALUATE, data=evaluation(first, way))
    again = anybody.post(EVALUATE, data=evaluation(second, way, desk="not"))
    assert again.status_code == 422
    db.session.rollback()
    assert db.session.query(Satisfaction).one().desk == "content"


@pytest.mark.both
def test_a_claim_that_is_not_answered_cannot_be_evaluated(app: Flask, anybody: FlaskClient) -> None:
    way = Way().investigating()
    page = asked(anybody, way)
    assert "您来评价" not in words(page)
    prefix = f"claim-{way.claim.public_id}"
    typed = {"number": way.petition.number, "code": way.petition.query_code, "desk": "not", "unit": "not"}
    sent = {"claim_id": way.claim.public_id, **{f"{prefix}-{name}": value for name, value in typed.items()}}
    assert anybody.post(EVALUATE, data=sent).status_code == 422
    assert db.session.query(Satisfaction).count() == 0


def test_an_evaluation_without_a_score_keeps_the_comment(app: Flask, anybody: FlaskClient) -> None:
    way = Way().investigating().opinion_out()
    typed = evaluation(asked(anybody, way), way)
    del typed[f"claim-{way.claim.public_id}-unit"]
    page = anybody.post(EVALUATE, data=typed)
    assert page.status_code == 422
    assert "请选一项" in fault_at(page, f"claim-{way.claim.public_id}-unit")
    assert "等得久。" in words(page)


@pytest.mark.parametrize("name", ["petition", "leader", "handler"])
def test_staff_cannot_evaluate_for_the_petitioner(app: Flask, client_of: ClientOf, name: str) -> None:
    way = Way().investigating().opinion_out()
    staff = client_of(name)
    page = staff.post(EVALUATE, data=evaluation(asked(staff, way), way))
    assert page.status_code == 403
    assert "工作人员不能代填" in words(page)
    assert db.session.query(Satisfaction).count() == 0


def test_a_wrong_code_evaluates_nothing(app: Flask, anybody: FlaskClient) -> None:
    way = Way().investigating().opinion_out()
    typed = evaluation(asked(anybody, way), way)
    page = anybody.post(EVALUATE, data={**typed, f"claim-{way.claim.public_id}-code": "AAAAAAAAAA"})
    assert page.status_code == 404
    assert UNKNOWN in words(page)
    assert db.session.query(Satisfaction).count() == 0


def test_following_leaves_no_trace(app: Flask, anybody: FlaskClient) -> None:
    asked(anybody, Way().register())
    assert db.session.query(AccessLog).count() == 0
