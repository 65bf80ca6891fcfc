"""The first start on new diagrams says how many matters could go to them; every other start says nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from app.cli.after_update import foretell_moves
from app.core.db import db
from app.processes.models import Process
from app.processes.queries import definitions
from app.processes.queries.definitions import current
from tests.story import Story
from workflows.catalogue import Definition


def come_out(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    files = {name.replace(old, new): text.replace(old, new) for name, text in current("mediation").files().items()}
    monkeypatch.setitem(definitions._newest, "mediation", Definition.from_files("mediation", files))


@pytest.mark.both
def test_the_first_start_on_new_diagrams_counts_and_the_next_is_silent(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    foretell_moves(app)
    Story().register()
    Story().register().start_at("village").accept()
    foretell_moves(app)
    assert not capsys.readouterr().out, "nothing is under way in an older version"
    before = {one.id: one.definition.sha256 for one in db.session.query(Process)}
    come_out(monkeypatch, "record_consents", "ask_parties")
    foretell_moves(app)
    told = capsys.readouterr().out
    assert "　人民调解：能换到最新的图的有1件，留在自己的版本里办完的有1件。" in told
    assert ".venv/bin/flask diagram migrate mediation --dry-run" in told
    foretell_moves(app)
    assert not capsys.readouterr().out
    assert {one.id: one.definition.sha256 for one in db.session.query(Process)} == before, "nothing moves by itself"


def test_where_none_can_go_nothing_is_advised(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Story().register().start_at("village").accept()
    come_out(monkeypatch, "record_consents", "ask_parties")
    foretell_moves(app)
    told = capsys.readouterr().out
    assert "能换到最新的图的有0件，留在自己的版本里办完的有1件。" in told
    assert "--dry-run" not in told


def test_diagrams_that_cannot_be_run_are_left_to_the_check_after_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(definitions._newest, "mediation", raising=False)
    monkeypatch.setattr(definitions, "folder_of", lambda key: definitions.BPMN_FOLDER / f"{key}-nowhere")
    foretell_moves(app)
    assert not capsys.readouterr().out
