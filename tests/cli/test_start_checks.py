"""A damaged database is not served, and nothing rings by a clock that is clearly wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.audit.actions.record import record
from app.cli.consume import EVERY_MINUTE, Job, jobs_of_today, unless_clock_is_wrong
from app.cli.daily import OnceADay, check_database, keep_statistics
from app.cli.refusal import Refused
from app.cli.start_checks import clock_fault, refuse_damage, refuse_wrong_clock
from app.core.database_check import MARK, NotFinished, damage_of, is_marked, mark_damage
from app.core.db import db
from app.core.transaction import transaction
from app.example.town.load import TownSubject
from app.organisations.models import TownFact
from tests.conftest import make_app
from tests.story import Story
from tests.town import NOW

At = Callable[[datetime], None]
PAGE = 4096


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite database of many pages."""
    place = tmp_path / "jieyou.db"
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, said TEXT)")
        connection.execute("CREATE INDEX ix_word ON word (said)")
        connection.executemany("INSERT INTO word (said) VALUES (?)", [(f"{n:05d}" * 20,) for n in range(5_000)])
        connection.commit()
    return place


def spoil(place: Path) -> None:
    """Overwrite some pages in the middle, as a dying disk does."""
    with place.open("r+b") as stream:
        stream.seek(PAGE * 20)
        stream.write(b"\x5a" * PAGE * 5)


def app_on(place: Path) -> Flask:
    return make_app(place.parent, f"sqlite:///{place}")


def test_a_sound_file_passes_and_a_spoilt_one_is_named(file: Path) -> None:
    assert damage_of(file) is None
    assert damage_of(file.with_name("missing.db")) is None
    spoil(file)
    assert damage_of(file)
    file.write_bytes(b"no database at all" * 1_000)
    assert damage_of(file)


def test_a_check_that_takes_too_long_is_given_up(file: Path) -> None:
    with pytest.raises(NotFinished):
        damage_of(file, seconds=-1)


def test_a_start_after_a_power_cut_refuses_a_damaged_file_with_the_way_back(file: Path) -> None:
    app = app_on(file)
    spoil(file)
    refuse_damage(app, was_cut_off=False)
    with pytest.raises(Refused, match="没有动任何东西") as refused:
        refuse_damage(app, was_cut_off=True)
    assert "set-aside" in refused.value.message
    assert "核对过的备份" in refused.value.message
    with pytest.raises(Refused, match="坏了"):
        refuse_damage(app, was_cut_off=False)


def test_a_file_that_was_mended_is_served_again(file: Path) -> None:
    app, sound = app_on(file), file.read_bytes()
    spoil(file)
    check_database(file, file.parent)
    assert is_marked(file.parent)
    assert (file.parent / MARK).stat().st_mode & 0o077 == 0
    file.write_bytes(sound)
    refuse_damage(app, was_cut_off=False)
    assert not is_marked(file.parent)


def test_the_mark_goes_with_the_database_that_was_put_aside(file: Path) -> None:
    app = app_on(file)
    spoil(file)
    check_database(file, file.parent)
    said = app.test_cli_runner().invoke(args=["town", "set-aside", "--yes"])
    assert said.exit_code == 0, said.output
    assert not is_marked(file.parent)
    mark_damage(file.parent, "left by a database that is on a server now")
    refuse_damage(app, was_cut_off=True)
    assert not is_marked(file.parent)


def test_the_health_page_and_every_page_tell_what_the_daily_check_found(app: Flask) -> None:
    folder = Path(app.config["DATA_FOLDER"])
    mark_damage(folder, "row 7 missing from index")
    try:
        answer = app.test_client().get("/healthz")
        assert (answer.status_code, answer.json) == (503, {"status": "database is damaged"})
        assert "数据库坏了" in app.test_client().get("/sign-in").text
    finally:
        mark_damage(folder, None)
    assert app.test_client().get("/healthz").status_code == 200
    assert "数据库坏了" not in app.test_client().get("/sign-in").text


def test_the_clock_may_lag_some_minutes_and_not_a_day(app: Flask) -> None:
    Story().register()
    assert clock_fault(NOW) is None
    assert clock_fault(NOW - timedelta(minutes=4)) is None
    said = clock_fault(NOW - timedelta(days=1))
    assert said is not None
    assert "2026年11月22日" in said
    assert "2026年11月23日" in said
    assert clock_fault(datetime(2001, 1, 1, tzinfo=UTC)) == "这台电脑的时间是2001年1月1日 08:00，不对。"


def test_a_start_is_stopped_by_such_a_clock_with_the_way_on(app: Flask, at: At) -> None:
    Story().register()
    refuse_wrong_clock(app)
    at(NOW - timedelta(hours=1))
    with pytest.raises(Refused, match="时间倒退了") as refused:
        refuse_wrong_clock(app)
    assert "serve --clock-is-right" in refused.value.message


def test_who_goes_on_with_an_earlier_clock_is_asked_once(app: Flask, at: At) -> None:
    Story(NOW).register()
    earlier = NOW - timedelta(days=2)
    at(earlier)
    assert clock_fault(earlier)
    with transaction():
        record("town:example_loaded", TownSubject(), None, now=earlier)
    assert clock_fault(earlier) is None


def test_the_example_town_and_training_choose_their_days(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    Story().register()
    yesterday = NOW - timedelta(days=1)
    monkeypatch.setitem(app.config, "PRETEND_DATE", yesterday.date())
    assert clock_fault(yesterday) is None
    monkeypatch.setitem(app.config, "PRETEND_DATE", None)
    assert clock_fault(yesterday)
    with transaction():
        db.session.merge(TownFact(name="example_town", value="yes"))
    assert clock_fault(yesterday) is None


def test_a_database_without_tables_has_no_newest_entry(tmp_path: Path) -> None:
    app = app_on(tmp_path / "empty.db")
    with app.app_context():
        assert clock_fault(NOW) is None
        db.engine.dispose()


def test_nothing_rings_while_the_clock_is_behind(app: Flask) -> None:
    Story().register()
    rung: list[datetime] = []
    sweep = unless_clock_is_wrong(Job("deadlines", rung.append))
    sweep(NOW - timedelta(days=1))
    assert rung == []
    sweep(NOW)
    assert rung == [NOW]
    trusting = {job.name: job.sweep for job in jobs_of_today(trusts_clock=True)}
    assert all(trusting[job.name] is job.sweep for job in EVERY_MINUTE)


def test_a_daily_job_runs_at_the_start_and_once_in_each_new_day() -> None:
    seen: list[datetime] = []
    job = OnceADay(seen.append)
    for hours in (0, 1, 14, 15, 16, 40):
        job(NOW + timedelta(hours=hours))
    assert [moment - NOW for moment in seen] == [timedelta(), timedelta(hours=15), timedelta(hours=40)]


@pytest.mark.only("sqlite")
def test_sqlite_keeps_statistics_of_its_indexes(app: Flask) -> None:
    assert not has_statistics()
    keep_statistics(NOW)
    assert has_statistics()
    keep_statistics(NOW)


def has_statistics() -> bool:
    with db.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'").scalar()
        return bool(found and connection.exec_driver_sql("SELECT count(*) FROM sqlite_stat1").scalar())


@pytest.mark.only("postgresql")
def test_postgresql_keeps_its_own(app: Flask) -> None:
    keep_statistics(NOW)
