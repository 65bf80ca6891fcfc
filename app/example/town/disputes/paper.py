"""The agreement of a dispute of the example: drafted, read, signed, sealed, followed up, each by whom it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Self

from app.agreements.actions.save_draft import save_draft
from app.agreements.queries import current_agreement, duties_of, signers_of, the_agreement
from app.agreements.rules import AgreementText, ClauseText
from app.example.town.disputes.matter import Matter

ADVISER = "adviser08"
"""The legal adviser of 小海眼; the only one whom the stories ask there."""


def clause(
    who: str, does: str, *, by: date | None = None, when: str = "", amount: int = 0, proof: str = "", place: str = ""
) -> ClauseText:
    """One clause: a day or words for the time, whole yuan."""
    return ClauseText(who, does, by, when, place, proof, Decimal(amount) if amount else None)


class Paper(Matter):
    """A dispute that comes to an agreement."""

    def draft(
        self, facts: str, *clauses: ClauseText, issues: str = "", place: str = "", without: int | None = None
    ) -> Self:
        """The text is typed; the party at the place `without` (from 0) is not bound by it."""
        bound = [party.id for position, party in enumerate(self.case.parties) if position != without]
        mediator, moment = self.at_work.accounts[self.mediator], self.at_work.moment()
        text = AgreementText(
            facts, clauses, frozenset(bound), issues=issues, place=place, recorder=mediator.display_name
        )
        save_draft(self.case, text, seen_version=None, actor=mediator, now=moment)
        return self

    def send(self, adviser: str = ADVISER) -> Self:
        """The draft goes to a legal adviser."""
        person = self.at_work.accounts[adviser].person_id
        return self.answer("draft", outcome="review", adviser=str(person))

    def skip_review(self, reason: str) -> Self:
        """No adviser has to read this one."""
        return self.answer("draft", outcome="skip_review", skip_reason=reason)

    def reviewed(
        self, outcome: str, comment: str, *, by: str = ADVISER, clauses: Mapping[int, str] | None = None
    ) -> Self:
        """The adviser answers, with words beside clauses (from 1)."""
        return self.answer("legal_review", by, outcome=outcome, comment=comment, comments=dict(clauses or {}))

    def freeze(self) -> Self:
        """Fixed and printed."""
        return self.answer("freeze", outcome="frozen")

    def signed(self, agents: Mapping[str, str] | None = None) -> Self:
        """Everybody signed today; `agents` names who signed for a party."""
        signing, today = agents or {}, self.at_work.today
        rows = [
            {
                "key": one.key,
                "signed_on": today,
                "method": "by_agent" if one.name in signing else "by_hand",
                "agent_name": signing.get(one.name, ""),
            }
            for one in signers_of(the_agreement(self.case_id))
        ]
        return self.answer("sign", outcome="signed", signatures=rows)

    def sealed(self) -> Self:
        """The head puts the committee's seal on it: in force."""
        return self.answer("seal", self.head, sealed_on=self.at_work.today)

    def spoken(
        self, facts: str, issues: str, place: str, clauses: Iterable[Mapping[str, object]], *, at_once: bool = False
    ) -> Self:
        """Agreed by word of mouth today, and registered."""
        return self.answer(
            "register_oral",
            facts=facts,
            issues=issues,
            place=place,
            clauses=list(clauses),
            agreed_on=self.at_work.today,
            performed="yes" if at_once else "no",
        )

    def kept(self, *states: str, outcome: str = "performed", note: str = "") -> Self:
        """How each promise stands today: done, not_done or open."""
        agreement = current_agreement(self.case_id)
        duties = duties_of(agreement.id) if agreement else ()
        rows = [
            {"id": duty.id, "state": state, "on": self.at_work.today, "note": note}
            for duty, state in zip(duties, states, strict=True)
        ]
        return self.answer("fulfil", duties=rows, outcome=outcome, note=note)

    def visited(self, situation: str, outcome: str = "done") -> Self:
        """A visit at both homes: everybody is content."""
        satisfied = self.everyone("satisfied")
        return self.answer(
            "return_visit", outcome=outcome, method="in_person", satisfied=satisfied, situation=situation
        )

    def put_away(self) -> Self:
        """The head puts the file away."""
        return self.answer("archive", self.head, complete="yes", retention="long", pages=16)
