"""A list costs the same among two thousand matters and among many times that: it reads as many rows as it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Account
from app.cases.kind import CASE
from app.cases.queries.listing import Search
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.rules import Light
from app.matters.models import Matter, Piece, Sight
from app.matters.queries.finding import found_by
from app.matters.queries.listing import BY_END, Place, listed
from tests.story import Story
from tests.sweeps.crowd import settle
from tests.sweeps.plans import Asked, listening, touched
from tests.town import NOW

FEW = 2_000
TABLES = ("matter", "matter_sight", "matter_piece")
ASKED = [
    pytest.param(Search(), id="newest"),
    pytest.param(Search(order=BY_END), id="by end"),
    pytest.param(Search(light=Light.OVERDUE), id="overdue"),
    pytest.param(Search(words="单田芳"), id="a name that few bear"),
    pytest.param(Search(words="0001"), id="a number"),
]


def grow(first: int, last: int) -> None:
    """Copies of the one matter there is, some of them with other pieces, from `first` to before `last`; all are seen
    by whoever sees it."""
    kept = db.session.scalars(sa.select(Matter).order_by(Matter.id).limit(1)).one()
    owners = db.session.scalars(sa.select(Sight.owner).where(Sight.matter_id == kept.id)).all()
    columns = [column.name for column in Matter.__table__.columns]
    values = {name: getattr(kept, name) for name in columns}
    rows, sights, pieces = [], [], []
    for number in range(first, last):
        at = kept.opened_at - timedelta(minutes=number)
        own = {"id": kept.id + number, "subject_id": kept.subject_id + number, "public_id": f"{number:012}"}
        rows.append(values | own | {"opened_at": at, "ends_at": kept.ends_at + timedelta(minutes=number)})
        sights += [
            {"owner": owner, "matter_id": own["id"], "kind": kept.kind, "opened_at": at, "ends_at": rows[-1]["ends_at"]}
            for owner in owners
        ]
        pieces += [{"piece": piece, "matter_id": own["id"]} for piece in ("王甲", "#0002")]
    with transaction():
        for table, some in ((Matter, rows), (Sight, sights), (Piece, pieces)):
            db.session.execute(sa.insert(table), some)
    settle()


def asked(actor: Account, wanted: Search, after: Place | None) -> list[Asked]:
    with listening() as sent:
        listed(CASE, actor, wanted, now=NOW, soon_at=NOW, after=after, size=20)
    return [one for one in sent if "matter" in one[0]]


def costs(find: Callable[[str], Account]) -> Iterator[tuple[str, int, int]]:
    """Of every list its statements and what they touch."""
    middle = db.session.scalars(sa.select(Matter).order_by(Matter.opened_at).offset(500).limit(1)).one()
    places = [None, Place(middle.opened_at, middle.public_id)]
    for login_name in ("mediator", "justice"):
        actor = find(login_name)
        for param in ASKED:
            (wanted,) = param.values
            for after in places:
                statements = asked(actor, wanted, after)
                cost = sum(touched(one, table) for one in statements for table in touching(statements))
                yield (
                    f"{login_name}, {param.id}, {'a page far behind' if after else 'first page'}",
                    len(statements),
                    cost,
                )


def touching(_statements: list[Asked]) -> tuple[str, ...]:
    """SQLite's steps count a statement whole; PostgreSQL's rows are counted by table."""
    return TABLES[:1] if db.engine.dialect.name == "sqlite" else TABLES


@pytest.mark.parametrize("many", [6_000, pytest.param(20_000, marks=pytest.mark.campaign)])
@pytest.mark.both
@pytest.mark.usefixtures("app")
def test_a_list_costs_the_same_however_many_matters_there_are(account: Callable[[str], Account], many: int) -> None:
    Story().register().start_at("village").accept()
    with transaction():
        db.session.execute(sa.insert(Piece), [{"piece": one, "matter_id": 1} for one in ("单田", "田芳")])
    grow(1, FEW)
    few = {name: (statements, cost) for name, statements, cost in costs(account)}
    assert few["justice, newest, first page"][1] >= 20, "the counting itself is broken"
    grow(FEW, many)
    for name, statements, cost in costs(account):
        assert statements == few[name][0], name
        assert cost <= few[name][1] * 1.1 + 50, (name, few[name][1], cost)


@pytest.mark.both
@pytest.mark.only("postgresql")
def test_the_many_pieces_of_a_word_are_looked_up_one_by_one_and_never_joined(app: Flask) -> None:
    """The orders of ten joins took PostgreSQL 180 ms to weigh, of a search that takes one to do."""
    with listening() as sent:
        found_by("wangshufen")
    asked = next(one for one in sent if "EXISTS" in one[0])
    with db.engine.connect() as connection:
        plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {asked[0]}", asked[1]))
    assert plan.count("SubPlan") > 10
    assert "Join" not in plan
    assert "Nested Loop" not in plan
