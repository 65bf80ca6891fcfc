"""Class and route of a claim: a table proposes with the article, a person decides (信访工作条例 第29–31条)."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.db import db
from app.core.errors import Invalid
from app.petitions.models import Claim
from app.petitions.queries import claim_by_id, claim_numbered, joined_to
from app.petitions.rules.decisions import joining_fault
from app.petitions.terms import PROCESS, MatterClass, Route
from app.processes.queries import decision_table
from app.processes.registry import Answer, Words
from workflows.diagrams.decisions import Decided, decide

QUESTIONS = {
    "misconduct": "反映的是公职人员、党员违纪违法吗？",
    "proposal": "是不是只提建议、意见，自己没有要解决的事？",
    "in_court": "这件事法院、检察院、公安正在办、办过，或者本该由它们办吗？",
    "contract_arbitration": "是不是劳动争议、土地承包纠纷这类可以仲裁的？",
    "party_matter": "是不是党员对党的处分、组织处理不服？",
    "administrative_act": "是不是对行政机关的决定不服，或者要行政机关裁决、确认、许可、处罚？",
    "wants_enforcement": "是不是要行政机关查处违法行为，或者履行保护职责？",
}
"""The plain questions, in the order of the table ``routes``."""


def propose_route(claim: Claim, answers: Mapping[str, bool]) -> Decided:
    """Class and route the table of the claim's version proposes for the answers, with the article."""
    words = {name: bool(answers.get(name)) for name in QUESTIONS}
    return decide(decision_table(PROCESS, claim, "routes"), words)


def sort_claim(answer: Answer) -> Words:
    """A person's decision on class and route, or that it is the same matter as one that runs (并案)."""
    claim = claim_by_id(answer.subject_id)
    claim.sorting_reason = answer.text("reason")
    if answer.text("outcome") == "joined":
        join(claim, answer.text("joined_to"))
        return {"outcome": "joined"}
    matter_class, route = answer.text("matter_class"), answer.text("route")
    if matter_class not in set(MatterClass):
        raise Invalid("请选性质。", {"matter_class": "请选一项。"})
    claim.matter_class = MatterClass(matter_class)
    claim.route = None
    if claim.matter_class is MatterClass.APPEAL:
        if route not in set(Route):
            raise Invalid("请选走哪条路。", {"route": "请选一项。"})
        claim.route = Route(route)
    return {"outcome": "new"}


def join(claim: Claim, number: str) -> None:
    """The claim is the same matter as another that still runs: it is told and handled there, never doubled.

    What was joined to the claim before goes along, so that nothing is ever joined to something that is over.

    Raises `Invalid` for an unknown number, itself, one that is over (then it is no longer accepted), or a circle.
    """
    other = claim_numbered(number)
    fault = None
    if other is None or other.id == claim.id:
        fault = "没有这个编号的另一项，请照原来那一项的编号填，例如 2026-483920-1。"
    else:
        is_over = other.ending is not None
        fault = joining_fault(other.status, is_joined=other.joined_to_id is not None, is_over=is_over)
    if fault is not None or other is None:
        raise Invalid("并不进去。", {"joined_to": fault or ""})
    for one in (*joined_to(claim), claim):
        one.joined_to = other
    claim.matter_class, claim.route = other.matter_class, other.route
    db.session.flush()
