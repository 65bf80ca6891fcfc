"""Where the trades enter their letters: the table, and what is particular to each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from click import ClickException

from app.core.permissions import Actor, Subject
from app.letters.models import LetterRow
from app.letters.rules import Service
from app.matters.registry.subject_table import SubjectTable
from app.papers.rules.paper import Paper
from app.processes.registry import Words

L = TypeVar("L", bound=LetterRow)
Fault = tuple[str, str]
"""A field of the step's form, and what is wrong with what stands in it."""


def no_fault(*_given: Any) -> None:
    """Nothing is wrong, and nothing follows."""


def no_words(*_given: Any) -> Words:
    """The flow of the matter is told nothing more."""
    return {}


def _never(_letter: Any) -> bool:
    return False


def _no_day(_letter: Any) -> date | None:
    return None


def _own_id(letter: LetterRow) -> int:
    return letter.id


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Where a step of a letter is done: at an office, or at a mediation body, by its committee."""

    office_id: int | None = None
    body_id: int | None = None
    committee_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class LetterRules(Generic[L]):
    """What is particular to one kind of letter; every function takes the letter's row.

    ``needed`` and ``optional`` are the fields of its content, ``periods`` the codes of those its steps show.
    ``message``: what the flow of the matter is told when it was served, with the words of ``on_served``; empty where
    no work waits for it.
    """

    title: str
    needed: tuple[str, ...]
    periods: tuple[str, ...]
    optional: tuple[str, ...] = ("contact",)
    message: str = ""
    source: str = ""
    """The article that wants what it needs, in brackets."""
    is_signed_off: bool = True
    """Whether somebody signs it off before the seal, as a head of an office must (党政机关公文处理工作条例 第22条)."""
    ready_on: Callable[[L], date | None] = _no_day
    """The day on which what it says was decided, of one nobody signs off: it is not sealed before.  None: not asked."""
    content_fault: Callable[[Mapping[str, str]], Fault | None] = no_fault
    """What is wrong with a content in which nothing is missing."""
    sealing_fault: Callable[[L, date], str | None] = no_fault
    """Why it may not be sealed on this day any more."""
    service_fault: Callable[[L, Service], Fault | None] = no_fault
    """What a slip of its service cannot say."""
    on_sealed: Callable[[L, date, Actor, datetime], None] = no_fault
    on_served: Callable[[L, Service, Actor, datetime], Words] = no_words


@dataclass(frozen=True, kw_only=True)
class Letters(Generic[L]):
    """The letters of one trade; every function takes the letter's row."""

    rows: SubjectTable[L]
    about: Callable[[L], Subject]
    """The matter it is about: locked before it; its periods stand at the letter's steps."""
    rules: Callable[[L], LetterRules[L]]
    title: Callable[[L], str]
    """What it is called, without brackets."""
    called: Callable[[L], str]
    """The number of the matter, as the rows of lists have it."""
    named: Callable[[L], str]
    """The name of the matter, the same way."""
    region: Callable[[L], str]
    signed_by: Callable[[L], Holder]
    """Whose head signs it off."""
    issued_by: Callable[[L], Holder]
    """Who drafts, seals and serves it."""
    number: Callable[[L, date], None]
    """Give it its number and fix its text."""
    paper: Callable[[L], Paper]
    slip: Callable[[L], Paper] | None
    """送达回证, once it was served; None where the receiver sends back a slip of the letter's own (回执)."""
    field_names: Mapping[str, str]
    """What its fields are called where one is missing."""
    paper_id: Callable[[L], int] = _own_id
    """What its frozen paper is kept under."""
    is_pointless: Callable[[L], bool] = _never
    """Whether it has lost its point and stays as a draft."""
    is_answered: Callable[[L], bool] = _never
    """Whether the receiver has answered it, so that nobody needs to serve it any more."""
    is_run_by_its_matter: Callable[[L], bool] = _never
    """Whether the version its matter began with goes on with it itself: of times before letters were flows."""

    @property
    def name(self) -> str:
        """The kind as it is stored beside the id of a letter."""
        return self.rows.name


class LettersEnteredTwice(ClickException):
    """Two trades have letters of one name: the program is wrong, and does not start."""

    def __init__(self, name: str) -> None:
        super().__init__(f"程序有错：文书“{name}”登记了两次。系统没有打开，没有动任何东西。")


_letters: dict[str, Letters[Any]] = {}


def enter(letters: Letters[Any]) -> None:
    """A trade enters its letters.  Raises `LettersEnteredTwice`."""
    if _letters.setdefault(letters.name, letters) != letters:
        raise LettersEnteredTwice(letters.name)


def letters_named(name: str) -> Letters[Any]:
    """The letters stored under this kind."""
    return _letters[name]


def all_letters() -> Sequence[Letters[Any]]:
    """Those of every trade."""
    return list(_letters.values())
