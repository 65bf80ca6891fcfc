"""What upper rooms add to the case page: papers, panels, and the word that a text is frozen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.cases.models import Case
from app.core.permissions import Actor

Papers = Callable[[Case], list[dict[str, str]]]
Freeze = Callable[[int], str | None]
Loss = Callable[[int], bool]
Marks = Callable[[Collection[int], date], Mapping[int, str]]
MediatorsChanged = Callable[[Case, Actor, datetime], None]
Advice = Callable[[Case, str], Sequence[str]]
Circle = Callable[[int], set[int] | None]


@dataclass(frozen=True)
class Panel:
    """A part of the case page drawn by an upper room: a template and what it reads, None to show nothing."""

    template: str
    values: Callable[[Case], object | None]


_papers: list[Papers] = []
_panels: list[Panel] = []
_freezes: list[Freeze] = []
_losses: list[Loss] = []
_marks: list[Marks] = []
_mediators_changed: list[MediatorsChanged] = []
_advice: list[Advice] = []
_circles: list[Circle] = []


def register_papers(papers: Papers) -> None:
    """Add papers to the list on the case page: dicts of title, state, href, action, note, paper (its logged name)."""
    if papers not in _papers:
        _papers.append(papers)


def register_panel(panel: Panel) -> None:
    """Add a panel to the case page."""
    if panel not in _panels:
        _panels.append(panel)


def register_freeze(freeze: Freeze) -> None:
    """Add a question: why may this case's text no longer be corrected (None when it may)?"""
    if freeze not in _freezes:
        _freezes.append(freeze)


def register_loss(loss: Loss) -> None:
    """Add a question: does this case's fixed text still wait for signatures, so that it may lose one?"""
    if loss not in _losses:
        _losses.append(loss)


def register_circle(circle: Circle) -> None:
    """Add a question: whom does this case's agreement bind (None: nobody so far)?"""
    if circle not in _circles:
        _circles.append(circle)


def register_marks(marks: Marks) -> None:
    """Add what is said of some cases beside their light, on a day, by id."""
    if marks not in _marks:
        _marks.append(marks)


def marks_of(case_ids: Collection[int], on: date) -> dict[int, str]:
    """What is said of many cases beside their light."""
    return {key: words for marks in _marks for key, words in marks(case_ids, on).items()}


def register_mediators_changed(told: MediatorsChanged) -> None:
    """Be told when somebody else mediates a case."""
    if told not in _mediators_changed:
        _mediators_changed.append(told)


def tell_of_mediators(case: Case, actor: Actor, now: datetime) -> None:
    """Somebody else mediates this case from now on."""
    for told in _mediators_changed:
        told(case, actor, now)


def register_advice(advice: Advice) -> None:
    """Add sentences above the form of a step, by its name."""
    if advice not in _advice:
        _advice.append(advice)


def advice_on(case: Case, step_name: str) -> list[str]:
    """What upper rooms say above the form of a step."""
    return [sentence for advice in _advice for sentence in advice(case, step_name)]


def bound_by_agreement(case_id: int) -> set[int] | None:
    """The ids of the parties an agreement in force binds; None where there is none."""
    return next((found for found in (circle(case_id) for circle in _circles) if found is not None), None)


def may_lose_a_party(case_id: int) -> bool:
    """Whether the others can go on when somebody leaves: nothing is fixed yet, or who signs is not settled."""
    return frozen_because(case_id) is None or any(loss(case_id) for loss in _losses)


def papers_of(case: Case) -> list[dict[str, str]]:
    """Every paper of a case, in the order the rooms entered them."""
    return [paper for papers in _papers for paper in papers(case)]


def panels_of(case: Case) -> list[tuple[str, object]]:
    """Templates of the panels that have something to show, each with what it reads as ``panel``."""
    shown = ((panel.template, panel.values(case)) for panel in _panels)
    return [(template, values) for template, values in shown if values is not None]


def frozen_because(case_id: int) -> str | None:
    """Why the text is fixed, as a sentence, or None."""
    return next((reason for reason in (freeze(case_id) for freeze in _freezes) if reason), None)
