"""Two doors, one rule: party, petitioner and pool member are found by the same words, however they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Account
from app.cases.actions.correct_party import correct_party
from app.cases.actions.intake import PartyIntake
from app.cases.kind import CASE
from app.cases.models import Party
from app.core.db import db
from app.core.errors import Invalid
from app.core.normalise import ENDS_IN_A_DOT
from app.core.terms import PoolCategory
from app.core.transaction import transaction
from app.mediators.models import PoolMember
from app.mediators.queries import PoolSearch, search_pool
from app.organisations.models import Person
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.kind import CLAIM
from app.petitions.models import Claim
from app.petitions.queries import earlier_petitions
from tests.listing import found
from tests.petitions.way import Way
from tests.story import Story
from tests.town import NOW

LINES = (Path(__file__).resolve().parents[1] / "data" / "inputs" / "t3-names.txt").read_text(encoding="utf-8")
ROWS = [tuple(line.split(" -> ")) for line in LINES.splitlines() if not line.startswith("#")]
ALL = [(name, words) for name, several in ROWS for words in several.split(" / ")]


def account(login_name: str) -> Account:
    return db.session.query(Account).filter_by(login_name=login_name).one()


def party(name: str) -> Callable[[str], bool]:
    """Registered as a party; whether words find the case."""
    story = Story().register(parties=(PartyIntake(side=1, name=name), PartyIntake(side=2, name="赵丁")))

    def is_found(words: str) -> bool:
        return story.case_id in found(CASE, account("mediator"), words)

    return is_found


def petitioner(name: str) -> Callable[[str], bool]:
    """Registered as a petitioner; whether words find the claim."""
    way = Way().register(petitioners=(PetitionerIntake(name=name),), spoken_by="本人")

    def is_found(words: str) -> bool:
        return way.claim_id in found(CLAIM, account("petition"), words)

    return is_found


def pool_member(name: str) -> Callable[[str], bool]:
    """On the roster; whether words find the person."""
    with transaction():
        person = Person(name=name)
        person.seal_identity(id_number=None, phone=None)
        db.session.add(PoolMember(person=person, category=PoolCategory.VOLUNTEER))

    def is_found(words: str) -> bool:
        rows, _ = search_pool(account("clerk"), PoolSearch(words=words), page=1, size=20)
        return person.id in {one.person_id for one in rows}

    return is_found


@pytest.mark.parametrize(("name", "words"), ALL, ids=ascii)
@pytest.mark.parametrize("registered", [party, petitioner, pool_member], ids=lambda one: one.__name__)
def test_a_name_is_found_however_it_is_written(
    app: Flask, registered: Callable[[str], Callable[[str], bool]], name: str, words: str
) -> None:
    is_found = registered(name)
    assert is_found(words)
    assert not is_found("魏戊")


@pytest.mark.both
def test_every_name_is_found_on_both_databases(app: Flask) -> None:
    names = dict.fromkeys(name for name, _ in ALL)
    for registered in (party, petitioner):
        is_found = {name: registered(name) for name in names}
        assert [words for name, words in ALL if not is_found[name](words)] == []


@dataclass(frozen=True)
class Twice:
    """One person, written in two ways."""

    first: str
    again: str


@pytest.mark.parametrize(
    "person",
    [
        Twice("單田芳", "单田芳"),
        Twice("阿依古丽·买买提", "阿依古丽\u2027买买提"),
        Twice("John Smith", "john smith"),
    ],
    ids=lambda one: ascii(one.again),
)
def test_who_comes_again_under_another_spelling_is_known(app: Flask, person: Twice) -> None:
    first = Way().register(petitioners=(PetitionerIntake(name=person.first),))
    again = Way().register(petitioners=(PetitionerIntake(name=person.again),))
    stranger = Way().register(petitioners=(PetitionerIntake(name="魏戊"),))
    assert [one.id for one in earlier_petitions(again.petition)] == [first.petition.id]
    assert list(earlier_petitions(stranger.petition)) == []


def test_a_name_is_kept_as_meant_through_every_door(app: Flask) -> None:
    typed, meant = "阿依古丽\u200b\u2022买买提", "阿依古丽·买买提"
    story = Story().register(parties=(PartyIntake(side=1, name=typed), PartyIntake(side=2, name="赵丁")))
    way = Way().register(petitioners=(PetitionerIntake(name=typed, proxy_name=typed),), spoken_by="")
    assert story.case.parties[0].name == meant
    assert story.case.title.startswith(meant)
    (person,) = way.petition.petitioners
    assert person.proxy is not None
    assert (person.name, person.proxy.name) == (meant, meant)
    assert way.petition.title.startswith(meant)
    assert Person(name=typed).name == meant
    assert db.session.get_one(Claim, way.claim_id).title.startswith(meant)


def test_the_same_person_on_two_sides_is_seen_through_another_spelling(app: Flask) -> None:
    both = (PartyIntake(side=1, name="單田芳"), PartyIntake(side=2, name="单田芳"))
    with pytest.raises(Invalid) as refused:
        Story().register(parties=both)
    assert "两方都出现" in refused.value.fields["parties"]


@pytest.mark.both
def test_a_number_is_found_in_the_brackets_and_dashes_a_keyboard_has(app: Flask) -> None:
    story = Story().register().start_at("village").accept()
    assert story.case.number == "（2026）小海眼人调字第0001号"
    for words in ("(2026)小海眼", "2026", "第0001号", "小海眼 人调字第0001"):
        assert found(CASE, account("mediator"), words) == [story.case_id], words
    way = Way().register()
    for words in (way.claim.number, way.claim.number.replace("-", "\u2014")):
        assert found(CLAIM, account("petition"), words) == [way.claim_id], words


@pytest.mark.both
def test_a_correction_of_something_else_leaves_a_name_as_it_was_stored(app: Flask) -> None:
    story = Story().register()
    party = story.case.parties[0]
    stored = "\u53e4\u4e3d.\u827e\u6bd4"
    with transaction():
        db.session.execute(sa.update(Party).where(Party.id == party.id).values(name=stored))
    db.session.expire_all()
    told = {"name": stored, "address": "小海眼社区9号"}
    with transaction():
        rows = correct_party(story.case, party, told, reason="写错了。", actor=account("mediator"), now=NOW)
    assert [row.field.rpartition("·")[2] for row in rows] == ["address"]
    assert party.name == stored
    with transaction():
        correct_party(story.case, party, {"name": "单田芳"}, reason="写错了。", actor=account("mediator"), now=NOW)
    for words in ("stf", "艾比"):
        assert found(CASE, account("mediator"), words) == [story.case_id], words


def test_what_is_wrong_with_a_name_is_said_at_its_field(app: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        Story().register(parties=(PartyIntake(side=1, name="李·"), PartyIntake(side=2, name="赵丁")))
    assert refused.value.fields == {"parties-0-name": ENDS_IN_A_DOT}
    with pytest.raises(Invalid) as refused:
        Way().register(petitioners=(PetitionerIntake(name="李·"),))
    assert refused.value.fields == {"petitioners-0-name": ENDS_IN_A_DOT}
