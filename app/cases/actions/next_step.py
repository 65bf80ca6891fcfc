"""下一步谁接: after an attempt that failed, people decide who takes it on; the parties' wills are recorded."""

from __future__ import annotations

from collections.abc import Mapping

from app.cases.actions.case_deadlines import send_letter
from app.cases.actions.ending import end_mediation
from app.cases.actions.initial_routing_words import come_by
from app.cases.actions.move_level import body_for, put_on_level
from app.cases.actions.transfer import draft_transfer_letter
from app.cases.actions.willingness import keep_consents
from app.cases.models import Case
from app.cases.models.records import ConsentMatter, HelpInvitation, Move, MoveKind, TerminationKind
from app.cases.queries import case_by_id
from app.cases.queries.asked import of_those_asked
from app.cases.rules import changes_committee, is_below, level_above
from app.cases.rules.consents import help_fault, move_fault
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid
from app.core.terms import Level
from app.organisations.models import Body
from app.processes.registry import Answer, Words

ROUTE_NAMES = {
    "court": "向人民法院起诉",
    "arbitration": "申请仲裁",
    "administrative": "请行政机关处理",
    "police": "到公安机关反映",
}


def decide_next_step(answer: Answer) -> Words:
    """Again, with help, another level (by consent), outside, or stop.

    Raises `Invalid` for a level that does not exist or lies wrong, and where the parties' wills bar the move
    (人民调解法 第3、17条).
    """
    return {"by_letter": False, **_decided(case_by_id(answer.subject_id), answer)}


def _decided(case: Case, answer: Answer) -> Words:
    wills = of_those_asked(case, "next_step", answer.per_party("wills"))
    keep_consents(case, answer, ConsentMatter.MOVE, wills)
    chosen = answer.text("next")
    if chosen in ("again", "help"):
        if chosen == "help":
            _invite_help(case, wills, answer)
        return {"outcome": "again"}
    if chosen in ("outside", "stop"):
        return _end(case, answer, chosen)
    level = _wanted_level(case, answer, chosen)
    return _move(case, level, wills, answer)


def _invite_help(case: Case, wills: Mapping[int, str], answer: Answer) -> None:
    fault = help_fault(wills.values())
    if fault:
        raise Invalid(fault, {"wills": fault})
    db.session.add(
        HelpInvitation(
            case_id=case.id,
            helper_kind=answer.text("helper_kind"),
            helper=answer.text("helper"),
            reason=answer.text("reason"),
            **answer.entry,
        )
    )


def _end(case: Case, answer: Answer, chosen: str) -> Words:
    kind = TerminationKind.OUTSIDE if chosen == "outside" else TerminationKind.NOT_REACHED
    reason = answer.text("reason")
    if chosen == "outside":
        reason = f"{reason}（当事人选择：{ROUTE_NAMES.get(answer.text('route'), '其他途径')}）"
    end_mediation(case, kind=kind, reason=reason, answer=answer)
    return {"outcome": "ended"}


def _wanted_level(case: Case, answer: Answer, chosen: str) -> Level:
    if chosen == "up":
        above = level_above(case.level)
        if above is None:
            raise Invalid(
                "已经在镇里了，没有上一级。", {"next": "已经在镇里了；可以请人来帮，或者告诉当事人其他途径。"}
            )
        return above
    if chosen == "town":
        if case.level is Level.TOWN:
            raise Invalid("已经在镇里了。", {"next": "已经在镇里了，请选别的。"})
        return Level.TOWN
    level = Level(answer.text("to_level"))
    if not is_below(level, case.level):
        raise Invalid("这不是下一级。", {"to_level": "要选比现在低的一级。"})
    return level


def _move(case: Case, level: Level, wills: Mapping[int, str], answer: Answer) -> Words:
    body = body_for(case, level)
    between = changes_committee(case.committee_id, body.sealing_id)
    fault = move_fault(wills, between_committees=between, is_down=is_below(level, case.level))
    if fault:
        raise Invalid(fault, {"wills": fault})
    if between:
        return _send_letter(case, level, body, answer)
    is_up = level is level_above(case.level)
    db.session.add(_move_row(case, body, MoveKind.INTERNAL, answer))
    put_on_level(case, body, on=local(answer.occurred_at).date())
    return {"outcome": "up" if is_up else "moved", "target": level.value, **come_by("internal")}


def _send_letter(case: Case, level: Level, body: Body, answer: Answer) -> Words:
    """Between committees: a transfer letter to the receiver's committee, which answers under R1."""
    is_up = level is level_above(case.level)
    letter = _move_row(case, body, MoveKind.TRANSFER, answer)
    db.session.add(letter)
    db.session.flush()
    waits = send_letter(case, letter, actor=answer.actor, now=answer.now)
    draft_transfer_letter(case, letter, actor=answer.actor, now=answer.now)
    return {
        "outcome": "up" if is_up else "moved",
        "target": level.value,
        "by_letter": True,
        "answer_due_at": waits.due_at.isoformat(),
        **come_by("transfer"),
    }


def _move_row(case: Case, body: Body, kind: MoveKind, answer: Answer) -> Move:
    return Move(
        case_id=case.id,
        kind=kind,
        from_body_id=case.body_id,
        to_body_id=body.id,
        reason=answer.text("reason"),
        **answer.entry,
    )
