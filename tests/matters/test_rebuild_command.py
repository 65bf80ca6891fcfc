"""`flask matter rebuild`: what differs is named, nothing is changed by a check."""

from __future__ import annotations

from flask import Flask

from app.core.db import db
from app.core.transaction import transaction
from app.matters.models import Matter
from tests.story import Story


def test_a_check_names_what_differs_and_a_rebuild_mends_it(app: Flask) -> None:
    story = Story().register()
    with transaction():
        db.session.query(Matter).update({"title": "旧的", "status": "closed"})
    runner = app.test_cli_runner()
    checked = runner.invoke(args=["matter", "rebuild", "--check"])
    assert checked.exit_code == 1
    assert f"对不上\tcase\t{story.case_id}\ttitle、status" in checked.output
    assert "有 1 行对不上" in checked.output
    assert db.session.query(Matter.title).scalar() == "旧的"
    db.session.rollback()
    assert "重做好了：1 行" in runner.invoke(args=["matter", "rebuild"]).output
    db.session.rollback()
    again = runner.invoke(args=["matter", "rebuild", "--check"])
    assert (again.exit_code, "总表都对得上" in again.output) == (0, True)
