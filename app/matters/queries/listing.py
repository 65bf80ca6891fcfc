"""One page of a list of matters: it walks an index of what the account sees, as many rows as it shows.

A page is asked for by the row it follows, or comes before, and never by how many rows are left out; a count stops at
`MOST_COUNTED`, of what thousands bear at `MOST_ALIKE`.  The number of statements does not depend on the rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select, tuple_, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core.clock import end_of_day
from app.core.db import db
from app.core.listing import Asked, Choice, Day, Order, PublicId, Words
from app.core.permissions import Actor
from app.core.public_ids import is_public_id, key_from
from app.deadlines.queries import MOST_COUNTED, in_light
from app.deadlines.rules import Light
from app.matters.models import Matter, Sight
from app.matters.queries.finding import Bears, found_by
from app.matters.registry.kinds import Kind
from app.matters.registry.sight import Owned
from app.matters.rules.sorting import LAST_END
from app.organisations.models import Village

MOST_APART = 8
"""So many words an account goes by are walked each for itself; of more, whatever they see is sorted."""
MOST_ALIKE = 100
"""So far those are counted that bear what thousands do."""
BY_END = "due"
"""The order in which the period that ends first comes first."""
Row = TypeVar("Row", Matter, Sight)
_MOMENT = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Wanted(Asked):
    """What a list of matters is asked for; a kind adds its own choices, called like columns of `Matter`."""

    words: Annotated[str, Words(60)] = ""
    village: Annotated[str, PublicId("village")] = ""
    light: Annotated[Light | None, Choice("light", Light)] = None
    due_before: Annotated[date | None, Day("before")] = None
    order: Annotated[str, Order("sort", BY_END)] = ""

    @property
    def chosen(self) -> dict[str, StrEnum]:
        """The kind's own choices, by column."""
        own = vars(self).keys() - Wanted.__dataclass_fields__.keys()
        return {name: value for name in sorted(own) if (value := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Place:
    """A place between two rows: the value a row is sorted by, and its public id."""

    at: datetime
    public_id: str

    @classmethod
    def read(cls, text: str) -> Place | None:
        """What an address says; None when it says none."""
        moment, _, public_id = text.partition("-")
        with suppress(ValueError):
            at = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)
            return cls(at, public_id) if is_public_id(public_id) else None
        return None

    def __str__(self) -> str:
        return f"{self.at:{_MOMENT}}-{self.public_id}"


@dataclass(frozen=True)
class Listed:
    """One page: its rows, the places of the pages beside it (None at the ends), and how many rows there are in all.

    `total` stops at `MOST_COUNTED`, or `MOST_ALIKE`; `has_more` when there are more than that.
    """

    rows: Sequence[Matter]
    before: Place | None
    after: Place | None
    total: int
    has_more: bool


def listed(
    kind: Kind[Any],
    actor: Actor,
    wanted: Wanted,
    *,
    now: datetime,
    soon_at: datetime,
    after: Place | None = None,
    before: Place | None = None,
    size: int,
) -> Listed:
    """The page of matters of a kind that follows a place, or comes before one; newest first, or by their nearest ends.

    `soon_at` is the last moment that is 临期.
    """
    bears = found_by(wanted.words) if wanted.words.strip() else None
    walk = _Walk(kind, actor, wanted, bears, now=now, soon_at=soon_at)
    is_back = before is not None and after is None
    ids = walk.ids(before if is_back else after, is_back=is_back, limit=size + 1)
    is_longer = len(ids) > size
    shown = _rows(ids[:size][::-1] if is_back else ids[:size])
    has_earlier, has_later = (is_longer, True) if is_back else (after is not None, is_longer)
    total = walk.count()
    return Listed(
        rows=shown,
        before=walk.place_of(shown[0]) if shown and has_earlier else None,
        after=walk.place_of(shown[-1]) if shown and has_later else None,
        total=min(total, walk.most),
        has_more=total > walk.most,
    )


def newest_bearing(kind: Kind[Any], actor: Actor, bears: Bears, *, now: datetime, size: int) -> Sequence[Matter]:
    """The newest matters of a kind that the account sees and that bear what was looked for; they are not counted."""
    return _rows(_Walk(kind, actor, Wanted(), bears, now=now, soon_at=now).ids(None, is_back=False, limit=size))


def _rows(ids: Sequence[int]) -> list[Matter]:
    rows = {row.id: row for row in db.session.scalars(select(Matter).where(Matter.id.in_(ids)))}
    return [rows[key] for key in ids if key in rows]


class _Walk:
    """The rows an account sees of a kind, in one order, narrowed."""

    def __init__(
        self, kind: Kind[Any], actor: Actor, wanted: Wanted, bears: Bears | None, *, now: datetime, soon_at: datetime
    ) -> None:
        sight = kind.rows.sight
        assert isinstance(sight, Owned)
        self._kind, self._owners = kind.name, sight.owners(actor)
        self._is_by_end = wanted.order == BY_END
        self._window = _window(wanted, now=now)
        self._village = wanted.village
        self._bears = bears
        self.most = MOST_ALIKE if bears is not None and bears.few is None else MOST_COUNTED
        few = bears if bears is not None and bears.few is not None else None
        self._is_of_few = few is not None
        self._matter = Matter if few is None else _only(Matter, few(Matter.id))
        self._sight = Sight if few is None else _only(Sight, few(Sight.matter_id))
        narrowed = self._matter if self._owners is None else Matter
        self._conditions = list(_conditions(narrowed, wanted, now=now, soon_at=soon_at))

    def place_of(self, row: Matter) -> Place:
        return Place(row.ends_at if self._is_by_end else row.opened_at, row.public_id)

    def ids(self, place: Place | None, *, is_back: bool, limit: int) -> list[int]:
        """The ids of so many rows that follow a place, in the order they are walked in."""
        if self._owners is None:
            at, key = self._sorted_by(self._matter), self._matter.id
            return self._walked(self._own(), key, at, place, is_back=is_back, limit=limit)
        if not self._owners:
            return []
        parts = self._parts()
        at, key = self._sorted_by(self._sight), self._sight.matter_id
        if len(parts) == 1:
            return self._walked(parts[0], key, at, place, is_back=is_back, limit=limit)
        walks = [self._walk(part, key, at, place, is_back=is_back, limit=limit) for part in parts]
        whole = union(*(select(walk.subquery()) for walk in walks)).subquery()
        one, value = whole.c
        ordered = select(one).order_by(*_in_order(value, one, is_down=self._is_down(is_back))).limit(limit)
        return list(db.session.scalars(ordered))

    def count(self) -> int:
        """How many there are, or one more than are counted."""
        if self._owners is not None and not self._owners:
            return 0
        if self._owners is None:
            some = self._own().with_only_columns(self._matter.id).limit(self.most + 1).subquery()
        else:
            parts = [part.with_only_columns(self._sight.matter_id).limit(self.most + 1) for part in self._parts()]
            whole = union(*(select(part.subquery()) for part in parts)).subquery()
            some = select(whole).limit(self.most + 1).subquery()
        return db.session.scalar(select(func.count()).select_from(some)) or 0

    def _parts(self) -> list[Select[Any]]:
        """What each word the account goes by sees, apart; of many words or few matters, what all see together."""
        assert self._owners
        apart = [[owner] for owner in sorted(self._owners)]
        is_together = self._is_of_few or len(apart) > MOST_APART
        return [self._seen(owners) for owners in ([self._owners] if is_together else apart)]

    def _own(self) -> Select[Any]:
        table = self._matter
        return select(table).where(table.kind == self._kind, *self._within(table, table.id), *self._conditions)

    def _seen(self, owners: Collection[str]) -> Select[Any]:
        table = self._sight
        found = select(table).where(table.kind == self._kind, *self._within(table, table.matter_id))
        if len(owners) > 1:
            found = found.where(table.owner.in_(owners)).distinct()
        else:
            found = found.where(table.owner == next(iter(owners)))
        if self._conditions:
            found = found.join(Matter, Matter.id == table.matter_id).where(*self._conditions)
        return found

    def _within(
        self, table: type[Matter] | type[Sight], key: InstrumentedAttribute[int]
    ) -> Iterator[ColumnElement[bool]]:
        first, last = self._window
        if first is not None:
            yield table.ends_at >= first
        if last is not None:
            yield table.ends_at <= last
        if self._village:
            yield table.village_id == key_from(Village, self._village)
        if self._bears is not None and self._bears.few is None:
            yield self._bears(key)

    def _sorted_by(self, table: type[Matter] | type[Sight]) -> InstrumentedAttribute[datetime]:
        return table.ends_at if self._is_by_end else table.opened_at

    def _is_down(self, is_back: bool) -> bool:
        return self._is_by_end == is_back

    def _walk(
        self,
        found: Select[Any],
        key: InstrumentedAttribute[int],
        at: InstrumentedAttribute[datetime],
        place: Place | None,
        *,
        is_back: bool,
        limit: int,
    ) -> Select[int, datetime]:
        is_down = self._is_down(is_back)
        if place is not None:
            beside = select(Matter.id).where(Matter.public_id == place.public_id).scalar_subquery()
            here = tuple_(at, key) < tuple_(place.at, beside) if is_down else tuple_(at, key) > tuple_(place.at, beside)
            found = found.where(here)
        return found.with_only_columns(key, at).order_by(*_in_order(at, key, is_down=is_down)).limit(limit)

    def _walked(self, *walk: Any, **named: Any) -> list[int]:
        return [key for key, _ in db.session.execute(self._walk(*walk, **named))]


def _only(table: type[Row], bears: ColumnElement[bool]) -> type[Row]:
    """The rows of few matters, each looked up: the offset of nothing keeps them from being met on a long walk."""
    return aliased(table, select(table).where(bears).offset(0).subquery())


def _in_order(value: Any, key: Any, *, is_down: bool) -> tuple[Any, Any]:
    return (value.desc(), key.desc()) if is_down else (value, key)


def _window(wanted: Wanted, *, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when to when a period must end to be in the list, so that an index finds it; `_conditions` is exact.

    What is asked for by light or day has a running period, and few matters have one.
    """
    if wanted.light is None and wanted.due_before is None:
        return None, None
    last = LAST_END if wanted.due_before is None else end_of_day(wanted.due_before)
    if wanted.light is Light.OVERDUE:
        return None, min(now, last)
    return (now, last) if wanted.light else (None, last)


def _conditions(
    table: type[Matter], wanted: Wanted, *, now: datetime, soon_at: datetime
) -> Iterator[ColumnElement[bool]]:
    for column, value in wanted.chosen.items():
        yield getattr(table, column) == value.value
    if wanted.light is not None:
        yield in_light(wanted.light, now=now, soon_at=soon_at, code=table.period_code, end=table.unrolled_at)
    if wanted.due_before is not None:
        yield table.due_at <= end_of_day(wanted.due_before)
