"""What people read and type on the agreement pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from app.agreements.models import AgreementForm, AgreementState
from app.agreements.queries import current_agreement, duties_of, signers_of
from app.core.db import db
from app.matters.queries.attachments import attachments_of
from tests import public
from tests.agreements.paths import Path

ClientOf = Callable[[str], FlaskClient]


def words(answer: TestResponse) -> str:
    """The page's text as people read it."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.get_data(as_text=True)))


def value_of(answer: TestResponse, name: str) -> str:
    """The value of an input of a page."""
    html = answer.get_data(as_text=True)
    tag = next(tag for tag in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in tag)
    found = re.search(r'value="([^"]*)"', tag)
    return found.group(1) if found else ""


def hidden(answer: TestResponse) -> dict[str, str]:
    """The hidden fields of a step's page."""
    return {name: value_of(answer, name) for name in ("task_id", "page_version", "once")}


def clause(index: int, **typed: str) -> dict[str, str]:
    """One clause as the browser sends it."""
    empty = dict.fromkeys(("amount", "due_note", "place", "proof"), "")
    fresh = {**empty, "who": "王甲", "does": "支付补偿", "due_on": "2027-01-31"}
    return {f"clauses-{index}-{name}": value for name, value in {**fresh, **typed}.items()}


def bound(path: Path) -> list[str]:
    return [party.public_id for party in path.case.parties]


def photograph() -> io.BytesIO:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, format="JPEG")
    kept.seek(0)
    return kept


def test_the_draft_page_starts_with_the_facts_and_one_empty_clause(app: Flask, client_of: ClientOf) -> None:
    path = Path().agreed()
    answer = client_of("mediator").get(f"/tasks/{public.task(path.task('draft').id)}", follow_redirects=True)
    assert answer.status_code == 200
    assert "因翻建房屋留通道发生争执" in words(answer)
    assert 'name="clauses-0-who"' in answer.get_data(as_text=True)
    assert 'name="clauses-1-who"' not in answer.get_data(as_text=True)


def test_rows_are_added_and_removed_without_script_and_nothing_is_lost(app: Flask, client_of: ClientOf) -> None:
    path = Path().agreed()
    client, address = client_of("mediator"), f"/agreements/{public.case(path.case_id)}/draft"
    typed = {"bound": bound(path), "facts": "事实", **clause(0, does="第一件"), "seen_version": "0"}
    more = client.post(address, data={**typed, "add_row": "clauses"})
    assert more.status_code == 200
    assert "第一件" in words(more)
    assert 'name="clauses-1-who"' in more.get_data(as_text=True)
    less = client.post(address, data={**typed, **clause(1, does="第二件"), "remove_row": "clauses-0"})
    assert "第二件" in words(less)
    assert "第一件" not in words(less)
    assert current_agreement(path.case_id) is None


def test_a_saved_draft_leads_to_the_question_who_reviews_it(app: Flask, client_of: ClientOf) -> None:
    path = Path().agreed()
    typed = {"bound": bound(path), "facts": "事实", **clause(0, amount="3,000元"), "seen_version": "0"}
    answer = client_of("mediator").post(
        f"/agreements/{public.case(path.case_id)}/draft", data=typed, follow_redirects=True
    )
    assert answer.status_code == 200
    assert "要不要请法律顾问看" in words(answer)
    assert "何律师" in words(answer)
    assert "3000.00元" in words(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "一千左右"}, "看不出是多少钱"),
        ({"amount": "1.005"}, "比一分钱还细"),
        ({"amount": "-3"}, "金额要大于零"),
        ({"due_on": "", "due_note": ""}, "写清楚什么时候前做完"),
        ({"due_on": "2027-02-30"}, "看不出是哪一天"),
        ({"who": ""}, "写清楚由谁来做"),
        ({"does": ""}, "写清楚做什么"),
        ({"does": "王\ue000付钱"}, "打印不出来"),
        ({"does": "字" * 2001}, "最多写2000个字"),
    ],
)
def test_a_wrong_clause_is_refused_with_a_sentence_and_keeps_what_was_typed(
    app: Flask, client_of: ClientOf, typed: dict[str, str], sentence: str
) -> None:
    path = Path().agreed()
    sent = {"bound": bound(path), "facts": "事实", **clause(0, **{"place": "村调解室", **typed}), "seen_version": "0"}
    answer = client_of("mediator").post(f"/agreements/{public.case(path.case_id)}/draft", data=sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="村调解室"' in answer.get_data(as_text=True)
    assert current_agreement(path.case_id) is None


def test_vague_words_and_ownership_are_warned_about_and_not_refused(app: Flask, client_of: ClientOf) -> None:
    path = Path().agreed()
    vague = clause(0, does="尽快把通道让出来，该宅基地归王甲所有")
    typed = {"bound": bound(path), "facts": "事实", **vague, "seen_version": "0"}
    answer = client_of("mediator").post(
        f"/agreements/{public.case(path.case_id)}/draft", data=typed, follow_redirects=True
    )
    assert "第1条里有“尽快”" in words(answer)
    assert "权属争议由人民政府处理（《土地管理法》第十四条）" in words(answer)
    assert current_agreement(path.case_id) is not None


def test_a_text_changed_by_somebody_else_is_not_overwritten_unseen(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted()
    path.save(by="head", facts="主任改过的事实")
    typed = {"bound": bound(path), "facts": "我写的事实", **clause(0), "seen_version": "1"}
    answer = client_of("mediator").post(f"/agreements/{public.case(path.case_id)}/draft", data=typed)
    assert answer.status_code == 409
    assert "这份协议刚刚改过" in words(answer)
    assert "我写的事实" in words(answer)
    assert value_of(answer, "seen_version") == "2"
    assert path.agreement.facts == "主任改过的事实"


def test_another_village_sees_no_agreement(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted()
    for page in ("draft", "freeze", "sign", "seal", "oral", "original", "duties", "paper.pdf"):
        assert client_of("stranger-head").get(f"/agreements/{public.case(path.case_id)}/{page}").status_code == 404


def test_a_page_of_a_step_that_is_over_leads_to_the_case(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted()
    answer = client_of("mediator").get(f"/agreements/{public.case(path.case_id)}/sign", follow_redirects=True)
    assert "这一步已经办过了，或者还没有到" in words(answer)


def test_the_freeze_page_shows_the_whole_text_and_what_follows(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent().passed()
    client = client_of("mediator")
    page = client.get(f"/tasks/{public.task(path.task('freeze').id)}", follow_redirects=True)
    assert "人民币3000元（大写：叁仟元整）" in words(page)
    assert "定稿以后一个字也不能改" in words(page)
    assert "周有福（人民调解员）" in words(page)
    sent = {**hidden(page), "outcome": "frozen", "occurred_at": "2026-11-23T08:30"}
    answer = client.post(f"/agreements/{public.case(path.case_id)}/freeze", data=sent, follow_redirects=True)
    assert "定稿了。现在打印出来" in words(answer)
    assert path.open == ["sign"]


def test_a_double_tap_on_freezing_freezes_once(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent().passed()
    client = client_of("mediator")
    page = client.get(f"/agreements/{public.case(path.case_id)}/freeze")
    sent = {**hidden(page), "outcome": "frozen", "occurred_at": "2026-11-23T08:30"}
    assert client.post(f"/agreements/{public.case(path.case_id)}/freeze", data=sent).status_code == 302
    first = path.agreement.frozen_hash
    assert client.post(f"/agreements/{public.case(path.case_id)}/freeze", data=sent).status_code == 302
    assert path.agreement.frozen_hash == first
    assert path.open == ["sign"]


def test_somebody_who_was_second_reads_who_was_first(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent().passed()
    page = client_of("mediator").get(f"/agreements/{public.case(path.case_id)}/freeze")
    sent = {**hidden(page), "outcome": "frozen", "occurred_at": "2026-11-23T08:30"}
    path.answer("freeze", "head", outcome="frozen")
    answer = client_of("mediator").post(f"/agreements/{public.case(path.case_id)}/freeze", data=sent)
    assert answer.status_code == 409
    assert "这一步周有福在09:00已经办好了" in words(answer)


def test_a_stale_page_is_a_sentence(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent().passed()
    page = client_of("mediator").get(f"/agreements/{public.case(path.case_id)}/freeze")
    sent = {**hidden(page), "page_version": "99", "outcome": "frozen", "occurred_at": "2026-11-23T08:30"}
    answer = client_of("mediator").post(f"/agreements/{public.case(path.case_id)}/freeze", data=sent)
    assert answer.status_code == 409
    assert "这一页打开以后案件有了变化" in words(answer)
    assert path.agreement.state is AgreementState.DRAFT


def signing(path: Path, page: TestResponse, *signed: int, **more: str) -> dict[str, str]:
    """The signing page as the browser sends it: rows `signed` by hand, the others not yet."""
    sent = {**hidden(page), "occurred_at": "2026-11-23T08:40"}
    for row, one in enumerate(signers_of(path.agreement)):
        sent[f"signers-{row}-key"] = one.key
        sent[f"signers-{row}-method"] = "by_hand" if row in signed else ""
        sent[f"signers-{row}-signed_on"] = "2026-11-23"
    return {**sent, **more}


def test_signatures_are_kept_one_after_the_other_until_all_are_there(app: Flask, client_of: ClientOf) -> None:
    path = Path().frozen()
    client, address = client_of("mediator"), f"/agreements/{public.case(path.case_id)}/sign"
    page = client.get(address)
    assert "王甲（当事人）" in words(page)
    assert page.get_data(as_text=True).count('value="by_agent"') == 2
    first = client.post(address, data=signing(path, page, 0, outcome="wait"), follow_redirects=True)
    assert "已经签的记好了" in words(first)
    early = client.post(address, data=signing(path, first, 0, outcome="signed"))
    assert early.status_code == 409
    assert "还没有签字的：王乙、周有福" in words(early)
    last = client.post(address, data=signing(path, first, 0, 1, 2, outcome="signed"), follow_redirects=True)
    assert "签字情况记好了" in words(last)
    assert path.open == ["seal"]


def test_a_wrong_signature_is_said_at_its_own_row(app: Flask, client_of: ClientOf) -> None:
    path = Path().frozen()
    client, address = client_of("mediator"), f"/agreements/{public.case(path.case_id)}/sign"
    sent = signing(
        path,
        client.get(address),
        0,
        1,
        2,
        outcome="signed",
        **{"signers-1-method": "fingerprint", "signers-1-witness": "王甲"},
    )
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "当事人不能当见证人" in words(answer)
    assert 'id="signers-1-witness-error"' in answer.get_data(as_text=True)
    assert path.agreement.signatures == []


def test_the_seal_page_tells_the_last_day_and_brings_into_force(app: Flask, client_of: ClientOf) -> None:
    path = Path().signed()
    client, address = client_of("head"), f"/agreements/{public.case(path.case_id)}/seal"
    page = client.get(address)
    assert "最后一个签字的日子是2026年11月23日" in words(page)
    assert "什么时候的事" not in words(page), "the day of the seal is asked once"
    early = client.post(address, data={**hidden(page), "sealed_on": "2026-11-22"})
    assert early.status_code == 422
    assert "不能早于定稿、写好的日子（11月23日）" in words(early)
    sent = {**hidden(page), "sealed_on": "2026-11-23"}
    answer = client.post(address, data=sent, follow_redirects=True)
    assert "协议生效了" in words(answer)
    assert "2026年11月23日起生效" in words(answer)


def test_a_mediator_has_no_seal(app: Flask, client_of: ClientOf) -> None:
    path = Path().signed()
    assert client_of("mediator").get(f"/agreements/{public.case(path.case_id)}/seal").status_code == 403


def test_an_oral_agreement_is_registered_on_one_page(app: Flask, client_of: ClientOf) -> None:
    path = Path().agreed(form="oral")
    client, address = client_of("mediator"), f"/agreements/{public.case(path.case_id)}/oral"
    page = client.get(f"/tasks/{public.task(path.task('register_oral').id)}", follow_redirects=True)
    sent = {
        **hidden(page),
        "bound": bound(path),
        "facts": "事实",
        **clause(0, due_on="", due_note="当场"),
        "agreed_on": "2026-11-22",
        "performed": "yes",
        "occurred_at": "2026-11-23T08:30",
    }
    future = client.post(address, data={**sent, "agreed_on": "2026-11-24"})
    assert future.status_code == 422
    asked = client.post(address, data=sent)
    assert asked.status_code == 422
    assert "早于申请的2026年11月23日" in words(asked)
    answer = client.post(address, data={**sent, "is_so": "y"}, follow_redirects=True)
    assert "口头协议登记好了" in words(answer)
    assert path.agreement.form is AgreementForm.ORAL
    assert str(path.agreement.in_force_on) == "2026-11-22"
    pdf = client.get(f"/agreements/{public.case(path.case_id)}/paper.pdf")
    assert pdf.data.startswith(b"%PDF-")


def test_a_handwritten_original_is_photographed_typed_and_sealed(app: Flask, client_of: ClientOf) -> None:
    path = Path().agreed(form="handwritten")
    client, address = client_of("mediator"), f"/agreements/{public.case(path.case_id)}/original"
    page = client.get(address)
    keys = re.findall(r'name="signers-\d+-key" value="([^"]+)"', page.get_data(as_text=True))
    sent: dict[str, object] = {
        **hidden(page),
        "bound": bound(path),
        "facts": "事实",
        **clause(0),
        "occurred_at": "2026-11-23T08:30",
    }
    for row, key in enumerate(keys):
        name = f"signers-{row}-"
        sent |= {f"{name}key": key, f"{name}method": "by_hand", f"{name}signed_on": "2026-11-20"}
    without = client.post(address, data=sent)
    assert without.status_code == 422
    assert "请先拍下签了字的原件" in words(without)
    sent["is_so"] = "y"
    answer = client.post(address, data={**sent, "original": (photograph(), "原件.jpg")}, follow_redirects=True)
    assert "原件存好了" in words(answer)
    assert path.open == ["seal"]
    assert [one.kind for one in attachments_of(path.case)] == ["original"]
    again = client.post(address, data={**sent, "original": (photograph(), "原件.jpg")})
    assert again.status_code == 302
    path.answer("seal", "head", sealed_on=path.now.date())
    assert path.agreement.state is AgreementState.IN_FORCE


def test_promises_are_marked_on_the_duties_page(app: Flask, client_of: ClientOf) -> None:
    path = Path().sealed()
    client, address = client_of("mediator"), f"/agreements/{public.case(path.case_id)}/duties"
    page = client.get(f"/tasks/{public.task(path.task('fulfil').id)}", follow_redirects=True)
    assert "人民币3000元（大写：叁仟元整）" in words(page)
    sent = {**hidden(page), "outcome": "performed", "occurred_at": "2026-11-23T08:30"}
    for row, duty in enumerate(duties_of(path.agreement.id)):
        name = f"duties-{row}-"
        sent |= {f"{name}duty_id": duty.public_id, f"{name}state": "done", f"{name}on": "2026-11-23"}
    early = client.post(address, data={**sent, "duties-1-state": "open"})
    assert early.status_code == 409
    assert "第2项还没有记“做了”" in words(early)
    unreadable = client.post(address, data={**sent, "proof": (io.BytesIO(b"no picture"), "收条.jpg")})
    assert unreadable.status_code == 422
    assert "这个文件打不开" in words(unreadable)
    assert path.open == ["fulfil"], "nothing is kept when its proof cannot be"
    assert client.post(address, data={**sent, "proof": (photograph(), "收条.jpg")}).status_code == 302
    assert path.open == ["return_visit"]
    assert [(one.name, one.kind) for one in attachments_of(path.case)] == [("收条.jpg", "evidence")]


def test_the_paper_is_a_draft_until_it_is_fixed(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted()
    client, address = client_of("mediator"), f"/agreements/{public.case(path.case_id)}/paper.pdf"
    draft = client.get(address)
    assert draft.mimetype == "application/pdf"
    path.sent().passed().answer("freeze", outcome="frozen")
    fixed = client.get(address)
    assert fixed.data != draft.data
    path.agreement.clauses[0].does = "偷偷改了"
    db.session.commit()
    assert client.get(address).status_code == 200, "what was fixed is printed; tests/papers holds its words"


def test_the_case_page_says_which_agreement_papers_exist(app: Flask, client_of: ClientOf) -> None:
    path = Path().agreed()
    client = client_of("mediator")
    assert "协议还没有写" in words(client.get(f"/cases/{public.case(path.case_id)}"))
    path.save()
    assert "人民调解协议书第1版草稿" in words(client.get(f"/cases/{public.case(path.case_id)}"))
