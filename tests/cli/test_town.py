"""The example town has the counts of the real one, lawful committees, and leaves when it is told to."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.accounts.actions.sign_in import sign_in
from app.accounts.models import Account
from app.audit.models import AdoptedTable, AuditEntry
from app.cli.serve import SIGN_INS_SHOWN, kept_sign_ins
from app.cli.town import load_example_if_empty
from app.core import clock
from app.core.db import Model, db
from app.core.identity import id_number_fault
from app.core.terms import Level, PoolCategory
from app.core.transaction import transaction
from app.example.town.load import clear_tables
from app.example.town.plan import POOL, village_plans
from app.example.town.sign_ins import FILE_NAME, read_sign_ins
from app.mediators.models import PoolMember
from app.organisations.models import Body, ClanHousehold, Coverage, Office, OfficeKind, Person, TownFact, Village
from app.organisations.queries import example_town_is_loaded, members_of, offices
from app.organisations.rules import Seat, committee_faults
from tests import town
from tests.cli.prepared import loaded_on_another_day
from tests.example import app_on, example_in, loaded_by_command
from tests.story import Story
from tests.trail import trail_fault


def make_app(folder: Path) -> Flask:
    app = create_app(TESTING=True, DATA_FOLDER=str(folder), SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'town.db'}")
    clock.clock.source = lambda: town.NOW
    with app.app_context():
        Model.metadata.create_all(db.engine)
    return app


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return example_in(tmp_path_factory.mktemp("example"), tmp_path_factory)


@pytest.fixture
def example(loaded: Flask) -> Iterator[Flask]:
    """The application with the example town, for reading only."""
    clock.clock.source = lambda: town.NOW
    with loaded.app_context():
        yield loaded
        db.session.remove()
        db.engine.dispose()


def test_the_plan_adds_up_to_the_counts_of_the_source() -> None:
    plans = village_plans()
    assert len(plans) == 20
    assert sum(plan.resident_groups for plan in plans) == 90
    assert sum(len(plan.coverage()) for plan in plans) == 77
    assert sum(plan.clan_groups for plan in plans) == 82
    assert sum(POOL.values()) == 514
    assert set(POOL) == set(PoolCategory)


def test_stats_prints_bodies_and_people(example: Flask) -> None:
    said = example.test_cli_runner().invoke(args=["town", "stats"]).output
    for line in ("镇级调解中心\t1", "村级调解委员会\t20", "村民调解小组\t77", "家族调解小组\t82", "（不同的人）\t514"):
        assert line in said
    for line in ("警务助理\t12", "一村一法律顾问\t20", "驻地法庭法官\t3", "村（社区）\t20", "村民组\t90"):
        assert line in said


def test_every_committee_is_lawful(example: Flask) -> None:
    committees = db.session.scalars(select(Body).where(Body.committee_id.is_(None))).all()
    assert len(committees) == 21
    for committee in committees:
        seats = [
            Seat(one.person.name, one.person.gender, one.post == "head", one.elected_on)
            for one in members_of(committee.id)
        ]
        assert committee_faults(seats) == []


def test_everybody_on_a_body_is_in_the_pool_and_appointed_by_its_committee(example: Flask) -> None:
    for body in db.session.scalars(select(Body)):
        members = members_of(body.id)
        assert members
        for seat in members:
            member = db.session.scalars(select(PoolMember).where(PoolMember.person_id == seat.person_id)).one()
            assert body.sealing_id in {one.committee_id for one in member.appointments}


def test_the_villager_groups_cover_every_resident_group_once(example: Flask) -> None:
    covered = db.session.scalars(select(Coverage.resident_group_id)).all()
    assert len(covered) == len(set(covered)) == 90


def test_every_clan_group_covers_households_and_hides_its_surname(example: Flask) -> None:
    clans = db.session.scalars(select(Body).where(Body.level == Level.CLAN)).all()
    for clan in clans:
        assert db.session.scalar(select(func.count()).where(ClanHousehold.body_id == clan.id))
        assert clan.surname_label
        assert "家族调解小组·" in clan.name
        assert clan.surname_label not in clan.name.replace(clan.village.full_name if clan.village else "", "")


def test_every_village_has_its_own_adviser(example: Flask) -> None:
    advisers = db.session.scalars(select(PoolMember).where(PoolMember.category == PoolCategory.LEGAL_ADVISER)).all()
    served = {one.committee.village_id for adviser in advisers for one in adviser.appointments}
    assert served == {*db.session.scalars(select(Village.id)), None}


def test_numbers_are_right_sealed_and_nobodys(example: Flask) -> None:
    people = db.session.scalars(select(Person)).all()
    assert len({person.name for person in people}) == len(people)
    for person in people:
        number = person.id_number
        assert id_number_fault(number, clock.local(town.NOW).date()) is None
        assert number.startswith("370398")
        assert person.phone.startswith("154")
        assert len(person.phone) == 11
        assert number not in (person.id_number_sealed or "")


def test_two_loads_make_the_same_people(
    example: Flask, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = [(person.name, person.id_number) for person in db.session.scalars(select(Person).order_by(Person.id))]
    loaded_on_another_day(tmp_path, tmp_path_factory)
    again = app_on(tmp_path)
    with again.app_context():
        second = [(person.name, person.id_number) for person in db.session.scalars(select(Person).order_by(Person.id))]
        db.session.remove()
        db.engine.dispose()
    assert first == second


def test_the_sign_ins_are_kept_for_the_owner_alone_and_work(example: Flask) -> None:
    folder = Path(example.config["DATA_FOLDER"])
    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600
    kept = read_sign_ins(folder)
    assert {name for _, name, _ in kept} == set(db.session.scalars(select(Account.login_name)))
    names = {name for _, name, _ in kept}
    assert {"mediator08", "head08", "adviser08", "town-mediator", "town-head", "clerk", "justice", "admin"} <= names
    assert {"petition", "leader", "station", "handler08", "discipline"} <= names
    password = next(password for _, name, password in kept if name == "mediator08")
    with example.test_request_context():
        assert sign_in("mediator08", password, now=town.NOW).login_name == "mediator08"
        db.session.rollback()


def test_the_sign_ins_are_told_once_and_loading_again_adds_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shown = loaded_on_another_day(tmp_path, tmp_path_factory)
    names = {name for _, name, _ in shown}
    assert {"mediator01", "head08", "clerk", "petition", "leader", "station", "handler08", "discipline"} <= names
    assert len(shown) <= SIGN_INS_SHOWN, "all of them are printed at the first start"
    assert set(shown) <= set(read_sign_ins(tmp_path))
    app = app_on(tmp_path)
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Person))
        assert load_example_if_empty(app) == []
        assert kept_sign_ins(app) == tmp_path / FILE_NAME, "a later start names the file"
        assert db.session.scalar(select(func.count()).select_from(Person)) == before
        db.session.remove()
        db.engine.dispose()


def test_the_town_has_its_offices_and_every_village_one(example: Flask) -> None:
    kinds = Counter(office.kind for office in offices())
    assert kinds == {
        OfficeKind.GOVERNMENT: 1,
        OfficeKind.DESK: 1,
        OfficeKind.STATION: 5,
        OfficeKind.DISCIPLINE: 1,
        OfficeKind.VILLAGE: 20,
    }
    names = {office.name for office in offices()}
    assert {"白塔镇人民政府", "白塔镇信访工作办公室", "小海眼社区居民委员会", "赵庄村村民委员会"} <= names


@pytest.mark.parametrize(
    ("login_name", "place"),
    [
        ("petition", "白塔镇信访工作办公室"),
        ("leader", "白塔镇人民政府"),
        ("station", "白塔镇自然资源和规划建设办公室"),
        ("handler08", "小海眼社区居民委员会"),
        ("discipline", "白塔镇纪律检查委员会"),
    ],
)
def test_the_people_of_the_petition_desk_stand_at_their_offices(example: Flask, login_name: str, place: str) -> None:
    account = db.session.query(Account).filter_by(login_name=login_name).one()
    assert account.place_name == place


LEFT = {"town_fact", "audit_entry", "audit_head", "village", "resident_group", "body", "coverage", "office", "key_ring"}
"""The town's own organisation stays when the fictional people go."""


CLEARED = ["town:example_cleared", "audit:adopted"]


def test_clearing_asks_first_then_takes_the_people_and_leaves_the_town(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert loaded_by_command(tmp_path, tmp_path_factory)[-1][0] == 0
    app = app_on(tmp_path)
    run = app.test_cli_runner()
    refused = run.invoke(args=["town", "clear-example"])
    assert refused.exit_code == 1
    assert "--yes" in refused.output
    assert run.invoke(args=["town", "clear-example", "--yes"]).exit_code == 0
    with app.app_context():
        assert not example_town_is_loaded()
        assert filled_tables() - {AdoptedTable.__tablename__} == LEFT
        assert [entry.deed for entry in db.session.scalars(select(AuditEntry))] == CLEARED
        with db.engine.connect() as connection:
            assert trail_fault(connection) is None
        db.session.remove()
    assert not (tmp_path / FILE_NAME).exists()
    assert load_example_if_empty(app) == []
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Body)) == 180
        assert db.session.scalar(select(func.count()).where(Body.surname_label != "")) == 0
        assert db.session.scalar(select(func.count()).select_from(Office)) == 28
        db.session.remove()
        db.engine.dispose()


def filled_tables() -> set[str]:
    tables = Model.metadata.sorted_tables
    return {table.name for table in tables if db.session.scalar(select(func.count()).select_from(table))}


@pytest.mark.both
def test_a_town_with_a_case_under_way_can_be_emptied(app: Flask) -> None:
    Story().mediating_at("clan").sit()
    assert {"mediation_case", "case_mediator", "task", "process", "person"} <= filled_tables()
    with transaction():
        clear_tables(now=town.NOW)
    assert filled_tables() - {AdoptedTable.__tablename__} == LEFT


def test_real_data_are_never_cleared_and_never_mixed_with_the_example(app: Flask) -> None:
    run = app.test_cli_runner()
    cleared = run.invoke(args=["town", "clear-example", "--yes"])
    assert cleared.exit_code == 1
    assert "不是示例数据" in cleared.output
    loaded = run.invoke(args=["town", "load-example"])
    assert loaded.exit_code == 1
    assert "已经有数据" in loaded.output
    assert load_example_if_empty(app) == []
    assert db.session.get(TownFact, "example_town") is None
