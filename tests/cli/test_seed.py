"""`flask seed`: the example town grown, each copy a matter like the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.cases.models import Case
from app.core.db import db
from app.deadlines.models import Deadline
from app.matters.actions.rebuild import differences
from app.matters.models import Matter
from app.petitions.models import Petition
from tests.example import example_in
from tests.signed_in import signed_in
from tests.town import NOW


@pytest.fixture
def example(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with an example town of its own."""
    return example_in(tmp_path, tmp_path_factory)


def test_the_example_grows_and_every_copy_is_a_matter_of_its_own(example: Flask) -> None:
    runner = example.test_cli_runner()
    with example.app_context():
        own = db.session.scalar(select(func.count()).select_from(Matter)) or 0
        running = db.session.scalar(select(func.count()).where(Deadline.closed_at.is_(None))) or 0
        db.session.rollback()
        for copies in (2, 3):
            grown = runner.invoke(args=["seed", "--matters", str(copies * own + 1)])
            assert f"现在一共有 {(copies + 1) * own} 件。" in grown.output
        assert list(differences()) == []
        assert db.session.scalar(select(func.count()).where(Deadline.closed_at.is_(None))) == running
        for kind, address in (("justice", "/cases/?words=王"), ("petition", "/petitions/"), ("mediator08", "/")):
            assert signed_in(example, kind).get(address).status_code == 200
        copy = db.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()
        assert signed_in(example, "justice").get(f"/cases/{copy.public_id}").status_code == 200
        numbers = db.session.scalars(select(Petition.number)).all()
        assert len(set(numbers)) == len(numbers)
        assert copy.registered_at < NOW
        db.session.remove()
        db.engine.dispose()


def test_a_town_with_real_people_is_not_grown(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["seed", "--matters", "10"])
    assert refused.exit_code == 1
    assert "只有示例镇能这样长大" in refused.output
    assert db.session.query(Matter).count() == 0
