"""Erasing asks every table that holds something of a matter: afterwards no cell and no file tells of anybody in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.cases.models import Case
from app.core import files
from app.core.append_only import missing_triggers
from app.core.db import Model, db, tables
from app.core.errors import Invalid, NotNow
from app.core.public_ids import HasPublicId
from app.core.transaction import transaction
from app.matters.actions.erase import CHILD_RUNNING, IN_THE_POST, RUNNING, erase_matter, rows_of
from app.matters.actions.rebuild import differences
from app.matters.models.attachments import Attachment
from app.matters.models.entries import Entry
from app.matters.models.voided import VoidedMatter
from app.matters.queries.holders import KEPT, held_by, names_of, naming_columns
from app.papers.models.frozen import FrozenPaper
from app.papers.models.print_log import PrintLog
from app.petitions.models import Claim, Petition
from app.petitions.queries import letters_of
from tests.filing import filed
from tests.petitions.way import Way
from tests.rights.matters import archived, do
from tests.story import Story, homestead
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
WHY = "保管期限满了。"
OWN = {
    "mediation_case",
    "participant",
    "task",
    "process",
    "agreement",
    "consent",
    "handling",
    "deadline",
    "frozen_paper",
}


def cells() -> list[tuple[str, str]]:
    """Every text in every table."""
    return [
        (table.name, value)
        for table in Model.metadata.sorted_tables
        for row in db.session.execute(sa.select(table))
        for value in row
        if isinstance(value, str)
    ]


def counts() -> dict[str, int]:
    found = {table.name: sa.select(sa.func.count()).select_from(table) for table in Model.metadata.sorted_tables}
    return {name: db.session.scalar(count) or 0 for name, count in found.items()}


def public_ids(kind: str, subject_id: int) -> set[str]:
    held = held_by(kind, subject_id)
    named = [one for one in tables() if issubclass(one, HasPublicId) and one.__tablename__ in held.keys]
    rows = [db.session.get(model, key) for model in named for key in held.keys[model.__tablename__]]
    return {row.public_id for row in rows if isinstance(row, HasPublicId)}


def between(first: str, second: str) -> Story:
    """A dispute of two other people."""
    one, other = homestead(0).parties
    return Story().register(parties=(replace(one, name=first), replace(other, name=second)), spoken_by=first)


def over() -> Way:
    """A petition that was answered, and nobody asked for review."""
    return Way().investigating().opinion_out().nobody_asked()


def erase(kind: str, subject_id: int, reason: str = WHY) -> dict[str, int]:
    story = Story()
    with transaction():
        return dict(erase_matter(kind, subject_id, reason=reason, now=story.now))


@pytest.mark.both
def test_of_a_dispute_that_was_put_away_nothing_is_left_and_of_another_everything(client_of: ClientOf) -> None:
    path = archived()
    client_of("clerk").get(f"/cases/{path.case.public_id}/papers/acceptance_register.pdf")
    alone = {table: len(rows) for table, rows in held_by("case", path.case_id).keys.items()}
    other = between("赵甲", "赵乙")
    names, ids = {party.name for party in path.case.parties}, public_ids("case", path.case_id)
    number, before = path.case.number, counts()
    assert set(alone) >= OWN
    assert db.session.query(PrintLog).count() == 1
    assert erase("case", path.case_id) == dict(sorted(alone.items()))
    told = [cell for cell in cells() if any(word in cell[1] for word in (*names, *ids))]
    assert told == []
    assert [cell for cell in cells() if number in cell[1] and cell[0] not in {"access_log"}] == []
    after = counts()
    gone = {name: before[name] - after[name] for name in before if before[name] != after[name] and name not in KEPT}
    assert {name: gone[name] for name in alone} == alone
    assert db.session.get(Case, other.case_id) is not None
    assert {party.name for party in other.case.parties} == {"赵甲", "赵乙"}
    assert list(differences()) == []
    assert missing_triggers(db.session.connection()) == []
    assert trail_fault(db.session.connection()) is None


def test_a_matter_that_gets_the_same_key_begins_with_nothing(client_of: ClientOf) -> None:
    path = archived()
    kept = db.session.scalar(sa.select(sa.func.max(FrozenPaper.frozen_at)))
    erase("case", path.case_id)
    assert db.session.query(FrozenPaper).count() == 0
    story = Story(now=path.now).later(days=1).register().start_at("village").accept()
    assert story.case_id == path.case_id
    page = client_of("mediator").get(f"/cases/{story.case.public_id}").text
    assert "打印过" not in page
    assert {row.frozen_at > kept for row in db.session.query(FrozenPaper)} == {True}
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_of_a_petition_that_is_over_nothing_is_left(app: Flask) -> None:
    way = over()
    petition = way.petition
    names, ids = {one.name for one in petition.petitioners}, public_ids("petition", petition.id)
    again = Way().register(repeats_id=petition.id)
    assert [one.repeats_id for one in db.session.query(Petition).order_by(Petition.id)] == [None, petition.id]
    erase("petition", petition.id)
    assert [cell for cell in cells() if any(word in cell[1] for word in ids)] == []
    assert db.session.query(Petition).one().repeats_id is None
    assert db.session.query(Claim).one().id == again.claim_id
    assert {one.name for one in db.session.query(Petition).one().petitioners} == names
    assert list(differences()) == []
    assert trail_fault(db.session.connection()) is None


def test_what_is_not_over_stays_and_says_why(app: Flask) -> None:
    story = Story().mediating_at("village")
    with pytest.raises(NotNow, match=RUNNING):
        erase("case", story.case_id)
    way = Way().register()
    with pytest.raises(NotNow, match=CHILD_RUNNING):
        erase("petition", way.petition.id)
    with pytest.raises(Invalid):
        erase("case", archived().case_id, reason=" ")


def test_a_letter_in_the_post_holds_it(app: Flask) -> None:
    way = over()
    letter = letters_of(way.claim_id)[-1]
    with transaction():
        letter.served_on = None
    with pytest.raises(NotNow, match=IN_THE_POST):
        erase("petition", way.petition.id)
    assert rows_of("petition", way.petition.id)["petition_letter"] >= 1


def test_every_table_that_names_a_subject_is_asked_or_kept_on_purpose() -> None:
    """A table with a kind and a key beside each other, or a foreign key to such a row, belongs to what it names."""
    asked = {table.name for table, _, _ in naming_columns()}
    by_name = {
        table.name
        for table in Model.metadata.sorted_tables
        if {"subject_kind", "subject_id"} <= set(table.c.keys()) and table.name not in KEPT
    }
    assert by_name <= asked
    assert names_of("mediation_case") == ("mediation_case", "case")
    assert names_of("petition_letter") == ("petition_letter", "letter")
    matters = {"matter", "matter_sight", "matter_piece"}
    assert matters.isdisjoint(asked), "the projection goes by its own way (`app.matters.actions.project.erase`)"


def stopped_with_files() -> Story:
    """A dispute with two photographs that its parties ended."""
    story = Story().mediating_at("village")
    for colour in ("white", "gray"):
        filed(story.case, story.account("mediator"), story.now, kind="evidence", colour=colour)
    do(story, "stop", asks=story.everyone("yes"), reason="不愿再调。")
    told = {"routes": ["court"], "told": story.everyone("in_person"), "told_on": story.today}
    return story.answer("tell_routes", ended_because="stopped", reason="讲不拢。", **told)


def test_files_leave_the_disk_with_their_matter_and_the_same_one_elsewhere_stays(app: Flask) -> None:
    story, other = stopped_with_files(), between("赵甲", "赵乙")
    kept = filed(other.case, other.account("mediator"), other.now, kind="evidence", colour="white")
    place = files.folder()
    names = {one.stored_as for one in db.session.query(Attachment).filter_by(subject_id=story.case_id)}
    small = {one.thumbnail_as for one in db.session.query(Attachment).filter_by(subject_id=story.case_id)}
    assert {path.name for path in place.iterdir()} >= names | small
    erase("case", story.case_id)
    assert {path.name for path in place.iterdir()}.isdisjoint(names | small)
    assert len(files.read(db.session.get_one(Attachment, kept.id))) == kept.size


def erase_in_vain(story: Story) -> None:
    with transaction():
        erase_matter("case", story.case_id, reason=WHY, now=story.now)
        raise RuntimeError


def test_a_transaction_that_is_undone_leaves_rows_and_files(app: Flask) -> None:
    story = stopped_with_files()
    before, on_disk = counts(), {path.name for path in files.folder().iterdir()}
    with pytest.raises(RuntimeError):
        erase_in_vain(story)
    assert (counts(), {path.name for path in files.folder().iterdir()}) == (before, on_disk)


def test_the_command_says_first_what_would_go_and_erases_only_when_told_so(app: Flask) -> None:
    story, runner = stopped_with_files(), app.test_cli_runner()
    number, words = story.case.number, ["matter", "erase"]
    way = Way().register()
    claim = way.claim.number
    db.session.remove()
    told = runner.invoke(args=[*words, number, "--reason", WHY])
    assert (told.exit_code, "会删掉" in told.output) == (0, True)
    for unknown in ("（2099）小海眼人调字第0001号", ""):
        assert "没有这个编号" in runner.invoke(args=[*words, unknown, "--reason", WHY, "--yes"]).output
    assert "不能单独删" in runner.invoke(args=[*words, claim, "--reason", WHY, "--yes"]).output
    assert "没办完" in runner.invoke(args=[*words, way.petition.number, "--reason", WHY, "--yes"]).output
    assert db.session.query(Case).count() == 1
    db.session.remove()
    done = runner.invoke(args=[*words, number, "--reason", WHY, "--yes"])
    assert (done.exit_code, "删掉了" in done.output) == (0, True)
    assert db.session.query(Case).count() == 0
    assert "没有这个编号" in runner.invoke(args=[*words, number, "--reason", WHY, "--yes"]).output


def test_a_void_registration_outlives_the_one_that_stayed_and_names_it_no_more(app: Flask) -> None:
    story = stopped_with_files()
    double = between("赵甲", "赵乙")
    do(double, "void_registration", why="double", reason="登记重了。", other=story.case.number)
    row = db.session.query(VoidedMatter).one()
    assert (row.instead_kind, row.instead_id) == ("case", story.case_id)
    erase("case", story.case_id)
    db.session.expire_all()
    assert (row.instead_kind, row.instead_id) == (None, None)
    assert "登记作废" in [one.title for one in db.session.query(Entry).filter_by(subject_id=double.case_id)]
