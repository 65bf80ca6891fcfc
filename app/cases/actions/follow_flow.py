"""A dispute and its flow: whose step it is, what follows when it moves, what is said above a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.cases.actions.initial_routing_words import triage_words
from app.cases.actions.tell_of_turn import tell_of_turn
from app.cases.actions.transfer import leave_transfer_letter
from app.cases.models import Case
from app.cases.papers.print_papers import routes_of
from app.cases.queries import moves_of, open_transfer, termination_of
from app.cases.queries.letters import letter_of_move
from app.cases.queries.panels import advice_on
from app.cases.queries.village_bodies import disclosure
from app.cases.rules import MONTH, MONTH_PROCESS, PROCESS
from app.cases.rules.standing import WITHOUT_END
from app.cases.terms import CaseStatus
from app.core.terms import LEVEL_NAMES, Level
from app.deadlines.queries import running_named
from app.deadlines.terms import DeadlineState
from app.organisations.queries import get_body
from app.processes.actions.raise_event import end_flow
from app.processes.queries import decision_table, running_flow
from app.processes.registry import Placement
from app.processes.rules.answered import AskedPerson
from workflows.diagrams.decisions import decide
from workflows.steps import Position, Step


def place(case: Case, step: Step) -> Placement:
    """The handling committee's, but the receiver's and the sender's while a letter is under way."""
    body, role = case.body, step.properties.get("role")
    letter = open_transfer(case.id) if role in ("receiver", "sender") else None
    if letter is not None:
        body = get_body(letter.to_body_id if role == "receiver" else letter.from_body_id)
    return Placement(
        region=case.region,
        committee_id=body.sealing_id,
        body_id=body.id,
        title=case.title,
        number=case.number,
        deadline_codes=step.periods,
        assignee_person_id=case.adviser_person_id if role == "adviser" else None,
    )


def is_outdated(case: Case, step: Step) -> bool:
    """A reminder to answer a transfer letter, once it is answered; the question of a month that is not over now."""
    if step.process == MONTH_PROCESS:
        month = running_named(case.subject_kind, case.id, MONTH)
        return month is None or month.state is not DeadlineState.LAPSED
    return step.name == "chase_answer" and open_transfer(case.id) is None


def moved(case: Case, position: Position, now: datetime) -> None:
    """Status and suggestion follow the flow, and whoever's turn it is is told.

    A step whose version names no status leaves it as it was.
    """
    suggested = position.words.get("suggested")
    if case.status is CaseStatus.REGISTERED and suggested in set(Level):
        case.suggested_level = Level(str(suggested))
    if position.finished:
        case.ended_at = case.ended_at or now
        leave_transfer_letter(case, now=now)
        case.status = _ended_as(case, position)
    elif position.status:
        case.status = CaseStatus(position.status)
    _ask_no_more(case, now)
    tell_of_turn(case, now=now)


def _ask_no_more(case: Case, now: datetime) -> None:
    """The question of the month has lost its point with the month: an agreement was reached, or mediation is over."""
    asks = running_flow(case.subject_kind, case.id, MONTH_PROCESS) is not None
    if asks and running_named(case.subject_kind, case.id, MONTH) is None:
        end_flow(case, MONTH_PROCESS, now=now)


def people(case: Case) -> Sequence[AskedPerson]:
    """Every party, as a step asks about them."""
    return [AskedPerson(party.id, party.public_id, party.name, party.side) for party in case.parties]


def advice(case: Case, step_name: str) -> Sequence[str]:
    """Suggestions and warnings above a step's form."""
    writers = {
        "choose_start": _start_advice,
        "answer_transfer": _letter_advice,
        "tell_routes": _routes_advice,
        "tell_rest": _routes_advice,
    }
    writer = writers.get(step_name)
    meet = [party.how_to_meet for party in case.parties if party.how_to_meet]
    return [*meet, *(writer(case) if writer else []), *advice_on(case, step_name)]


def beforehand(case: Case, step_name: str) -> Mapping[str, object]:
    """What a step's empty form begins with: the day on which the sender says that the letter came."""
    move = open_transfer(case.id) if step_name == "answer_transfer" else None
    letter = letter_of_move(move.id) if move else None
    return {"received_on": letter.served_on} if letter and letter.served_on else {}


def _ended_as(case: Case, position: Position) -> CaseStatus:
    """What the end that was reached says; in a version that says nothing, whether mediation was ended.

    A voided registration, or one that was divided, comes to no end of the diagram and stays what it is.
    """
    if case.status in WITHOUT_END:
        return case.status
    if position.end and position.end.ending:
        return CaseStatus(position.end.ending)
    return CaseStatus.ENDED if termination_of(case.id) else CaseStatus.CLOSED


def _start_advice(case: Case) -> list[str]:
    if case.suggested_level is None:
        return []
    found = decide(decision_table(PROCESS, case, "triage"), triage_words(case))
    level, said = Level(str(found.results["suggested"])), disclosure(case)
    if said and not case.has_cadre_party:
        return [f"系统建议从“{LEVEL_NAMES[level]}”开始，只供参考，由人来定。{said}"]
    return [f"系统建议从“{LEVEL_NAMES[level]}”开始：{found.why}　只供参考，由人来定。", *([said] if said else [])]


def _letter_advice(case: Case) -> list[str]:
    letter = next((move for move in reversed(moves_of(case.id)) if move.answered_at is None), None)
    return [f"{letter.from_body.name}移交过来，原因：{letter.reason}"] if letter else []


def _routes_advice(case: Case) -> list[str]:
    return ["还可以走的途径：" + "；".join(routes_of(case)) + "。"]
