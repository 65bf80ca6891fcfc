"""The same petitions in two towns, one of which had six accusations typed as petitions in between and sealed.

Whatever is drawn (public ids, register numbers, codes) is drawn for the petitions from a source of their own, so that
both towns say the same byte for byte where nothing shows through.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Mapper

from app.core import clock
from app.core.clock import SHANGHAI, local
from app.core.db import Model, db
from app.core.public_ids import ALPHABET, LENGTH, HasPublicId
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.notifications.actions.digest import sweep_digest
from app.petitions.actions.enter_national import enter_national
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.actions.supervise import register_supervision
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Supervision
from app.petitions.terms import Channel, Origin, Urgency
from app.processes.actions.sweep import sweep_timers
from app.processes.registry import Submission
from tests.accusations.sealing import ACCUSER, ADDRESS, ID_NUMBER, MARK, PHONE, TEXT, sealed_by_the_desk
from tests.petitions.way import DESK, Way
from tests.story import Story
from tests.town import NOW

FEWER, FORTY = 24, 40
"""How many petitions come: all six accusations come among the fewer."""
BESIDE = frozenset({4, 10, 11, 14, 19})
"""After which petitions an accusation comes as one of its own; a sixth hides in the letter `MIXED`."""
MIXED, REPEATED, SUPERVISED = 1, 11, 20
"""The letter with a second request, the one that says it repeats the accusation before it, the supervision after it."""
GIVEN_NAMES = "安邦成达恩福国海江康乐明宁平庆荣山泰文兴永远志忠子春夏秋冬东南西北上下左右前后高"
VILLAGES = ("小海眼", "赵庄", None)
CHANNELS = (Channel.LETTER, Channel.VISIT, Channel.PHONE, Channel.NETWORK)


@dataclass
class Draw:
    """Where what is random comes from: one source for the forty, another for what is hidden."""

    hides: bool = False
    sources: dict[bool, Random] = field(default_factory=lambda: {False: Random("forty"), True: Random("six")})
    counts: Counter[tuple[bool, str]] = field(default_factory=Counter)
    claims: set[int] = field(default_factory=set)
    """Keys of the claims that are hidden."""

    def choice(self, letters: str) -> str:
        """Stands for `secrets.choice`."""
        return self.sources[self.hides].choice(letters)

    def below(self, limit: int) -> int:
        """Stands for `secrets.randbelow`."""
        return self.sources[self.hides].randrange(limit)

    def name(self, _mapper: Mapper[Any], _connection: object, row: Model) -> None:
        """Give a row its public id: of its table and place among those of its kind; not one that has its subject's."""
        if not isinstance(row, HasPublicId) or row.public_id:
            return
        is_hidden = self.hides or self._is_of_hidden(row)
        self.counts[is_hidden, row.__tablename__] += 1
        place = self.counts[is_hidden, row.__tablename__]
        source = Random(f"{is_hidden} {row.__tablename__} {place}")
        row.public_id = "".join(source.choice(ALPHABET) for _ in range(LENGTH))

    def _is_of_hidden(self, row: HasPublicId) -> bool:
        if isinstance(row, Claim):
            return MARK in row.request
        about = getattr(row, "subject_kind", ""), getattr(row, "subject_id", 0)
        return about[0] == Claim.subject_kind and about[1] in self.claims

    def note(self, _mapper: Mapper[Any], _connection: object, row: Claim) -> None:
        """Remember a claim that is hidden; SQLite gives the key of one that was taken away to the next."""
        (self.claims.add if MARK in row.request else self.claims.discard)(row.id)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """What is drawn meanwhile belongs to an accusation."""
        self.hides = True
        try:
            yield
        finally:
            self.hides = False


@contextmanager
def drawn_alike() -> Iterator[Draw]:
    """Everything random is drawn from two sources that begin anew."""
    draw = Draw()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "choice", draw.choice)
        patch.setattr(secrets, "randbelow", draw.below)
        sa.event.listen(Model, "before_insert", draw.name, propagate=True)
        sa.event.listen(Claim, "after_insert", draw.note)
        try:
            yield draw
        finally:
            sa.event.remove(Model, "before_insert", draw.name)
            sa.event.remove(Claim, "after_insert", draw.note)


@dataclass
class Town:
    """One of the two towns while its petitions come."""

    draw: Draw
    petitions: int
    has_accusations: bool
    now: datetime = NOW
    waiting: list[Way] = field(default_factory=list)
    """What came as a petition and is not sorted yet."""
    last_hidden: Petition | None = None

    def fill(self) -> None:
        """A dispute, then the petitions, three a day; every morning sweeps ring and digests go."""
        Story(self.now).register()
        for place in range(self.petitions):
            if place % 3 == 0:
                self.next_morning()
            self.now += timedelta(hours=2)
            clock.clock.source = lambda: self.now
            self.ordinary(place)
            if self.has_accusations and place in BESIDE:
                self.accusation_comes(place)
        self.next_morning()
        assert not self.waiting

    def next_morning(self) -> None:
        """What rings rings, digests go; then the desk sorts what came since, and seals what is an accusation."""
        day = local(self.now).date() + timedelta(days=1)
        self.now = datetime.combine(day, time(8), SHANGHAI)
        clock.clock.source = lambda: self.now
        for sweep in (sweep_timers, sweep_deadlines, sweep_digest):
            sweep(self.now)
        while self.waiting:
            way = self.waiting.pop()
            way.now = self.now
            with self.draw.hidden():
                sealed_by_the_desk(way, story=self._story(MIXED) if way.petition.story.startswith("路") else "")

    def accusation_comes(self, place: int) -> None:
        """The desk takes down as a petition what is none; one urgent, one transferred, each with a national number."""
        changes: dict[str, object] = {"urgency": Urgency.MAJOR} if place == min(BESIDE) else {}
        if place == max(BESIDE):
            today = local(self.now).date()
            changes = {"origin": Origin.TRANSFERRED, "transferred_by": "博山区信访局", "transferred_on": today}
        person = PetitionerIntake(name=ACCUSER, id_number=ID_NUMBER, phone=PHONE, address=ADDRESS)
        with self.draw.hidden():
            way = Way(self.now).register(petitioners=(person,), claims=(TEXT,), story=f"鱼塘，{MARK}。", **changes)
            told = Submission({"national_number": f"G{place}"}, way.now, ACCUSER, way.account(DESK), way.now)
            with transaction():
                enter_national(way.petition, told)
        self.waiting.append(way)
        self.last_hidden = way.petition

    def ordinary(self, place: int) -> None:
        """One of the petitions; it goes as far as its place says."""
        way = Way(self.now)
        changes: dict[str, object] = {}
        if place == MIXED:
            changes = {"claims": ("请修村口的路。", *((TEXT,) if self.has_accusations else ()))}
        if place == REPEATED and self.last_hidden is not None:
            changes = {"repeats_id": self.last_hidden.id}
        hides = place == MIXED and self.has_accusations
        story = f"{self._story(place)}{MARK}。" if hides else self._story(place)
        name = "王李张刘陈"[place % 5] + GIVEN_NAMES[place]
        phone = f"139{place:08d}"
        person = PetitionerIntake(name=name, id_number="", phone=phone, address=f"小海眼社区{place + 1}号")
        given = {"petitioners": (person,), "story": story, "channel": CHANNELS[place % 4], "spoken_by": name}
        way.register(village=VILLAGES[place % 3], **{"claims": (f"请办第{place}件事。",), **given, **changes})
        if hides:
            self.waiting.append(way.second_claim())
        if place == SUPERVISED:
            self._supervised(way)
        WAYS[place % len(WAYS)](way)

    def _story(self, place: int) -> str:
        return f"路坏了{place}年，一直没有人修。"

    def _supervised(self, way: Way) -> None:
        """The district asks about what came last: about the accusation, where there is one."""
        about = self.waiting[-1].claim.number if self.waiting else ""
        values = {"claim": about, "from_body": "博山区信访局", "number": "博督〔2026〕3号", "text": "请核实。"}
        given = {**values, "received_on": local(self.now).date()}
        with transaction():
            register_supervision(Submission(given, way.now, "", way.account(DESK), way.now))
        assert db.session.query(Supervision).count() == 1


def _refused(way: Way) -> object:
    return way.sort().decide("refused", ground="no_content").letter_out()


WAYS: tuple[Callable[[Way], object], ...] = (
    lambda way: way,
    lambda way: way.sort(),
    lambda way: way.sort().decide("accepted"),
    lambda way: way.sort().decide("accepted").letter_out(),
    lambda way: way.sort().decide("accepted").letter_out().assigned().opinion_out(),
    lambda way: way.sort().decide("simple", told_how="phone"),
    lambda way: way.sort("suggestion").decide("suggestion").letter_out(),
    _refused,
    lambda way: way.sort().decide("accepted").letter_out().assigned().action("hearing_notice", **HEARING),
)
"""How far each of the petitions goes, in turn."""
HEARING = {
    "held_at": "2026年12月20日上午九点",
    "place": "镇政府二楼会议室",
    "host": "镇镇长",
    "present": "双方",
    "contact": "0533-4110001",
}
