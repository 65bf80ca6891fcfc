"""One claim of the example on its way: each method is one action of a named person, on the day the desk stands at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from app.core import pages
from app.example.town.petitions.desk import CLERK, DESK_OFFICE, HANDLERS, LEADER, Desk
from app.petitions.actions.at_any_step import ACTIONS
from app.petitions.models import Claim
from app.petitions.queries import claim_by_id
from app.petitions.rules.letters import remedy_text
from app.petitions.terms import LetterKind


class Item:
    """A claim and the desk at which it is worked on."""

    def __init__(self, desk: Desk, claim: Claim) -> None:
        self.desk, self.claim_id = desk, claim.id
        self.handler = CLERK
        self.receiver = claim.petition.petitioners[0].name

    @property
    def claim(self) -> Claim:
        """The claim as it stands."""
        return claim_by_id(self.claim_id)

    def answer(self, step: str, by: str = CLERK, /, **values: object) -> Self:
        """Answer the open step of this name."""
        self.desk.answer("claim", self.claim_id, step, by, values)
        return self

    def action(self, name: str, **values: object) -> Self:
        """An action of the clerk that no step asks for."""
        ACTIONS[name].carry_out(self.claim, self.desk.told(values))
        return self

    def sort(self, reason: str, route: str = "petition") -> Self:
        """An appeal of this route."""
        return self.answer("sort_claim", outcome="new", matter_class="appeal", route=route, reason=reason)

    def decide(self, decision: str, reason: str, **values: object) -> Self:
        """What becomes of it."""
        return self.answer("decide_claim", decision=decision, reason=reason, contact=DESK_OFFICE, **values)

    def sign_off(self) -> Self:
        """The leader signs the letter that waits."""
        return self.answer("sign_off", LEADER, outcome="approved")

    def seal(self) -> Self:
        """The clerk draws the number and seals."""
        return self.answer("seal_letter", copies=2)

    def deliver(self, **values: object) -> Self:
        """The letter reaches its receiver, over the counter unless told otherwise."""
        given = {
            "outcome": "delivered",
            "method": "direct",
            "delivered_on": self.desk.today,
            "receiver": self.receiver,
            "place": "镇信访接待室",
        }
        return self.answer("deliver", **{**given, **values})

    def letter_out(self) -> Self:
        """Signed, sealed and handed over in one day."""
        return self.sign_off().seal().deliver()

    def accept(self, sorting: str, deciding: str) -> Self:
        """An ordinary petition (第31条第六项), accepted."""
        return self.sort(sorting).decide("accepted", deciding)

    def assign(self, office: str, days: int, note: str) -> Self:
        """The slip to the office that handles it, back within so many days."""
        self.handler = HANDLERS[office]
        due = self.desk.today + timedelta(days=days)
        return self.answer("assign_unit", office=str(self.desk.offices[office].id), inner_due_on=due, note=note)

    def investigate(self, outcome: str, findings: str, **values: object) -> Self:
        """What the handling office found."""
        return self.answer("investigate", self.handler, outcome=outcome, findings=findings, **values)

    def opinion(self, *, facts: str, stance: str, opinion: str, basis: str) -> Self:
        """The opinion in its four parts, with the remedy."""
        remedy = remedy_text(LetterKind.OPINION, upper=pages.setting_text("DISTRICT_GOVERNMENT"))
        parts = {"request": self.claim.request, "facts": facts, "opinion": opinion, "basis": basis, "remedy": remedy}
        return self.answer("write_opinion", self.handler, stance=stance, **parts)

    def upper_has_request(self, name: str) -> Self:
        """The higher government received the request for review (`review_requested`) or re-review."""
        return self.action(name, requested_on=self.desk.today)

    def supply(self, to: str) -> Self:
        """The file goes up."""
        return self.answer("supply_file", material="案卷一册，共32页；处理意见书和送达回证复印件。", asked_by=to)

    def upheld(self, number: str, decided_on: date) -> Self:
        """The higher government upheld the opinion; the petitioner received its paper today."""
        return self.answer(
            "record_upper",
            result="upheld",
            number=number,
            decided_on=decided_on,
            received_on=self.desk.today,
            summary="认定事实清楚，适用依据正确，程序合法，维持原处理意见。",
        )

    def letter_to_a_body(self, receiver: str) -> Self:
        """The letter that waits goes to a higher body, signed, sealed and handed over in one day."""
        return self.sign_off().seal().deliver(receiver=receiver, place="区信访局收发室")
