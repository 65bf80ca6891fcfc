"""A paper is printed as it was fixed, sealed or handed out, whatever becomes of the rows it was filled from."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.accusations.models import HandOver
from app.agreements.models import AgreementState
from app.agreements.papers.fixed_paper import ORAL, WRITTEN
from app.agreements.papers.values import OralAgreement, WrittenAgreement
from app.cases.actions.correct_party import correct_party
from app.cases.actions.intake import PartyIntake
from app.cases.actions.number import void_number
from app.cases.models.records import Move
from app.cases.papers.fixed_papers import ENDING, REGISTER, RIGHTS, TRANSFER, paper_for
from app.cases.papers.notices import TerminationNotice
from app.cases.papers.values import AcceptanceRegister, RightsNotice, TransferLetter
from app.core.copies import ReadingMark
from app.core.db import db
from app.core.errors import NotNow
from app.core.terms import DISPUTE_TYPE_NAMES
from app.core.transaction import transaction
from app.organisations.models import Office, OfficeKind
from app.papers.actions.freeze import freeze
from app.papers.actions.verify_frozen import frozen_faults
from app.papers.models.frozen import FrozenPaper
from app.papers.queries.frozen import all_versions, frozen
from app.papers.registry.frozen_kinds import FrozenKind, enter
from app.petitions.models.records import Hearing
from app.petitions.papers.letter_paper import LetterPaper
from tests import public
from tests.accusations import sealing
from tests.accusations.test_hand_over import handed
from tests.agreements.paths import Path
from tests.audit.tampering import is_refused
from tests.petitions.way import DESK, Way
from tests.print.reading import said_in, said_whenever
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
NEIGHBOURS = ("王甲", "王乙")
NINE = tuple(PartyIntake(side=1 + place % 3, name=f"赵{name}") for place, name in enumerate("一二三四五六七八九"))


def rewrite(statement: str) -> None:
    """Change rows past the program."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(statement))
    db.session.expire_all()


def agreement_said(client_of: ClientOf, path: Path, by: str = "mediator") -> str:
    answer = client_of(by).get(f"/agreements/{public.case(path.case_id)}/paper.pdf")
    assert answer.status_code == 200, answer.text
    return said_whenever(answer.text)


def case_paper_said(client_of: ClientOf, path: Path, name: str, by: str = "mediator") -> str:
    answer = client_of(by).get(f"/cases/{public.case(path.case_id)}/papers/{name}.pdf")
    assert answer.status_code == 200, answer.text
    return said_whenever(answer.text)


def versions(kind: FrozenKind, subject_id: int) -> list[int]:
    return [one.version for one in all_versions(kind, subject_id)]


@pytest.mark.usefixtures("unprinted")
def test_a_fixed_agreement_prints_the_names_it_was_signed_under(app: Flask, client_of: ClientOf) -> None:
    path = Path().frozen()
    before = agreement_said(client_of, path)
    rewrite("UPDATE participant SET name = '别人' WHERE name = '王甲'")
    assert agreement_said(client_of, path) == before
    path.answer("sign", outcome="signed", signatures=path.signatures())
    path.answer("seal", "head", sealed_on=path.today)
    sealed = agreement_said(client_of, path)
    assert "王甲" in sealed
    assert "别人" not in sealed


@pytest.mark.usefixtures("unprinted")
def test_a_copy_to_read_of_a_frozen_paper_hides_numbers_that_only_it_still_knows(
    app: Flask, client_of: ClientOf
) -> None:
    path = Path()
    path.drafted(parties=(PartyIntake(side=1, name="王甲", phone="4180003"), PartyIntake(side=2, name="王乙")))
    path.sent().passed().answer("freeze", outcome="frozen")
    rewrite("UPDATE participant SET phone_sealed = NULL, phone_index = NULL")
    assert "4180003" in agreement_said(client_of, path)
    assert "4180003" not in agreement_said(client_of, path, "justice")


@pytest.mark.usefixtures("unprinted")
def test_a_value_that_is_renamed_changes_no_paper_that_was_handed_out(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path().frozen()
    before = [agreement_said(client_of, path), case_paper_said(client_of, path, "acceptance_register")]
    monkeypatch.setitem(DISPUTE_TYPE_NAMES, path.case.dispute_type, "另一个叫法")
    assert [agreement_said(client_of, path), case_paper_said(client_of, path, "acceptance_register")] == before


@pytest.mark.usefixtures("unprinted")
def test_an_agreement_prints_without_the_rows_of_its_parties(app: Flask, client_of: ClientOf) -> None:
    path = Path().frozen()
    before = agreement_said(client_of, path)
    rewrite("DELETE FROM bound_party")
    assert agreement_said(client_of, path) == before


@pytest.mark.both
def test_a_text_taken_back_and_fixed_again_prints_its_own_version(app: Flask) -> None:
    path = Path().frozen()
    path.answer("sign", outcome="reopen", reason="金额要改。")
    path.save(facts="后来谈的另一段事实。").sent().passed().answer("freeze", outcome="frozen")
    first, second = all_versions(WRITTEN, path.agreement.id)
    assert (first.version, second.version) == (1, 2)
    now = frozen(WrittenAgreement, path.agreement.id)
    assert now is not None
    assert (now.version, now.facts) == (path.agreement.version, "后来谈的另一段事实。")
    assert now.digest == path.agreement.frozen_hash
    assert first.text != second.text


@pytest.mark.usefixtures("unprinted")
def test_while_a_text_is_taken_back_its_draft_is_printed(app: Flask, client_of: ClientOf) -> None:
    path = Path().frozen()
    path.answer("sign", outcome="reopen", reason="金额要改。")
    path.save(facts="后来谈的另一段事实。")
    said = agreement_said(client_of, path)
    assert "后来谈的另一段事实" in said
    assert "草稿" in said


def test_signatures_and_the_seal_are_added_to_the_frozen_paper_and_nothing_else(app: Flask) -> None:
    path = Path().frozen()
    plain = frozen(WrittenAgreement, path.agreement.id)
    entries = path.signatures()
    entries[1] |= {"method": "fingerprint", "was_read_aloud": True, "witness": "李四"}
    path.answer("sign", outcome="signed", signatures=entries)
    path.answer("seal", "head", sealed_on=path.today)
    now = frozen(WrittenAgreement, path.agreement.id)
    assert plain is not None
    assert now is not None
    assert (plain.issued_on, now.issued_on) == (None, path.today)
    assert [(one.read_aloud, one.witness) for one in now.parties] == [(False, None), (True, "李四")]
    assert (now.clauses, now.facts, now.digest) == (plain.clauses, plain.facts, plain.digest)
    assert versions(WRITTEN, path.agreement.id) == [1, 2, 3], "fixed, witnessed, sealed"


def test_how_spoken_promises_were_kept_is_added_to_their_paper(app: Flask) -> None:
    path = Path().agreed(form="oral")
    path.answer("register_oral", agreed_on=path.today, performed="yes", **path.text_values())
    kept = frozen(OralAgreement, path.agreement.id)
    assert kept is not None
    assert kept.performance is not None
    assert "全部履行" in kept.performance
    assert versions(ORAL, path.agreement.id) == [1]


def test_a_seal_never_falls_on_clauses_that_were_not_signed(app: Flask) -> None:
    path = Path().signed()
    rewrite("UPDATE clause SET does = '搬走' WHERE position = 1")
    with pytest.raises(NotNow, match="跟定稿时不一样了"):
        path.answer("seal", "head", sealed_on=path.today)
    assert path.agreement.state is AgreementState.SIGNED


def test_an_agreement_of_nine_parties_is_frozen_with_all_of_them(app: Flask) -> None:
    path = Path().drafted(parties=NINE)
    path.sent().passed().answer("freeze", outcome="frozen")
    kept = frozen(WrittenAgreement, path.agreement.id)
    assert kept is not None
    assert [one.name for one in kept.parties] == [one.name for one in path.case.parties]
    assert len({one.label for one in kept.parties}) == 9


def test_a_correction_after_acceptance_makes_a_new_register_and_leaves_the_notice_that_was_handed_over(
    app: Flask,
) -> None:
    path = Path().mediating_at("village")
    case, account = path.case, path.account("mediator")
    with transaction():
        correct_party(case, case.parties[0], {"name": "王佳"}, reason="写错了", actor=account, now=NOW)
    with transaction():
        void_number(case, reason="编错了", actor=path.account("head"), now=NOW)
    here = path.case.handling.id
    register, notice = frozen(AcceptanceRegister, here), frozen(RightsNotice, here)
    assert register is not None
    assert notice is not None
    assert register.parties[0].name == "王佳"
    assert register.number == path.case.number
    assert notice.parties[0].name == "王甲"
    assert versions(REGISTER, here) == [1, 2, 3]
    assert versions(RIGHTS, here) == [1]


@pytest.mark.usefixtures("unprinted")
def test_before_it_is_accepted_or_told_a_paper_is_filled_as_the_rows_stand(app: Flask, client_of: ClientOf) -> None:
    path = Path().register().start_at("village")
    assert "草稿" in case_paper_said(client_of, path, "acceptance_register")
    path.accept().consent()
    rewrite("UPDATE participant SET name = '王佳' WHERE name = '王甲'")
    assert "王佳" in case_paper_said(client_of, path, "rights_notice")
    assert "王甲" in case_paper_said(client_of, path, "acceptance_register")


def test_a_transfer_letter_keeps_the_list_of_what_was_sent_with_it(app: Flask) -> None:
    path = Path()
    path.mediating_at("village").not_reached().next("up").seal_letter()
    move = db.session.query(Move).one()
    rewrite(f"UPDATE move SET reason = '别的理由' WHERE id = {move.id}")
    kept = frozen(TransferLetter, move.id)
    assert kept is not None
    assert kept.reason == "分歧较大。"
    assert versions(TRANSFER, move.id) == [1]


def test_the_committee_that_takes_a_case_over_tells_and_registers_on_papers_of_its_own(app: Flask) -> None:
    path = Path().mediating_at("village").not_reached().next("up")
    path.answer("answer_transfer", "clerk", outcome="accepted", consents=path.everyone("agreed"))
    village, town = path.case.handlings
    assert versions(REGISTER, village.id) == versions(REGISTER, town.id) == [1]
    path.tell_rights("town-mediator")
    register, notice = frozen(AcceptanceRegister, town.id), frozen(RightsNotice, town.id)
    assert register is not None
    assert notice is not None
    assert register.issuer == notice.issuer == "白塔镇人民调解委员会"


def test_a_case_that_comes_back_is_told_and_registered_on_its_own_committees_papers_again(app: Flask) -> None:
    path = Path().mediating_at("village").not_reached().next("up").seal_letter().answer_transfer("clerk")
    path.tell_rights("town-mediator").choose_mediators("town-mediator", presiding="朱调解")
    path.not_reached("town-mediator").next("down", "town-mediator", to_level="village")
    path.seal_letter("town-mediator").answer_transfer("head")
    assert path.open == ["tell_rights"]
    village = "白塔镇小海眼社区人民调解委员会"
    for name in ("rights_notice", "acceptance_register"):
        assert paper_for(path.account("mediator"), path.case, name, letter_id=0, now=path.now).issuer == village
    assert list(frozen_faults()) == []


def test_the_notice_of_the_end_is_frozen_when_the_parties_were_told(app: Flask) -> None:
    path = Path().mediating_at("village").not_reached().next("stop")
    assert frozen(TerminationNotice, path.case_id) is None
    path.answer("tell_routes", ended_because="not_reached", reason="讲不拢。", routes=["court"],
                told=path.everyone("in_person"), told_on=path.today)  # fmt: skip
    kept = frozen(TerminationNotice, path.case_id)
    assert kept is not None
    assert (kept.reason, kept.issued_on) == ("讲不拢。", path.today)
    assert versions(ENDING, path.case_id) == [1]


@pytest.mark.usefixtures("unprinted")
def test_letters_and_sheets_of_a_petition_say_what_they_said_when_they_were_handed_out(
    app: Flask, client_of: ClientOf
) -> None:
    way = Way().register().sort().decide("accepted").letter_out().assigned().hearing().settlement("partial")
    client = client_of(DESK)
    root = f"/petitions/{public.petition(way.petition.id)}"
    page = client.get(root).text
    names = ("assignment", "hearing_minutes", "hearing_report", "service", "settlement")
    sheets = [re.findall(rf'href="({root}/sheets/{name}\.pdf\?row=\w+)"', page) for name in names]
    papers = [f"/petitions/letters/{public.letter(1)}.pdf", *(addresses[0] for addresses in sheets)]
    assert all(sheets)
    before = [said_whenever(client.get(address).text) for address in papers]
    rewrite("UPDATE participant SET name = '别人', address = '别处'")
    rewrite("UPDATE claim SET request = '别的请求'")
    rewrite(f"UPDATE office SET name = '别的办' WHERE kind = '{OfficeKind.GOVERNMENT.value}'")
    assert [said_whenever(client.get(address).text) for address in papers] == before
    assert db.session.query(Office).filter_by(name="别的办").count() == 1


@pytest.mark.usefixtures("unprinted")
def test_a_frozen_letter_holds_no_query_code_and_still_prints_it_for_the_desk_alone(
    app: Flask, client_of: ClientOf
) -> None:
    way = Way().register().sort().decide("accepted").letter_out()
    kept = frozen(LetterPaper, 1)
    assert kept is not None
    assert way.petition.query_code not in repr(kept)
    code, address = way.petition.query_code, f"/petitions/letters/{public.letter(1)}.pdf"
    assert code in said_in(client_of(DESK).get(address).text)
    assert code not in said_in(client_of("leader").get(address).text)


@pytest.mark.both
def test_an_accusation_leaves_no_row_among_the_papers_of_others_and_keeps_its_letter_sealed(app: Flask) -> None:
    row = handed(sealing.sealed())
    assert db.session.query(FrozenPaper).count() == 0
    kept = db.session.query(HandOver).one()
    assert kept.id == row.id
    assert kept.paper_sealed is not None
    with db.engine.connect() as connection:
        cells = [
            str(cell) for found in connection.execute(text("SELECT * FROM accusation_hand_over")) for cell in found
        ]
    assert not any(word in cell for cell in cells for word in (sealing.ID_NUMBER, sealing.PHONE))


@pytest.mark.usefixtures("unprinted")
def test_a_hand_over_prints_the_office_that_made_it(app: Flask, client_of: ClientOf) -> None:
    accusation = sealing.sealed()
    row = handed(accusation)
    address = f"/accusations/{public.accusation(accusation.id)}/hand-over/{public.hand_over(row.id)}.pdf"
    before = said_in(client_of("discipline").get(address).text)
    rewrite(f"UPDATE office SET name = '别的办' WHERE kind = '{OfficeKind.DISCIPLINE.value}'")
    assert said_in(client_of("discipline").get(address).text) == before


@pytest.mark.both
def test_no_name_and_no_number_of_a_frozen_paper_stands_in_clear(app: Flask) -> None:
    Path().sealed()
    with db.engine.connect() as connection:
        cells = [str(cell) for row in connection.execute(text("SELECT * FROM frozen_paper")) for cell in row]
    assert cells
    assert not any(name in cell for cell in cells for name in NEIGHBOURS)


@pytest.mark.both
def test_the_database_itself_keeps_what_was_frozen(app: Flask) -> None:
    Path().frozen()
    tried = ("DELETE FROM frozen_paper", "UPDATE frozen_paper SET version = 7")
    assert [statement for statement in tried if not is_refused(statement)] == []


def test_freezing_what_was_frozen_already_makes_no_second_version(app: Flask) -> None:
    path = Path().frozen()
    kept = frozen(WrittenAgreement, path.agreement.id)
    assert kept is not None
    with transaction():
        freeze(kept, path.agreement.id, actor=path.account("mediator"), now=NOW + timedelta(days=1))
    assert versions(WRITTEN, path.agreement.id) == [1]


def test_a_copy_to_read_is_never_frozen(app: Flask) -> None:
    path = Path().frozen()
    kept = frozen(WrittenAgreement, path.agreement.id)
    assert kept is not None
    copy = type(kept)(**{**vars(kept), "reading": ReadingMark("李某", "今天")})
    with pytest.raises(ValueError, match="copy to read"):
        freeze(copy, path.agreement.id, actor=None, now=NOW)


def test_two_papers_under_one_name_stop_the_start(app: Flask) -> None:
    enter(WRITTEN)
    with pytest.raises(ValueError, match="written_agreement"):
        enter(type(WRITTEN)(**{**vars(WRITTEN), "title": "别的"}))


@pytest.mark.usefixtures("unprinted")
def test_a_frozen_value_that_does_not_open_is_never_replaced_by_the_rows(app: Flask, client_of: ClientOf) -> None:
    path = Path().frozen()
    rewrite("UPDATE frozen_paper SET value_sealed = 'v1.x.A256GCM.AAAA' WHERE paper = 'written_agreement'")
    answer = client_of("mediator").get(f"/agreements/{public.case(path.case_id)}/paper.pdf")
    assert answer.status_code == 503
    assert "留存的文书打不开" in answer.text


def test_a_hearing_put_down_later_is_frozen_with_the_day_it_was_held(
    app: Flask, at: Callable[[datetime], None]
) -> None:
    way = Way().register().sort().decide("accepted").letter_out().assigned()
    at(NOW + timedelta(days=3))
    way.hearing()
    row = db.session.query(Hearing).one()
    kept = db.session.query(FrozenPaper).filter_by(paper="hearing_minutes").one()
    assert kept.subject_id == row.id
