"""A database of version 0003 is brought to today's, and everything that stood open in it goes on to its end.

The dump in `tests/data/town_of_0003` is never made anew: it is what that version left behind.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app.accounts.models import Account, Confirmation, Draft, Outcome, SecondFactor
from app.accusations.models import Accusation, AccusationAttachment, HandOver
from app.audit.actions.adopt import adopt_tables
from app.audit.actions.old_chain import old_chain_fault
from app.audit.models import AuditEntry
from app.cases.kind import CASE
from app.cases.models import Case, CaseNumber, Party
from app.cases.queries.panels import papers_of
from app.cases.terms import CaseStatus
from app.cli.freeze_papers import freeze_standing_papers
from app.cli.seal_files import seal_plain_files
from app.cli.seal_participants import seal_participants
from app.core import clock, files
from app.core.crypto import SealedIdentity
from app.core.db import Model, db
from app.core.key_check import CHECKED, WrongKeys
from app.core.key_ring import KeyRing
from app.core.name_pieces import name_grams
from app.core.public_ids import PATTERN
from app.core.transaction import transaction
from app.matters.actions.rebuild import rebuild
from app.matters.models.attachments import Attachment
from app.matters.models.participants import Participant, ParticipantGram
from app.notifications.models import Reach
from app.organisations.models import Person, PersonGram
from app.papers.actions.verify_frozen import frozen_faults, never_frozen
from app.papers.models.frozen import FrozenPaper
from app.papers.registry.frozen_kinds import frozen_kinds
from app.petitions.models import Claim, Petition
from app.petitions.papers.paper_list import letters_list, sheets_list
from app.petitions.terms import ClaimStatus
from app.processes.models import DefinitionRow, Process, Task
from tests import public
from tests.house.test_migrations import schema
from tests.listing import found
from tests.migrations.conftest import BACK, MIGRATED, THAT_AFTERNOON, UPGRADED, Choose
from tests.migrations.finishing import open_flows
from tests.migrations.kept import Kept, Stage
from tests.migrations.people import account_of
from tests.print.reading import said_in
from tests.signed_in import signed_in
from tests.trail import trail_fault
from workflows.catalogue import Definition

SPELLINGS = {
    "單田芳": "单田芳",
    "田〇〇": "田○○",
    "阿依古丽·买买提": "阿依古丽\u2022买买提",
    "古丽米热.艾比布力": "古丽米热艾比布力",
    "John Smith": "js",
}
"""Names that stand in the dump as somebody typed them, and another way to write each."""
EVERY_FIFTH = 5
"""Of so many papers of one kind one is printed."""
FEWEST_FLOWS, FEWEST_STEPS = 30, 20
"""Of disputes and of claims alike: how many stand open, and at how many different steps."""
SEALED: dict[type[Model], Callable[..., object]] = {
    Accusation: lambda row: row.content["text"],
    AccusationAttachment: lambda row: row.words,
    AuditEntry: lambda row: row.detail,
    Draft: lambda row: row.payload,
    FrozenPaper: lambda row: row.text,
    HandOver: lambda row: row.paper_text,
    Petition: lambda row: row.query_code,
    Reach: lambda row: row.email,
    SecondFactor: lambda row: row.secret,
}
"""How a value is opened in a table that seals something else than a person's numbers."""
NOT_THERE_YET = {"leaving_notice"}
"""Papers that nobody of that town had been handed."""
BORN_LATER = {AccusationAttachment, SecondFactor}
"""Tables that the town of that day could not fill."""


def sealed_tables() -> dict[type[Model], Callable[..., object]]:
    """Every table with a sealed column, and how its values are opened."""
    found = {}
    for mapper in Model.registry.mappers:
        row = mapper.class_
        if any(column.name.endswith("_sealed") for column in row.__table__.columns):
            identity = issubclass(row, SealedIdentity)
            found[row] = (lambda one: one.id_number + one.phone) if identity else SEALED[row]
    return found


def sealed_values(row: Model) -> list[str | None]:
    return [getattr(row, column.name) for column in row.__table__.columns if column.name.endswith("_sealed")]


def open_steps(kind: str) -> list[str]:
    found = sa.select(Task.name).where(Task.subject_kind == kind, Task.closed_at.is_(None))
    return list(db.session.scalars(found))


@pytest.mark.both
def test_after_the_upgrade_tables_trail_seals_files_and_diagrams_are_whole(upgraded: Flask) -> None:
    migrated = schema(db.engine)
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None
    for table, opened in sealed_tables().items():
        rows = db.session.query(table).all()
        assert any(list(map(opened, rows))) or table in BORN_LATER, table
    for kept in db.session.query(Attachment):
        assert len(files.read(kept)) == kept.size
    for row in db.session.query(DefinitionRow):
        assert Definition.from_source(row.key, row.source).sha256 == row.sha256
    db.session.remove()
    Model.metadata.drop_all(db.engine)
    Model.metadata.create_all(db.engine)
    assert migrated == schema(db.engine)


@pytest.mark.both
def test_the_old_chain_is_judged_before_it_is_sealed_and_the_new_one_follows_its_head(old: Flask) -> None:
    with db.engine.begin() as connection:
        before = connection.execute(sa.text("SELECT entry_id, hash FROM audit_head")).one()
        assert old_chain_fault(connection) is None
        connection.execute(sa.text("UPDATE audit_entry SET spoken_by = '别人' WHERE id = 5"))
        assert old_chain_fault(connection) == "操作记录第 5 条对不上：它或它前面的一条被改过。"
    upgrade()
    with transaction():
        adopt_tables(clock.now())
    begun = db.session.query(AuditEntry).filter_by(deed="audit:chain_begun").one()
    said = json.loads(begun.detail)
    assert (said["old_entries"], said["old_hash"]) == tuple(before)
    assert said["fault"] == "操作记录第 5 条对不上：它或它前面的一条被改过。"
    assert db.session.query(AuditEntry).order_by(AuditEntry.id).first().previous_hash == before.hash
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


@pytest.mark.both
def test_no_name_stands_in_clear_in_the_trail_after_the_upgrade(old: Flask, kept: Kept) -> None:
    with db.engine.connect() as connection:
        spoken = set(connection.scalars(sa.text("SELECT DISTINCT spoken_by FROM audit_entry WHERE spoken_by <> ''")))
    kept.reach(MIGRATED)
    assert spoken
    with db.engine.connect() as connection:
        cells = [str(value) for row in connection.execute(sa.text("SELECT * FROM audit_entry")) for value in row]
    assert not any(name in cell for cell in cells for name in spoken)
    assert {entry.spoken_by for entry in db.session.query(AuditEntry)} - {""} == spoken


@pytest.mark.both
def test_every_attachment_of_that_town_is_sealed_and_opens(upgraded: Flask) -> None:
    folder = files.folder()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    contents = {one.id: before[one.stored_as] for one in db.session.query(Attachment)}
    assert contents
    assert seal_plain_files() == len(contents)
    assert {one.id: files.read(one) for one in db.session.query(Attachment)} == contents
    assert [path.name for path in folder.iterdir() if path.read_bytes() in contents.values()] == []
    assert {path.name for path in folder.iterdir()} >= {one.stored_as for one in db.session.query(Attachment)}


def paper_addresses(app: Flask) -> dict[str, list[str]]:
    """Every paper in the lists of that town, by who opens it."""
    with app.test_request_context():
        desk = account_of("petition")
        of_cases = [one["href"] for case in db.session.query(Case) for one in papers_of(case)]
        of_petitions = [one["href"] for row in db.session.query(Petition) for one in sheets_list(row, desk)]
        of_petitions += [one["pdf"] for row in db.session.query(Claim) for one in letters_list(row)]
    of_cases = [address for address in of_cases if ".pdf" in address]
    handed_over = [
        f"/accusations/{public.accusation(one.accusation_id)}/hand-over/{public.hand_over(one.id)}.pdf"
        for one in db.session.query(HandOver)
    ]
    return {"justice": of_cases, "petition": of_petitions, "discipline": handed_over}


def spread(addresses: list[str], every: int) -> list[str]:
    """One of so many of each kind, and the first of each."""
    kinds = defaultdict(list)
    for address in addresses:
        kinds[re.sub(rf"[/=]{PATTERN}\b|\d+", "", address)].append(address)
    return [address for kind in kinds.values() for address in kind[::every]]


def printed(app: Flask, every: int) -> dict[str, str]:
    """What one of so many papers of each kind of that town says, its foot apart: that counts the prints."""
    found = {}
    for login_name, addresses in paper_addresses(app).items():
        client = signed_in(app, login_name)
        for address in spread(addresses, every):
            answer = client.get(address)
            assert answer.status_code == 200, address
            found[address] = said_in(answer.text, without="//*[@id='mark']")
    return found


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("every", [EVERY_FIFTH, pytest.param(1, marks=pytest.mark.campaign)])
def test_every_paper_of_that_town_prints_the_same_text_once_it_is_frozen(town: Flask, kept: Kept, every: int) -> None:
    kept.reach(MIGRATED)
    with transaction():
        adopt_tables(clock.now())
        seal_participants()
    assert db.session.query(FrozenPaper).count() == 0
    as_the_rows_say = printed(town, every)
    kept.reach(UPGRADED)
    assert printed(town, every) == as_the_rows_say
    assert [*frozen_faults(), *never_frozen()] == []


@pytest.mark.both
@pytest.mark.usefixtures("upgraded")
def test_every_paper_of_that_town_is_frozen_once_and_as_its_rows_say() -> None:
    assert {one.name for one in frozen_kinds()} - {one.paper for one in db.session.query(FrozenPaper)} == NOT_THERE_YET
    assert all(one.paper_sealed for one in db.session.query(HandOver))
    assert [*frozen_faults(), *never_frozen()] == []
    rows = db.session.query(FrozenPaper).count()
    assert freeze_standing_papers(now=clock.now()) == []
    assert db.session.query(FrozenPaper).count() == rows, "a second start finds nothing left to do"


@pytest.mark.both
def test_every_dispute_and_every_petition_goes_on_to_its_end(
    upgraded: Flask, kept: Kept, end: Stage, choose: Choose
) -> None:
    flows = open_flows(THAT_AFTERNOON)
    for kind in ("case", "claim"):
        assert sum(flow.kind == kind for flow in flows) >= FEWEST_FLOWS
        assert len(set(open_steps(kind))) >= FEWEST_STEPS
    walked = choose(flows)
    assert {flow.kind for flow in walked} == {"case", "claim"}
    kept.reach(end)
    assert [task.name for flow in walked for task in flow.tasks] == []
    left = {(one.subject_kind, one.subject_id) for one in db.session.query(Process).filter_by(finished_at=None)}
    assert len(left) == len(flows) - len(walked)
    assert {one.status for one in db.session.query(Case) if ("case", one.id) not in left} == {
        CaseStatus.CLOSED,
        CaseStatus.ENDED,
    }
    assert {one.status for one in db.session.query(Claim) if ("claim", one.id) not in left} == {ClaimStatus.CLOSED}
    if not left:
        assert open_steps("case") + open_steps("claim") == []
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


def names_in(connection: sa.Connection) -> dict[str, list[str]]:
    """Names by what they are of; those who came in somebody's stead were part of the row of whom they came for."""
    if "party" in sa.inspect(connection).get_table_names():
        asked = {
            "case": "SELECT name FROM party ORDER BY id",
            "petition": "SELECT name FROM petitioner ORDER BY id",
            "agent": "SELECT name FROM party_agent ORDER BY id",
            "proxy": "SELECT proxy_name FROM petitioner WHERE proxy_name <> '' ORDER BY id",
        }
    else:
        of_kind = "SELECT a.name FROM participant_agent a JOIN participant p ON p.id = a.participant_id"
        of_kind += " WHERE p.subject_kind = '{}' ORDER BY a.id"
        asked = {
            "case": "SELECT name FROM participant WHERE subject_kind = 'case' ORDER BY id",
            "petition": "SELECT name FROM participant WHERE subject_kind = 'petition' ORDER BY id",
            "agent": of_kind.format("case"),
            "proxy": of_kind.format("petition"),
        }
    asked["person"] = "SELECT name FROM person ORDER BY id"
    return {what: list(connection.scalars(sa.text(words))) for what, words in asked.items()}


def pieces(table: type[Model], owner: str) -> dict[int, set[str]]:
    """The pieces a list is searched by, of every row."""
    kept: dict[int, set[str]] = {}
    for key, gram in db.session.execute(sa.select(table.__table__.c[owner], table.__table__.c.gram)):
        kept.setdefault(key, set()).add(gram)
    return kept


@pytest.mark.both
def test_after_the_upgrade_every_name_stands_as_it_was_and_is_found_however_it_is_written(
    old: Flask, kept: Kept
) -> None:
    with db.engine.connect() as connection:
        before = names_in(connection)
    kept.reach(MIGRATED)
    with db.engine.connect() as connection:
        assert names_in(connection) == before
    of_people = {one.id: set(name_grams([one.name])) for one in db.session.query(Person)}
    assert pieces(PersonGram, "person_id") == of_people
    seal_participants()
    of_participants = {one.id: set(name_grams([one.name])) for one in db.session.query(Participant)}
    assert pieces(ParticipantGram, "participant_id") == of_participants
    rebuild()
    everybody = db.session.query(Account).filter_by(login_name="justice").one()
    for stored, words in SPELLINGS.items():
        (case_id,) = {one.case_id for one in db.session.query(Party).filter_by(name=stored)}
        assert case_id in found(CASE, everybody, words), words


def test_every_case_and_every_petition_can_be_opened_as_a_page(upgraded: Flask) -> None:
    looked_at = {"justice": ("/cases", db.session.scalars(sa.select(Case.public_id)).all()),
                 "petition": ("/petitions", db.session.scalars(sa.select(Petition.public_id)).all())}  # fmt: skip
    for login_name, (place, named) in looked_at.items():
        client = signed_in(upgraded, login_name)
        answers = {name: client.get(f"{place}/{name}").status_code for name in named}
        assert set(answers.values()) == {200}, answers


def test_another_key_opens_nothing_of_it(upgraded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(upgraded.extensions, CHECKED, raising=False)
    monkeypatch.setitem(upgraded.config, "KEY_RING", KeyRing({"1": bytes(32)}, bytes(32), "secret"))
    for table, opened in sealed_tables().items():
        db.session.expunge_all()
        row = next((one for one in db.session.query(table) if any(sealed_values(one))), None)
        if table in BORN_LATER:
            assert row is None, "there was none in that version"
            continue
        with pytest.raises(WrongKeys):
            opened(row)


@pytest.mark.both
def test_an_officer_from_before_there_was_a_second_person_stays_and_is_marked(upgraded: Flask) -> None:
    officer = db.session.query(Account).filter_by(login_name="discipline").one()
    assert (officer.is_waiting, officer.is_discipline_head, officer.first_password_until) == (False, False, None)
    kept = db.session.query(Confirmation).one()
    assert (kept.account_id, kept.outcome, kept.asked_by_id) == (officer.id, Outcome.BEFORE_RULE, None)
    assert signed_in(upgraded, "discipline").get("/accusations/").status_code == 200
    assert db.session.query(Account).filter(Account.is_waiting).count() == 0


SERIES = (
    "SELECT 'mediation' AS word, 'body:' || committee_id AS owner, year, last FROM number_series",
    "SELECT 'petition_letter' AS word, 'government' AS owner, year, last FROM petition_letter_series",
    "SELECT 'hand_over' AS word, 'government' AS owner, year, last FROM accusation_hand_over_series",
)
"""Where every series of numbers stands, asked of the three tables of that day."""


def series(*asked: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return sorted(tuple(row) for one in asked for row in connection.execute(sa.text(one)))


@pytest.mark.both
def test_every_series_of_numbers_goes_on_where_it_stood_and_there_is_a_way_back(old: Flask, kept: Kept) -> None:
    before = series(*SERIES)
    assert {row[0] for row in before} == {"mediation", "petition_letter", "hand_over"}
    kept.reach(MIGRATED)
    own = "SELECT word, owner, year, last FROM accusation_hand_over_series"
    assert series("SELECT word, owner, year, last FROM number_series", own) == before
    newest = sa.select(CaseNumber.committee_id, CaseNumber.year, sa.func.max(CaseNumber.sequence))
    given = db.session.execute(newest.group_by(CaseNumber.committee_id, CaseNumber.year)).all()
    assert sorted(("mediation", f"body:{who}", year, last) for who, year, last in given) == [
        row for row in before if row[0] == "mediation"
    ]
    kept.reach(BACK)
    assert series(*SERIES) == before
