"""Read a roster into the pool: new people come in, known ones are brought up to date, a second time changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.audit.actions.record import record
from app.core.clock import local
from app.core.crypto import keys
from app.core.db import db
from app.core.normalise import same_name, search_text
from app.core.permissions import Actor
from app.core.tables import as_text
from app.core.terms import COMMITTEE_LEVELS
from app.mediators.actions.roster_rows import Places, RosterEntry, Setting, end_in_noughts, read_row
from app.mediators.actions.roster_table import RawTable, Source
from app.mediators.models import Appointment, PoolMember, PoolSkill, PoolTag
from app.organisations.models import Body, Person, Village


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be read in, or is unusual, and why."""

    line: int
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Roster:
    """What became of a roster."""

    is_imported: bool
    added: int
    changed: int
    unchanged: int
    bad: tuple[BadRow, ...]
    source: Source
    """Where in the file it stands, and what of the file was not read."""
    doubtful: tuple[BadRow, ...] = ()
    """Rows that were taken although something about them is unusual."""

    @property
    def summary(self) -> str:
        """One sentence for the office."""
        if not self.is_imported:
            return f"有{len(self.bad)}行要改，一行也没有导入。改好再导，或者选“有错的行先跳过”。"
        skipped = f"，跳过{len(self.bad)}行" if self.bad else ""
        return f"导入好了：新增{self.added}人，更新{self.changed}人，没有变化{self.unchanged}人{skipped}。"


class _Subject:
    subject_kind = "roster"
    id = 1


def import_roster(table: RawTable, *, skip_bad: bool, actor: Actor | None, now: datetime) -> Roster:
    """Write the good rows of a roster; when a row is bad and `skip_bad` is not set, nothing at all.

    The same person is known by the ID number, else by name and phone.  Empty cells change nothing that is known; a
    member's state is never changed.
    """
    on = local(now).date()
    entries, bad = _read(table, on)
    known = _Known()
    fitting = []
    for entry in entries:
        reason = known.clash(entry)
        if reason:
            bad.append(BadRow(entry.line, entry.name, (reason,)))
        else:
            fitting.append(entry)
    bad.sort(key=lambda row: row.line)
    if bad and not skip_bad:
        return Roster(False, 0, 0, 0, tuple(bad), table.source)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for entry in fitting:
        counts[_take_in(entry, known, on)] += 1
    db.session.flush()
    record("roster:imported", _Subject(), actor, now=now, detail={**counts, "skipped": len(bad)})
    doubtful = tuple(BadRow(entry.line, entry.name, entry.doubts) for entry in fitting if entry.doubts)
    return Roster(True, **counts, bad=tuple(bad), source=table.source, doubtful=doubtful)


def _read(table: RawTable, on: date) -> tuple[list[RosterEntry], list[BadRow]]:
    numbers = [as_text(row.cells.get("id_number")) for row in table.rows]
    setting = Setting(_places(), on, table.day_zero, numbers_are_cut=end_in_noughts(numbers))
    entries, bad = [], []
    for row in table.rows:
        read = read_row(row.line, row.cells, setting)
        if isinstance(read, RosterEntry):
            entries.append(read)
        else:
            bad.append(BadRow(row.line, as_text(row.cells.get("name"))[:30], tuple(read)))
    return entries, bad


def _places() -> Places:
    villages: dict[str, int] = {}
    for village in db.session.scalars(select(Village)):
        for name in (village.name, village.full_name, f"{village.name}村", f"{village.name}社区"):
            villages.setdefault(name, village.id)
    committees: dict[str, int] = {}
    for body in db.session.scalars(select(Body).where(Body.level.in_(COMMITTEE_LEVELS))):
        for name in _names_of(body):
            committees.setdefault(name, body.id)
    return Places(villages, committees)


def _names_of(body: Body) -> Iterable[str]:
    names = {body.name, body.seal_name or "", body.short_name or ""}
    if body.village is not None:
        full = body.village.full_name
        names |= {full, f"{full}人民调解委员会", f"{full}调委会", f"{body.village.name}调委会"}
    else:
        names |= {"镇调委会", "镇", "镇里", "镇调解中心", (body.seal_name or "").replace("人民调解委员会", "调委会")}
    return {name for name in names if name}


class _Known:
    """Who is on the register already, by ID number and by name with phone; and whom this roster named so far."""

    def __init__(self) -> None:
        self.by_number: dict[str, Person] = {}
        self.by_phone: dict[tuple[str, str], list[Person]] = {}
        self.members = {
            member.person_id: member
            for member in db.session.scalars(
                select(PoolMember).options(
                    selectinload(PoolMember.skills),
                    selectinload(PoolMember.tags),
                    selectinload(PoolMember.appointments),
                )
            )
        }
        for person in db.session.scalars(select(Person)):
            if person.id_number_index:
                self.by_number[person.id_number_index] = person
            if person.phone_index:
                self.by_phone.setdefault((search_text(person.name), person.phone_index), []).append(person)
        self._seen: dict[str, int] = {}

    def find(self, entry: RosterEntry) -> Person | None:
        """The person a row means, if they are known."""
        if entry.id_number:
            person = self.by_number.get(keys().blind_index(entry.id_number, "id_number"))
            if person is not None:
                return person
        same = self._same_phone(entry)
        return same[0] if len(same) == 1 else None

    def _same_phone(self, entry: RosterEntry) -> list[Person]:
        if not entry.phone:
            return []
        return self.by_phone.get((search_text(entry.name), keys().blind_index(entry.phone, "phone")), [])

    def clash(self, entry: RosterEntry) -> str | None:
        """Why a row cannot be told apart, or contradicts what is known; None when it is clear."""
        person = self.find(entry)
        marks = [entry.id_number, f"{search_text(entry.name)}|{entry.phone}" if entry.phone else ""]
        marks.append(f"person {person.id}" if person is not None else "")
        for mark in filter(None, marks):
            line = self._seen.setdefault(mark, entry.line)
            if line != entry.line:
                return f"跟第{line}行是同一个人，请去掉一行。"
        if person is None:
            if len(self._same_phone(entry)) > 1:
                return "名册里有几位同名同电话的人，请把身份证号填上。"
            return None
        if not same_name(person.name, entry.name):
            return "这个身份证号在名册里是另一个名字，请核对。"
        number = keys().blind_index(entry.id_number, "id_number") if entry.id_number else None
        if number and person.id_number_index and person.id_number_index != number:
            return "名册里同名同电话的人，身份证号不一样，请核对是不是同一个人。"
        return None


def _take_in(entry: RosterEntry, known: _Known, on: date) -> str:
    person = known.find(entry)
    if person is None:
        person = Person(name=entry.name, gender=entry.gender, born_on=entry.born_on, village_id=entry.village_id)
        person.ethnicity = entry.ethnicity or "汉族"
        person.seal_identity(id_number=entry.id_number or None, phone=entry.phone or None)
        db.session.add(person)
        is_new = True
    else:
        is_new = False
    changed = False if is_new else _update_person(person, entry)
    member = None if is_new else known.members.get(person.id)
    if member is None:
        member = PoolMember(person=person, category=entry.category, hours_a_week=10)
        db.session.add(member)
        _update_member(member, entry, on)
        return "added"
    return "changed" if _update_member(member, entry, on) or changed else "unchanged"


def _update_person(person: Person, entry: RosterEntry) -> bool:
    before = (person.id_number, person.phone)
    after = (entry.id_number or before[0], entry.phone or before[1])
    if before != after:
        person.seal_identity(id_number=after[0] or None, phone=after[1] or None)
    changed = before != after
    for name, value in (("gender", entry.gender), ("born_on", entry.born_on), ("ethnicity", entry.ethnicity)):
        if value and getattr(person, name) != value:
            setattr(person, name, value)
            changed = True
    return changed


def _update_member(member: PoolMember, entry: RosterEntry, on: date) -> bool:
    changed = False
    told = {"category": entry.category, "village_id": entry.village_id, "grade": entry.grade}
    told["hours_a_week"] = entry.hours_a_week
    for name, value in told.items():
        if value is not None and getattr(member, name) != value:
            setattr(member, name, value)
            changed = True
    if entry.skills and entry.skills != {skill.dispute_type for skill in member.skills}:
        kept = [skill for skill in member.skills if skill.dispute_type in entry.skills]
        missing = entry.skills - {skill.dispute_type for skill in kept}
        member.skills = [*kept, *(PoolSkill(dispute_type=one) for one in sorted(missing))]
        changed = True
    new_tags = entry.tags - {tag.tag for tag in member.tags}
    member.tags.extend(PoolTag(tag=tag) for tag in sorted(new_tags))
    return _appoint(member, entry, on) or changed or bool(new_tags)


def _appoint(member: PoolMember, entry: RosterEntry, on: date) -> bool:
    if entry.committee_id is None:
        return False
    same = [one for one in member.appointments if one.committee_id == entry.committee_id]
    current = next((one for one in same if one.until_on is None or one.until_on >= on), None)
    again = next((one for one in same if entry.appointed_on is not None and one.from_on == entry.appointed_on), None)
    row = again or current
    if row is None:
        since = entry.appointed_on or on
        row = Appointment(committee_id=entry.committee_id, from_on=since, until_on=entry.appointed_until)
        member.appointments.append(row)
        return True
    until = None if entry.is_for_good else entry.appointed_until or row.until_on
    told = (entry.appointed_on or row.from_on, until)
    changed = (row.from_on, row.until_on) != told
    row.from_on, row.until_on = told
    return changed
