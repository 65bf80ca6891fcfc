"""Versions of diagrams that were stored before they held their forms are given them, and flows go along."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from app.core import clock
from app.core.db import MIGRATIONS, db
from app.core.transaction import transaction
from app.processes.models import DefinitionRow, Process, Task
from app.processes.queries.definitions import definition_of, pinned_of
from tests.migrations.conftest import BACK, MIGRATED
from tests.migrations.kept import Kept
from workflows import engine
from workflows.catalogue import DIAGRAM_SUFFIXES, Definition
from workflows.pinned import pinned

ROLE = '<spiffworkflow:property name="role" value="mediator" />'


@pytest.mark.both
def test_every_stored_version_asks_its_steps_itself_and_no_flow_stands_elsewhere(old: Flask, kept: Kept) -> None:
    with db.engine.connect() as connection:
        before = [bytes(state) for (state,) in connection.execute(sa.text("SELECT state FROM process ORDER BY id"))]
    kept.reach(MIGRATED)
    flows = db.session.query(Process).order_by(Process.id).all()
    assert len(flows) == len(before)
    for flow, state in zip(flows, before, strict=True):
        stood, stands = json.loads(state), json.loads(flow.state)
        assert stands == {**stood, "version": flow.definition.sha256[:16]} != stood
        asked = pinned_of(flow)
        assert asked.unasked == ()
        assert {"words.json", "process.json"} < definition_of(flow).files().keys()
        assert set(asked.steps.values()) <= set(asked.process_file().roles)
        assert "withdraw" in asked.actions.names()
        if flow.finished_at is None:
            steps = {step.id for step in engine.look(definition_of(flow), flow.state).steps}
            assert steps == {task.step_id for task in db.session.query(Task).filter_by(process=flow, closed_at=None)}


@pytest.mark.both
def test_a_version_somebody_drew_is_given_what_is_known_of_it_and_nothing_else(old: Flask, tmp_path: Path) -> None:
    folder, drawn_forms = tmp_path / "app" / "migrations", tmp_path / "bpmn" / "mediation"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    drawn_forms.mkdir(parents=True)
    (drawn_forms / "look_again.form.json").write_text("{}", encoding="utf-8")
    kept = db.session.query(DefinitionRow).filter_by(key="mediation").first()
    drawn = {
        name: text.replace("return_visit", "look_again").replace("tell_rest", "tell_the_rest")
        for name, text in files_of(kept).items()
    }
    drawn["level.bpmn"] = drawn["level.bpmn"].replace(ROLE, "", 1)
    own = Definition.from_files("mediation", drawn)
    unknown = Definition.from_files("orders", {"orders.bpmn": drawn["follow_up.bpmn"].replace("follow_up", "orders")})
    with transaction():
        for one in (own, unknown):
            db.session.add(DefinitionRow(key=one.key, sha256=one.sha256, source=one.source, created_at=clock.now()))
    upgrade(directory=str(folder))
    orders = db.session.query(DefinitionRow).filter_by(key="orders").one()
    assert (orders.source, orders.sha256) == (unknown.source, unknown.sha256)
    (row,) = [one for one in db.session.query(DefinitionRow) if "look_again" in files_of(one).get("follow_up.bpmn", "")]
    asked = pinned(Definition.from_source(row.key, row.source))
    assert asked.unasked == ("tell_the_rest",)
    assert {"look_again", "mediate"} < set(asked.forms.names())
    assert not {"return_visit", "tell_rest"} & set(asked.forms.names())
    assert set(pinned(own).steps.values()) - set(asked.steps.values()) == {""}, "the role it lacked"


@pytest.mark.both
def test_going_back_leaves_the_diagrams_alone_and_every_flow_where_it_stands(town: Flask, kept: Kept) -> None:
    kept.reach(BACK)
    downgrade(revision="0009")
    for row in db.session.query(DefinitionRow):
        assert {name for name in files_of(row) if not name.endswith(DIAGRAM_SUFFIXES)} == set()
        assert Definition.from_source(row.key, row.source).sha256 == row.sha256
    versions = {row.id: Definition.from_source(row.key, row.source) for row in db.session.query(DefinitionRow)}
    flows = sa.select(Process.id, Process.definition_id, Process.state).where(Process.finished_at.is_(None))
    for flow in db.session.execute(flows).all():
        steps = {step.id for step in engine.look(versions[flow.definition_id], flow.state).steps}
        still = sa.select(Task.step_id).where(Task.process_id == flow.id, Task.closed_at.is_(None))
        assert steps == set(db.session.scalars(still))


def files_of(row: DefinitionRow) -> dict[str, str]:
    return Definition.from_source(row.key, row.source).files()
