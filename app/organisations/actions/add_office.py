"""Enter the offices of the town: who issues, who receives, who handles a petition (信访工作条例 第16、17条)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.core.normalise import entry_name
from app.core.permissions import Actor
from app.organisations.models import OFFICE_KIND_NAMES, Office, OfficeKind, Village
from app.organisations.queries import villages

ONE_EACH = frozenset({OfficeKind.GOVERNMENT, OfficeKind.DESK, OfficeKind.DISCIPLINE})
"""Kinds of which a town has one."""
COMMUNITY = "社区"


def add_office(
    kind: OfficeKind, name: str, *, village_id: int | None = None, phone: str = "", actor: Actor, now: datetime
) -> Office:
    """Enter an office; a village's office names its village, every other kind none.

    Raises `Invalid` for a name that is empty or taken, a second government, desk or discipline office, a village
    office without a village, or a second one of a village.
    """
    village = db.session.get(Village, village_id) if village_id and kind is OfficeKind.VILLAGE else None
    name = free_name(name)
    if kind in ONE_EACH:
        _refuse_second(kind)
    if kind is OfficeKind.VILLAGE:
        _check_village(village)
    office = Office(kind=kind, name=name, village=village, phone=phone.strip())
    db.session.add(office)
    db.session.flush()
    record("office:added", office, actor, now=now, detail={"kind": kind.value, "name": name})
    return office


def free_name(name: str, *, of: Office | None = None) -> str:
    """The name without blanks around it.  Raises `Invalid` when it is empty or another office's."""
    plain = entry_name(name)
    if not plain:
        raise Invalid("请写单位的全称。", {"name": "请写单位的全称。"})
    other = db.session.scalar(select(Office).where(Office.name == plain))
    if other is not None and other is not of:
        raise Invalid("这个单位已经有了。", {"name": f"已经有{plain}了，不用再建。"})
    return plain


def _refuse_second(kind: OfficeKind) -> None:
    there = db.session.scalar(select(Office).where(Office.kind == kind).limit(1))
    if there is not None:
        sentence = f"{OFFICE_KIND_NAMES[kind]}只有一个，已经建了{there.name}；名称不对的，点开它改名称。"
        raise Invalid(sentence, {"kind": sentence})


def _check_village(village: Village | None) -> None:
    if village is None:
        raise Invalid("请选是哪个村。", {"village_id": "村（社区）的单位要选是哪个村。"})
    there = db.session.scalar(select(Office).where(Office.village_id == village.id))
    if there is not None:
        raise Invalid("这个村已经建过了。", {"village_id": f"{village.full_name}已经建了{there.name}。"})


def village_office_name(village: Village) -> str:
    """``小海眼社区居民委员会`` for a community, ``赵庄村村民委员会`` for a village."""
    return f"{village.full_name}{'居民委员会' if village.kind == COMMUNITY else '村民委员会'}"


def add_village_offices(*, actor: Actor, now: datetime) -> list[Office]:
    """An office for every village that has none yet; those that were made.  Raises `Invalid` for a taken name."""
    served = set(db.session.scalars(select(Office.village_id).where(Office.village_id.is_not(None))))
    return [
        add_office(OfficeKind.VILLAGE, village_office_name(village), village_id=village.id, actor=actor, now=now)
        for village in villages()
        if village.id not in served
    ]
