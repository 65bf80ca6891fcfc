"""Where upper rooms enter what deadlines need of them: sight of their subjects, prompts, followers.

Deadlines know higher things only as ``(kind, id)``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import ColumnElement

from app.core.permissions import Actor
from app.core.public_ids import NO_ROW
from app.deadlines.models import Deadline
from app.deadlines.terms import Stage


@dataclass(frozen=True)
class Named:
    """What a list says of a subject: its number (may be empty) and its title."""

    number: str
    title: str


class Subjects(Protocol):
    """What the deadline room must know of a kind of subject."""

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """The condition on `Deadline` (of this kind) for what an account may see."""

    def named(self, subject_ids: Collection[int]) -> Mapping[int, Named]:
        """Number and title of many subjects at once."""

    def link(self, subject_id: int) -> str:
        """The address of a subject's page (inside a request)."""

    def links(self, subject_ids: Collection[int]) -> Mapping[int, str]:
        """The addresses of many at once, without those that are gone."""

    def key_of(self, public_id: str) -> int:
        """The subject that an address names; `app.core.public_ids.NO_ROW` when there is none."""

    def ring(self, deadline: Deadline, stage: Stage, now: datetime) -> None:
        """A stage has come: tell whoever must know.  It decides nothing."""

    def moved(self, deadline: Deadline, before: date, why: str, now: datetime) -> None:
        """The calendar moved the last day: tell whoever must know."""


Follower = Callable[[Deadline, datetime], None]


class Opener(Protocol):
    """Who begins the small flow that a lapse opens beside the work."""

    def hold(self, subject_kind: str, subject_id: int) -> None:
        """Lock the subject, before its period is locked: whoever works on it does it in this order."""

    def open(self, deadline: Deadline, key: str, now: datetime) -> None:
        """Begin a flow of this process about the subject; nothing while one runs."""


class Registry:
    """All that upper rooms entered."""

    def __init__(self) -> None:
        self._subjects: dict[str, Subjects] = {}
        self._closed: set[str] = set()
        self._followers: list[Follower] = []
        self.opener: Opener | None = None

    def subject(self, kind: str, subjects: Subjects, *, is_closed: bool = False) -> None:
        """Enter a kind of subject.  Of a closed one nobody learns who may not see it: no count, no number, no line."""
        self._subjects[kind] = subjects
        if is_closed:
            self._closed.add(kind)

    @property
    def closed_kinds(self) -> frozenset[str]:
        """The kinds whose periods do not exist for whoever may not see them."""
        return frozenset(self._closed)

    def follow(self, follower: Follower) -> None:
        """Be told when the due date of a running period has changed."""
        if follower not in self._followers:
            self._followers.append(follower)

    def of(self, kind: str) -> Subjects:
        """What was entered for a kind.  Raises `KeyError` for one nobody entered."""
        return self._subjects[kind]

    def key_of(self, kind: str, public_id: str) -> int:
        """The subject that an address names; `NO_ROW` when there is none, or nobody entered the kind."""
        return self._subjects[kind].key_of(public_id) if kind in self._subjects else NO_ROW

    def named_all(self, deadlines: Collection[Deadline]) -> dict[tuple[str, int], Named]:
        """What lists say of the subjects of many periods, by kind and id; nothing of a kind nobody entered."""
        found = {(one.subject_kind, one.subject_id): Named("", "") for one in deadlines}
        for kind in {one.subject_kind for one in deadlines} & self._subjects.keys():
            ids = {one.subject_id for one in deadlines if one.subject_kind == kind}
            found |= {(kind, key): named for key, named in self.of(kind).named(ids).items()}
        return found

    def links_of(self, subjects: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """The addresses of many subjects, by kind and id; nothing of a kind nobody entered, nor of one that is gone."""
        found: dict[tuple[str, int], str] = {}
        for kind in {kind for kind, _ in subjects} & self._subjects.keys():
            ids = {key for one, key in subjects if one == kind}
            found |= {(kind, key): link for key, link in self.of(kind).links(ids).items()}
        return found

    def kinds(self) -> Mapping[str, Subjects]:
        """Every kind entered."""
        return dict(self._subjects)

    def moved(self, deadline: Deadline, now: datetime) -> None:
        """Tell every follower that a due date changed."""
        for follower in self._followers:
            follower(deadline, now)


registry = Registry()
