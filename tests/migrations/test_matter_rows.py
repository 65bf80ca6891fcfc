"""The matters of an older town get their rows, and keep them equal to their tables to the end."""

from __future__ import annotations

import pytest
from flask import Flask

from app.cases.models import Case
from app.core.db import db
from app.matters.actions.rebuild import differences
from app.matters.models import Matter
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Supervision
from tests.migrations.kept import Kept, Stage

KINDS = {"case": Case, "petition": Petition, "claim": Claim, "supervision": Supervision}
A_FEW = 6


def ended() -> int:
    return db.session.query(Matter).filter(Matter.ended_on.is_not(None)).count()


@pytest.mark.both
def test_every_matter_of_that_town_has_its_row_and_it_follows_what_comes(
    upgraded: Flask, kept: Kept, end: Stage
) -> None:
    for kind, table in KINDS.items():
        assert db.session.query(Matter).filter_by(kind=kind).count() == db.session.query(table).count()
    assert list(differences()) == []
    before = ended()
    kept.reach(end)
    assert list(differences()) == []
    assert ended() >= before + A_FEW
