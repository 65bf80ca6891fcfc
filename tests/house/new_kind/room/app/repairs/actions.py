"""Register a repair, put its title right, and follow its flow."""

from datetime import datetime

from app.repairs.models import Repair

from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.numbering import random_number
from app.core.permissions import Actor
from app.deadlines.actions.finish_deadline import close_deadlines
from app.deadlines.actions.open_deadline import open_deadline
from app.matters.actions.correct import Change, keep_changes
from app.organisations.queries import get_body
from app.processes.actions.run import start_process
from workflows.steps import Position


def register_repair(title: str, spoken_by: str, actor: Actor, now: datetime) -> Repair:
    """Write it and begin its three days."""
    committee, number = get_body(actor.committee_id or 0), random_number(Repair.number, lambda digits: f"修{digits}")
    repair = Repair(region=committee.village.region, committee_id=committee.id, title=title, number=number,
                    opened_at=now, spoken_by=spoken_by, typed_by_id=actor.id)  # fmt: skip
    db.session.add(repair)
    db.session.flush()
    where = {"region": repair.region, "committee_id": committee.id}
    open_deadline(repair, "Z1", starts=local(now).date(), actor=actor, now=now, **where)
    start_process("repair", repair, {"outcome": ""}, now=now)
    record("repair:registered", repair, actor, now=now, spoken_by=spoken_by)
    return repair


def correct_title(repair: Repair, title: str, reason: str, actor: Actor, now: datetime) -> None:
    """Old and new stay."""
    changes = [Change("title", repair.title, title)] if title != repair.title else []
    keep_changes(repair, changes, reason=reason, actor=actor, now=now)
    repair.title = title


def moved(repair: Repair, position: Position, now: datetime) -> None:
    """Mended, its period ends with it."""
    repair.status = position.status or "mended"
    if position.finished:
        repair.ended_on = local(now).date()
        close_deadlines(repair, actor=None, now=now)
