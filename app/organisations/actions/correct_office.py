"""Put the name or the telephone number of an office right; letters that were sealed keep the name they bear."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.core.permissions import Actor
from app.organisations.actions.add_office import free_name
from app.organisations.models import Office


def correct_office(office: Office, *, name: str, phone: str, actor: Actor, now: datetime) -> None:
    """Correct name and phone, with what stood there before in the trail.  Raises `Invalid` for a taken name."""
    before = {"name": office.name, "phone": office.phone}
    office.name, office.phone = free_name(name, of=office), phone.strip()
    after = {"name": office.name, "phone": office.phone}
    record("office:corrected", office, actor, now=now, detail={"before": before, "after": after})
