"""Who owns what, written independently of the application: plain SQL on its tables, and the law in plain words.

Nothing here asks a query, a rule or a permission of the application.  Who sees and who writes follows 人民调解法
第15条第4项 (a mediator keeps a party's privacy), 个人信息保护法 第6条 (the least that the purpose needs), 信访工作条例
第30条 (an accusation is nobody else's), and the settled points of the office: a committee that is merely asked, or
that gave a case away, writes nothing in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import sqlalchemy as sa

from app.core.db import db

NOBODY = "nobody"
NAMES = (
    "mediator08", "head08", "mediator01", "head01", "town-mediator", "town-head", "clerk", "adviser08", "adviser01",
    "petition", "leader", "station", "handler08", "discipline", "secretary", "justice", "admin", NOBODY,
)  # fmt: skip
"""Every kind of account of the example town, two villages where it matters, and somebody who is not signed in."""
WAITING = "waiting"
"""An officer of the closed room whom no second person has confirmed yet; the example town has none of its own."""
MEDIATING = frozenset({"mediator", "committee_head", "centre_clerk"})


class Tie(StrEnum):
    """How somebody stands to a dispute."""

    OWN = "own"
    OWN_OVER = "own, over"
    FORMER = "formerly handled"
    ASKED = "merely asked"
    DECLINED = "asked once, declined"
    WORKS = "works on it for another committee"
    TYPED = "typed it, another committee handles it"
    REVIEWS = "laid before the adviser"
    READS_ALL = "reads all"
    FOREIGN = "foreign"
    FOREIGN_OVER = "foreign, over"


SEEN = frozenset({Tie.OWN, Tie.OWN_OVER, Tie.FORMER, Tie.ASKED, Tie.WORKS, Tie.TYPED, Tie.REVIEWS, Tie.READS_ALL})


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser."""

    login_name: str
    role: str = ""
    account_id: int = 0
    committee_id: int | None = None
    office_id: int | None = None
    person_id: int = 0


@dataclass
class Dispute:
    """A case as the tables have it; sets of committees and people."""

    id: int
    committee_id: int
    typed_by: int
    is_over: bool
    title: str
    handled: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    declined: set[int] = field(default_factory=set)
    workers: set[int] = field(default_factory=set)
    advisers: set[int] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Matter:
    """A claim as the tables have it."""

    id: int
    petition_id: int
    office_id: int | None
    number: str


@dataclass(frozen=True)
class Step:
    """A step of a flow: where it stands, and the adviser it waits for."""

    id: int
    role: str
    committee_id: int | None
    office_id: int | None
    person_id: int | None


@dataclass
class Ledger:
    """Everybody and everything."""

    visitors: dict[str, Visitor]
    disputes: dict[int, Dispute]
    matters: dict[int, Matter]
    steps: dict[str, Step]
    """By the public id that stands in the address."""
    manned: set[int]
    """Offices in which somebody signs in to handle claims."""

    def tie(self, who: Visitor, case: Dispute) -> Tie:
        """How a visitor stands to a dispute; the strongest tie first."""
        if who.role == "justice_office":
            return Tie.READS_ALL
        if who.role == "legal_adviser" and who.person_id in case.advisers:
            return Tie.REVIEWS
        if who.role == "petition_clerk" and case.typed_by == who.account_id:
            return Tie.TYPED
        if who.role in MEDIATING and who.committee_id is not None:
            return self._tie_of_committee(who, case)
        return Tie.FOREIGN_OVER if case.is_over else Tie.FOREIGN

    def _tie_of_committee(self, who: Visitor, case: Dispute) -> Tie:
        ties = (
            (case.committee_id == who.committee_id, Tie.OWN_OVER if case.is_over else Tie.OWN),
            (who.committee_id in case.handled, Tie.FORMER),
            (who.committee_id in case.asked, Tie.ASKED),
            (who.person_id in case.workers, Tie.WORKS),
            (case.typed_by == who.account_id, Tie.TYPED),
            (who.committee_id in case.declined, Tie.DECLINED),
        )
        return next((tie for fits, tie in ties if fits), Tie.FOREIGN_OVER if case.is_over else Tie.FOREIGN)

    def may_answer(self, who: Visitor, step: Step) -> bool:
        """Whether the step waits for the visitor's committee or office, or for the visitor as adviser.

        For an office in which nobody signs in the petition desk types.
        """
        if step.role == "adviser":
            return who.role == "legal_adviser" and step.person_id == who.person_id
        if step.committee_id is not None:
            return who.role in MEDIATING and step.committee_id == who.committee_id
        by_desk = who.role == "petition_clerk" and step.role == "handler" and step.office_id not in self.manned
        return by_desk or (who.office_id is not None and step.office_id == who.office_id)

    def sees(self, who: Visitor, kind: str, object_id: int) -> bool:
        """Whether a dispute, claim or petition is in the visitor's sight; what is of no kind is in everybody's."""
        sight = {"case": self.sees_case, "claim": self.sees_claim, "petition": self.sees_petition}
        return not kind or sight[kind](who, object_id)

    def sees_case(self, who: Visitor, case_id: int) -> bool:
        """Whether the dispute is in the visitor's sight."""
        return self.tie(who, self.disputes[case_id]) in SEEN

    def sees_claim(self, who: Visitor, claim_id: int) -> bool:
        """Whether the claim is in the visitor's sight: the desk's and the leaders', an office's own."""
        if who.role in {"petition_clerk", "government_leader"}:
            return True
        return who.role == "handler" and who.office_id is not None and self.matters[claim_id].office_id == who.office_id

    def sees_petition(self, who: Visitor, petition_id: int) -> bool:
        """Whether any claim of the petition is in the visitor's sight."""
        return any(self.sees_claim(who, one.id) for one in self.matters.values() if one.petition_id == petition_id)


def read_ledger() -> Ledger:
    """The ledger of the database at hand."""
    cases = "SELECT id, committee_id, typed_by_id, status IN ('closed', 'ended') AS is_over, title FROM mediation_case"
    disputes = {row.id: Dispute(*row) for row in _rows(cases)}
    for row in _rows("SELECT case_id, committee_id, number FROM handling"):
        disputes[row.case_id].handled.add(row.committee_id)
        disputes[row.case_id].numbers.add(row.number)
    transfers = """
        SELECT move.case_id, COALESCE(body.committee_id, body.id) AS committee, move.answered_at, move.accepted
        FROM move JOIN body ON body.id = move.to_body_id WHERE move.kind = 'transfer'
    """
    for row in _rows(transfers):
        asked = row.answered_at is None
        (disputes[row.case_id].asked if asked else disputes[row.case_id].declined).add(row.committee)
    for row in _rows(
        "SELECT case_id, person_id FROM case_mediator JOIN pool_member ON pool_member.id = pool_member_id"
    ):
        disputes[row.case_id].workers.add(row.person_id)
    for row in _rows(
        "SELECT subject_id, assignee_person_id FROM task "
        "WHERE subject_kind = 'case' AND role = 'adviser' AND assignee_person_id IS NOT NULL"
    ):
        disputes[row.subject_id].advisers.add(row.assignee_person_id)
    matters = {row.id: Matter(row.id, row.petition_id, row.handling_office_id, f"{row.number}-{row.position}")
               for row in _rows("SELECT claim.id, petition_id, handling_office_id, petition.number, claim.position "
                                "FROM claim JOIN petition ON petition.id = claim.petition_id")}  # fmt: skip
    columns = "SELECT id, role, committee_id, office_id, assignee_person_id, public_id FROM task"
    steps = {row.public_id: Step(*row[:-1]) for row in _rows(columns)}
    manned = {row.office_id for row in _rows("SELECT office_id FROM account WHERE role = 'handler'")}
    return Ledger(_visitors(), disputes, matters, steps, manned)


def _visitors() -> dict[str, Visitor]:
    found = {NOBODY: Visitor(NOBODY)}
    for row in _rows("SELECT login_name, role, id, committee_id, office_id, person_id FROM account"):
        if row.login_name in (*NAMES, WAITING):
            found[row.login_name] = Visitor(*row)
    return {name: found[name] for name in (*NAMES, WAITING)}


def _rows(statement: str) -> list[sa.Row[tuple[object, ...]]]:
    return list(db.session.execute(sa.text(statement)))
