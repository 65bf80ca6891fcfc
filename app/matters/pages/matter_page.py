"""What the page of every matter shows in the same order, whatever its kind (templates/pages/matters/page.html)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request

from app.core.asked import whole_number
from app.core.permissions import Actor
from app.core.timeline import TimelineEntry
from app.matters.pages.history import LINES, History
from app.matters.pages.voided_block import VoidedLine
from app.processes.models import Task
from app.processes.queries import may_answer

MOST = 10_000


@dataclass(frozen=True)
class MatterPage:
    """The common part of a page.  ``mine`` are the steps the reader may answer, ``waiting`` says who is waited for.

    ``timeline`` is a page of what happened, newest first; ``earlier`` and ``later`` lead to its neighbours (empty at
    the ends), ``left_out`` lines are older.  ``is_plural``: several matters share the page, so a step names its own.
    """

    heading: str
    number: str
    standing: str
    mine: list[Task]
    waiting: list[str]
    timeline: Sequence[TimelineEntry]
    earlier: str
    later: str
    left_out: int
    is_plural: bool = False
    voided: Sequence[VoidedLine] = ()
    """What is said of void registrations."""


def matter_page(
    actor: Actor,
    *,
    heading: str,
    number: str,
    standing: str,
    tasks: Sequence[Task],
    waits: Callable[[Task], str],
    history: History,
    is_plural: bool = False,
    voided: Sequence[VoidedLine] = (),
) -> MatterPage:
    """The common part: `tasks` are the open steps, `waits` says who is waited for, `history` what is told."""
    asked = whole_number(request.args.get("history"), least=1, most=MOST) or 1
    lines = history.count()
    last = max(-(-lines // LINES), 1)
    current = min(asked, last)
    return MatterPage(
        heading=heading,
        number=number,
        standing=standing,
        mine=[task for task in tasks if may_answer(task, actor)],
        waiting=[waits(task) for task in tasks if not may_answer(task, actor)],
        timeline=history.lines(current),
        earlier=_page_of_history(current + 1) if current < last else "",
        later=_page_of_history(current - 1) if current > 1 else "",
        left_out=lines - current * LINES,
        is_plural=is_plural,
        voided=voided,
    )


def _page_of_history(number: int) -> str:
    return f"{request.path}?history={number}#history"
