"""Every running flow of the example town goes to diagrams that were only explained anew, and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.core.db import db
from app.processes.actions.move_flows import move_all, planned, undo_all
from app.processes.models import Process
from app.processes.queries import definitions
from app.processes.queries.definitions import current, folders
from tests import town
from tests.example import example_in
from tests.moved import counted, open_steps, periods, versions
from workflows.catalogue import Definition


@pytest.fixture
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The example town, to be written in."""
    app = example_in(tmp_path_factory.mktemp("moves"), tmp_path_factory)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def explained_anew(key: str) -> Definition:
    """The newest version of a process, its steps explained in other words."""
    texts = current(key).files()
    return Definition.from_files(key, {name: text.replace("。</", "！</") for name, text in texts.items()})


def running(key: str) -> int:
    return db.session.query(Process).filter_by(key=key, finished_at=None).count()


def test_all_of_them_move_as_foretold_and_back_and_no_period_changes(
    example: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = sorted(folder.name for folder in folders())
    before, steps, dates = versions(), open_steps(), periods()
    for key in keys:
        monkeypatch.setitem(definitions._newest, key, explained_anew(key))
    foretold = {key: list(planned(key, now=town.NOW)) for key in keys}
    assert [one.why for found in foretold.values() for one in found if one.why] == []
    assert {key: counted(found) for key, found in foretold.items()} == {key: (running(key), 0) for key in keys}
    assert sum(len(found) for found in foretold.values()) >= 36
    assert {key: list(move_all(key, now=town.NOW)) for key in keys} == foretold
    db.session.expire_all()
    assert versions() != before
    assert (open_steps(), periods()) == (steps, dates)
    assert {key: list(undo_all(key, now=town.NOW)) for key in keys} == foretold
    db.session.expire_all()
    assert (versions(), open_steps(), periods()) == (before, steps, dates)
