"""告知未达成的当事人: whom the others' agreement does not bind gets a notice of their own, without its terms (M16)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.cases.models.letters import CaseLetter
from app.cases.papers.notices import Ending, LeavingNotice
from app.cases.queries.asked import asked_parties
from app.cases.queries.letters import case_letters_of
from app.core.errors import Invalid
from app.letters.terms import ServiceMethod
from app.papers.queries.frozen import frozen
from tests.agreements.paths import Path
from tests.agreements.test_steps import THREE, TODAY
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words

pytestmark = pytest.mark.usefixtures("app")


def in_force_without_the_third() -> Path:
    path = Path().agreed(parties=THREE)
    first, second, _ = (party.id for party in path.case.parties)
    path.save(bound=frozenset({first, second}))
    path.sent().passed().answer("freeze", outcome="frozen")
    path.answer("sign", outcome="signed", signatures=path.signatures())
    path.answer("seal", "head", sealed_on=TODAY)
    return path


def tell(path: Path, how: str, **values: object) -> Path:
    first, second, third = (str(party.id) for party in path.case.parties)
    told = {first: "bound", second: "bound", third: how}
    given = {"told": told, "routes": ["court"], "told_on": path.today, "reason": "他要再想想。", **values}
    path.answer("tell_rest", **given)
    return path


def notice_of(path: Path) -> CaseLetter:
    (found,) = case_letters_of(path.case_id)
    return found


@pytest.mark.both
def test_the_notice_is_printed_sealed_and_served_beside_the_agreement() -> None:
    path = tell(in_force_without_the_third(), "to_print")
    assert path.open == ["fulfil", "seal_letter"]
    path.later(days=1).answer("seal_letter", copies=1)
    paper = frozen(LeavingNotice, notice_of(path).id)
    assert paper is not None
    assert (paper.ending, [one.name for one in paper.parties], paper.law) == (
        Ending.LEFT_OUT,
        [path.case.parties[2].name],
        "《中华人民共和国人民调解法》第二十六条",
    )
    path.serve_letter(receiver=path.case.parties[2].name)
    assert path.open == ["fulfil"]


def test_it_tells_no_terms_of_the_others(client_of: ClientOf) -> None:
    path = tell(in_force_without_the_third(), "to_print")
    letter = notice_of(path)
    page = words(client_of("mediator").get(f"/cases/letters/{letter.public_id}"))
    assert "他要再想想" in page
    assert not any(clause.does in page for clause in path.agreement.clauses)


@pytest.mark.parametrize(
    ("how", "method"), [("in_person", ServiceMethod.DIRECT), ("refused", ServiceMethod.LEFT), ("posted", None)]
)
def test_what_was_handed_over_already_needs_nothing_more_and_the_post_does(
    how: str, method: ServiceMethod | None
) -> None:
    path = tell(in_force_without_the_third(), how)
    assert path.open == (["fulfil", "deliver"] if how == "posted" else ["fulfil"])
    assert notice_of(path).method == method


def test_somebody_is_left_out_and_no_day_lies_ahead() -> None:
    path = in_force_without_the_third()
    with refused(Invalid, "不能全都是", field="told"):
        tell(path, "bound")
    with refused(Invalid, "不能是以后的日子", field="told_on"):
        tell(path, "in_person", told_on=path.today + timedelta(days=300))
    assert path.open == ["tell_rest"]


def test_a_return_visit_asks_only_whom_the_agreement_binds() -> None:
    path = tell(in_force_without_the_third(), "in_person")
    bound = {party.id for party in path.case.parties[:2]}
    assert {one.id for one in asked_parties(path.case, "return_visit")} == bound
