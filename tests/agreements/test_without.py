"""One text, one circle: a fixed text goes on without who does not sign, or not, and is never signed for them (M3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.agreements.models import AgreementState
from app.agreements.papers.values import WrittenAgreement
from app.agreements.queries import left_out
from app.agreements.rules import AgreementText, ClauseText
from app.agreements.rules.without import circle_fault, knowing_faults, text_faults_without
from app.cases.actions.at_any_step import ACTIONS
from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.matters.terms import Participation
from app.papers.queries.frozen import frozen
from app.processes.registry import Submission
from tests.agreements.paths import Path
from tests.agreements.test_steps import THREE, TODAY
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words

BETWEEN_TWO = (
    ClauseText("王甲", "在旧墙基础线以内翻建", due_on=date(2027, 1, 20)),
    ClauseText("王甲", "付给王乙墙面修补费", due_on=date(2027, 1, 31), amount=Decimal(3000)),
)


def text(*clauses: ClauseText, **more: str) -> AgreementText:
    return AgreementText(facts="为通道起争执。", clauses=clauses, bound=frozenset({1, 2, 3}), **more)


# The rule


def test_a_text_that_says_nothing_of_somebody_stands_without_them() -> None:
    assert text_faults_without(text(*BETWEEN_TWO), ["王丙"], has_owner=False) == []


@pytest.mark.parametrize(
    ("clause", "fault"),
    [
        (ClauseText("王丙", "拆掉棚子", due_note="年内"), "第1条写到了王丙"),
        (ClauseText("王甲", "把通道留给王丙走", due_note="长期"), "第1条写到了王丙"),
        (ClauseText("双方", "互不追究", due_note="长期"), "第1条用了“双方”"),
        (ClauseText("各户", "共同出钱修路", due_note="年内"), "第1条用了“各户”“共同”"),
        (ClauseText("王甲", "承担连带责任", due_note="长期"), "第1条用了“连带”"),
    ],
)
def test_a_name_or_a_word_for_all_covers_who_is_missing(clause: ClauseText, fault: str) -> None:
    (found,) = text_faults_without(text(clause), ["王丙"], has_owner=False)
    assert fault in found


def test_of_common_or_inherited_property_nobody_disposes_alone() -> None:
    for one, owner in ((text(*BETWEEN_TWO), True), (text(*BETWEEN_TWO, issues="遗产怎么分。"), False)):
        (found,) = text_faults_without(one, ["王丙"], has_owner=owner)
        assert "第三百零一条" in found


def test_two_sides_must_be_left_and_each_knows_it_after_signing() -> None:
    assert circle_fault([1, 2], {1: 1, 2: 2, 3: 2}) is None
    assert "只剩一方" in (circle_fault([2, 3], {1: 1, 2: 2, 3: 2}) or "")
    signed = {1: TODAY, 2: TODAY - timedelta(days=1)}
    assert knowing_faults(signed, {1: TODAY, 2: TODAY}, today=TODAY) == {}
    assert set(knowing_faults(signed, {1: None, 2: TODAY}, today=TODAY)) == {1}
    assert set(knowing_faults(signed, {1: TODAY, 2: TODAY - timedelta(days=2)}, today=TODAY)) == {2}
    assert set(knowing_faults(signed, {1: TODAY + timedelta(days=1), 2: TODAY}, today=TODAY)) == {1}


# The way


def leave(path: Path, party_id: int) -> None:
    """This party wants no more mediation."""
    with transaction():
        asking = {"asks": {str(party_id): "yes"}, "reason": "不签了。"}
        said = Submission(asking, path.now, "", path.account("mediator"), path.now)
        ACTIONS["stop"].carry_out(path.case, said)


def fixed(*clauses: ClauseText) -> Path:
    path = Path().agreed(parties=THREE).save(clauses=clauses or BETWEEN_TWO)
    path.sent().passed().answer("freeze", outcome="frozen")
    return path


def rows(path: Path, *, missing: str = "王丙", known: date | None = TODAY) -> list[object]:
    """Everybody signs but one; each of the others writes on this day that they know it."""
    signed = path.signatures()
    names = [party.name for party in path.case.parties]
    found: list[object] = []
    for place, row in enumerate(signed):
        is_party = place < len(names)
        if is_party and names[place] == missing:
            found.append(None)
        else:
            found.append({**row, "knows_on": known if is_party else None})
    return found


def without(path: Path, **values: object) -> Path:
    path.answer("sign", outcome="without", **{"signatures": rows(path), "reason": "王丙没有回来。", **values})
    return path


@pytest.mark.both
@pytest.mark.usefixtures("app")
def test_the_others_are_bound_from_when_they_knew_and_who_is_missing_is_left_out() -> None:
    path = fixed()
    path.later(days=2)
    without(path, signatures=rows(path, known=path.today))
    assert path.open == ["seal"]
    path.answer("seal", "head", sealed_on=path.today)
    first, second, third = path.case.parties
    assert {one.party_id: one.in_force_on for one in path.agreement.bound} == {
        first.id: path.today,
        second.id: path.today,
        third.id: None,
    }
    assert [party.id for party in left_out(path.agreement)] == [third.id]
    assert path.agreement.is_partial
    assert path.open == ["tell_rest"]
    paper = frozen(WrittenAgreement, path.agreement.id)
    assert paper is not None
    assert paper.noted == (
        "王丙没有签本协议，本协议不约束王丙。",
        "王甲于2026年11月25日注明：知道王丙没有签，仍愿按本协议履行。",
        "王乙于2026年11月25日注明：知道王丙没有签，仍愿按本协议履行。",
    )


@pytest.mark.usefixtures("app")
def test_the_seal_is_not_before_somebody_knew() -> None:
    path = fixed().later(days=2)
    without(path, signatures=rows(path, known=path.today))
    with pytest.raises(Invalid, match="是写错了，还是确实先盖的"):
        path.answer("seal", "head", sealed_on=path.today - timedelta(days=1))


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("clauses", "values", "fault"),
    [
        ((replace(BETWEEN_TWO[0], who="双方"), BETWEEN_TWO[1]), {}, "没签的人也算在里面"),
        ((replace(BETWEEN_TWO[0], does="给王丙留路"), BETWEEN_TWO[1]), {}, "第1条写到了王丙"),
    ],
)
def test_a_text_that_speaks_of_who_is_missing_wants_a_new_version(
    clauses: tuple[ClauseText, ...], values: dict[str, object], fault: str
) -> None:
    path = fixed(*clauses)
    with refused(Invalid, fault, "要改了再签", field="outcome"):
        without(path, **values)
    assert path.open == ["sign"]


@pytest.mark.usefixtures("app")
def test_who_has_not_written_that_they_know_is_named_at_their_row() -> None:
    path = fixed()
    with refused(Invalid, "请填哪天写的", field="signers-0-knows_on"):
        without(path, signatures=rows(path, known=None))


@pytest.mark.usefixtures("app")
def test_where_nobody_is_missing_or_a_side_is_empty_it_is_said() -> None:
    path = fixed()
    with refused(NotNow, "都签了"):
        without(path, signatures=rows(path, missing=""))
    with refused(Invalid, "只剩一方", field="outcome"):
        without(path, signatures=rows(path, missing="王甲"))


@pytest.mark.usefixtures("app")
def test_who_leaves_while_the_text_is_signed_is_out_and_the_others_choose() -> None:
    path = fixed()
    third = path.case.parties[2]
    leave(path, third.id)
    assert third.participation is Participation.LEFT
    assert "sign" in path.open
    with pytest.raises(NotNow, match="王丙已经退出调解"):
        path.answer("sign", outcome="signed", signatures=path.signatures())
    without(path)
    assert path.agreement.state is AgreementState.SIGNED


@pytest.mark.usefixtures("app")
def test_the_page_offers_it_with_what_each_has_to_write(client_of: ClientOf) -> None:
    path = fixed()
    page = words(client_of("mediator").get(f"/tasks/{path.task('sign').public_id}", follow_redirects=True))
    assert "有人不签，别人知道了仍愿意履行" in page
    assert page.count("哪天写的“知道有人没签，仍愿按本协议履行”") == 3


@pytest.mark.usefixtures("app")
def test_who_left_while_the_text_was_drafted_is_not_fixed_into_it() -> None:
    path = Path().agreed(parties=THREE).save(clauses=BETWEEN_TWO)
    third = path.case.parties[2]
    leave(path, third.id)
    path.sent().passed()
    with refused(Invalid, "王丙已经不参加调解了，不能算在协议里"):
        path.answer("freeze", outcome="frozen")
    path.answer("freeze", outcome="back", reason="王丙退出了。")
    path.save(clauses=BETWEEN_TWO, bound=frozenset(party.id for party in path.case.parties[:2]))
    path.sent().passed().answer("freeze", outcome="frozen")
    assert [party.id for party in left_out(path.agreement)] == [third.id]


@pytest.mark.usefixtures("app")
def test_a_draft_offers_who_is_still_in_and_chooses_who_is_willing(client_of: ClientOf) -> None:
    path = Path().agreed(parties=THREE)
    leave(path, path.case.parties[2].id)
    page = client_of("mediator").get(f"/tasks/{path.task('draft').public_id}", follow_redirects=True).text
    offered = page.partition("哪些当事人达成了协议")[2].partition("纠纷主要事实")[0]
    assert ("王甲" in offered, "王乙" in offered, "王丙" in offered) == (True, True, False)
    assert offered.count(" checked") == 2
