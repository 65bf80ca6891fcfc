"""Running matters go to the newest version of their diagrams where they can, keep what runs, and go back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.db import db
from app.petitions.terms import PROCESS
from app.processes.actions.move_flows import SINCE, Outcome, move_all, planned, undo_all
from app.processes.models import FlowMove, Process, Task, Timer
from app.processes.queries import definitions
from app.processes.queries.definitions import current
from tests.petitions.way import Way
from tests.together import at_once
from tests.town import NOW
from tests.trail import trail_fault
from workflows.catalogue import Definition

Moving = Callable[..., Iterator[Outcome]]


def redrawn(files: Mapping[str, str]) -> dict[str, str]:
    """Assigning is called otherwise, and whoever investigates finds a step of another name."""
    drawn = {name: text.replace('name="分给承办单位"', 'name="交给承办单位"', 1) for name, text in files.items()}
    for name in ("handle.bpmn", "investigate.form.json"):
        drawn[name] = drawn[name].replace("investigate", "look_into")
    drawn["look_into.form.json"] = drawn.pop("investigate.form.json")
    return drawn


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Definition]:
    """A new version of the diagrams of petitions comes out."""

    def come_out() -> Definition:
        made = Definition.from_files(PROCESS, redrawn(current(PROCESS).files()))
        monkeypatch.setitem(definitions._newest, PROCESS, made)
        return made

    return come_out


def ways() -> dict[str, Way]:
    """One claim at each of these places: the fifth cannot go, for its step is not in the new version."""
    return {
        "sorting": Way().register(),
        "assigning": Way().register().sort().decide("accepted"),
        "simple": Way().simple(),
        "reviewable": Way().investigating().opinion_out(),
        "investigating": Way().investigating(),
        "over": Way().register().withdraw(),
    }


def rows(way: Way) -> tuple[object, ...]:
    """Its periods, dates waited for and open steps, as their rows have them."""
    mine = (Process.subject_kind == "claim", Process.subject_id == way.claim_id)
    timers = db.session.execute(
        select(Timer.engine_id, Timer.code, Timer.due_at, Timer.gone_at).join(Process, Process.id == Timer.process_id)
        .where(*mine).order_by(Timer.id)
    ).all()  # fmt: skip
    steps = db.session.execute(
        select(Task.id, Task.step_id, Task.name, Task.due_at, Task.closed_at).where(Task.matter_id == way.claim_id)
        .order_by(Task.id)
    ).all()  # fmt: skip
    return sorted(way.periods), timers, steps, way.claim.status


def version_of(way: Way) -> str:
    found = select(Process).where(Process.subject_kind == "claim", Process.subject_id == way.claim_id)
    return db.session.scalars(found.where(Process.key == PROCESS)).one().definition.sha256


def done(moving: Moving) -> list[str]:
    return [one.why for one in moving(PROCESS, now=NOW)]


@pytest.mark.both
def test_what_can_go_goes_and_keeps_every_period_step_and_date(app: Flask, newer: Callable[[], Definition]) -> None:
    old, all_ways = current(PROCESS).sha256, ways()
    before = {name: rows(way) for name, way in all_ways.items()}
    made = newer()
    plan = done(planned)
    assert (len(plan), [why for why in plan if why]) == (5, ["新图里没有“调查核实”。"])
    assert db.session.scalar(select(func.count()).select_from(FlowMove)) == 0
    db.session.rollback()
    assert done(move_all) == plan
    assert {name: rows(way) for name, way in all_ways.items()} == before
    stays = {"investigating", "over"}
    assert {name: version_of(way) for name, way in all_ways.items()} == {
        name: old if name in stays else made.sha256 for name in all_ways
    }
    assert all_ways["assigning"].task("assign_unit").label == "交给承办单位"
    assert done(move_all) == ["新图里没有“调查核实”。"], "what is there already is not moved again"
    all_ways["assigning"].letter_out().assigned()
    assert all_ways["assigning"].open == ["look_into"]
    all_ways["investigating"].investigate().opinion()
    assert all_ways["investigating"].open == ["sign_off"]
    all_ways["reviewable"].asked()
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_what_nobody_worked_on_since_goes_back(app: Flask, newer: Callable[[], Definition]) -> None:
    old, all_ways = current(PROCESS).sha256, ways()
    newer()
    done(move_all)
    before = {name: rows(way) for name, way in all_ways.items() if name != "assigning"}
    all_ways["assigning"].assigned()
    assert sorted(done(undo_all)) == ["", "", "", SINCE]
    assert {name: rows(way) for name, way in all_ways.items() if name != "assigning"} == before
    assert [name for name, way in all_ways.items() if version_of(way) != old] == ["assigning"]
    assert all_ways["sorting"].sort().open == ["decide_claim"]
    assert done(undo_all) == [SINCE], "what went back does not go back again"
    assert trail_fault(db.session.connection()) is None


def test_what_moved_twice_goes_back_one_step(
    app: Flask, newer: Callable[[], Definition], monkeypatch: pytest.MonkeyPatch
) -> None:
    way, made = Way().register(), newer()
    done(move_all)
    told = {name: text.replace("。</", "！</") for name, text in made.files().items()}
    monkeypatch.setitem(definitions._newest, PROCESS, Definition.from_files(PROCESS, told))
    assert done(move_all) == [""]
    assert (done(undo_all), version_of(way)) == ([""], made.sha256)
    assert (done(undo_all), version_of(way)) == ([], made.sha256), "the step before is not offered and not refused"
    assert way.sort().open == ["decide_claim"]


@pytest.mark.both
def test_two_administrators_at_once_move_everything_once(app: Flask, newer: Callable[[], Definition]) -> None:
    for _ in range(4):
        Way().register()
    newer()
    db.session.remove()
    counts = at_once(app, [lambda: len(done(move_all)), lambda: len(done(move_all))])
    assert sum(counts) == 4
    assert db.session.scalar(select(func.count()).select_from(FlowMove)) == 4


def test_a_date_rings_where_it_was_set_whatever_the_version(app: Flask, newer: Callable[[], Definition]) -> None:
    way = Way().simple()
    newer()
    done(move_all)
    way.ring()
    assert way.open == ["ask_conversion"]


def test_the_command_says_how_many_go_and_why_others_stay(app: Flask, newer: Callable[[], Definition]) -> None:
    ways()
    newer()
    run = app.test_cli_runner()
    told = run.invoke(args=["diagram", "migrate", PROCESS])
    assert told.output.splitlines() == [
        "信访：在旧版里办、能换到最新的图的有4件，留在自己的版本里办完的有1件。",
        "　1件：新图里没有“调查核实”。",
    ]
    assert "换到最新的图的有4件" in run.invoke(args=["diagram", "migrate", PROCESS, "--apply"]).output
    assert "退回原来的图的有4件，不能退回的有0件" in run.invoke(args=["diagram", "migrate", PROCESS, "--undo"]).output
    lost = run.invoke(args=["diagram", "migrate", "orders"])
    assert lost.exit_code == 1
    assert "没有“orders”这个流程" in lost.output
