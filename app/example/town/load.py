"""Load the example town into empty tables, or empty them again; the caller holds the transaction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, exists, select, update

from app.audit.actions.adopt import adopt_tables
from app.audit.actions.record import record
from app.core.append_only import lifted
from app.core.clock import local
from app.core.db import Model, db
from app.example.town.people import Registry
from app.example.town.places import build_offices, build_places, town_body
from app.example.town.plan import SEED, village_plans
from app.example.town.pool import PoolBuilder
from app.example.town.sign_ins import SignIn, open_accounts, write_sign_ins
from app.example.town.stories import load_stories
from app.mediators.actions.watch_terms import watch_terms
from app.organisations.models import Body, Person, TownFact

FACT = "example_town"
LOADED, CLEARED = "yes", "cleared"
KEPT = frozenset({"village", "resident_group", "body", "coverage", "office", "key_ring"})
"""Tables of the real town, the name of its keys and of what the trail covers, which stay when the example goes."""


class TownSubject:
    """The installation itself, as the audit trail names it."""

    subject_kind = "town"
    id = 1


def is_empty() -> bool:
    """Whether the database holds no body and no person."""
    return not any(db.session.scalar(select(exists(select(table.id)))) for table in (Body, Person))


def load_example(folder: Path, *, now: datetime) -> list[SignIn]:
    """Make the town, always the same one but for its passwords; keeps the sign-ins in `folder`."""
    registry, sign_ins = build_town(now)
    load_stories(registry, now=now)
    watch_terms(now)
    record("town:example_loaded", TownSubject(), None, now=now)
    write_sign_ins(folder, sign_ins)
    return sign_ins


def build_town(now: datetime) -> tuple[Registry, list[SignIn]]:
    """Places, people and accounts, before anything happens; who draws the people from here on, and the sign-ins."""
    registry = Registry(SEED)
    town = town_body()
    places = build_places(village_plans(), registry)
    offices = build_offices(places)
    pool = PoolBuilder(town, places, registry, local(now).date()).build()
    sign_ins = open_accounts(town, places, offices, pool, registry)
    db.session.merge(TownFact(name=FACT, value=LOADED))
    db.session.flush()
    return registry, sign_ins


def clear_tables(*, now: datetime) -> None:
    """Delete people and all they did, the trail of the example too; a new trail begins with this.

    Villages, resident groups, the town's offices and the bodies of the four levels stay: they are the town's own.
    Clan labels, which are fictional, are emptied.
    """
    with lifted(db.session.connection()):
        for table in reversed(Model.metadata.sorted_tables):
            if table.name not in KEPT:
                db.session.execute(delete(table))
    db.session.execute(update(Body).values(surname_label=""))
    db.session.expunge_all()
    db.session.add(TownFact(name=FACT, value=CLEARED))
    record("town:example_cleared", TownSubject(), None, now=now)
    adopt_tables(now)
