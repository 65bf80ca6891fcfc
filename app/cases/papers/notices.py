"""What a notice that mediation is over says: to everybody when it ends, to one party when the others go on.

Each way of ending has its own first sentence and its own law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.cases.papers.older_routes import older_routes
from app.core.terms import DisputeType
from app.papers.rules.paper import Paper
from app.papers.rules.people import named


class Ending(StrEnum):
    """Why there is no (further) mediation.  ``TERMINATED`` is of notices frozen before the ways were told apart."""

    TERMINATED = "terminated"
    NOT_ACCEPTED = "not_accepted"
    NOT_WANTED = "not_wanted"
    """Not accepted, because a party clearly refuses."""
    REFUSED = "refused"
    UNREACHED = "unreached"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    NOT_REACHED = "not_reached"
    OUTSIDE = "outside"
    LEFT_OUT = "left_out"
    """The others agreed, this party did not."""


BEFORE_ACCEPTANCE = frozenset({Ending.NOT_ACCEPTED, Ending.NOT_WANTED})
TITLES = {
    **dict.fromkeys(Ending, "终止调解告知书"),
    **dict.fromkeys(BEFORE_ACCEPTANCE, "不予受理告知书"),
    Ending.NOT_REACHED: "调解不成告知书",
}
LAW = {
    Ending.TERMINATED: "《中华人民共和国人民调解法》第三条、第二十三条、第二十六条",
    Ending.NOT_ACCEPTED: "《人民调解工作若干规定》第二十二条",
    Ending.NOT_WANTED: "《中华人民共和国人民调解法》第十七条",
    Ending.REFUSED: "《中华人民共和国人民调解法》第十七条、第二十六条",
    Ending.UNREACHED: "《中华人民共和国人民调解法》第三条、第二十六条",
    Ending.STOPPED: "《中华人民共和国人民调解法》第二十三条、第二十六条",
    Ending.WITHDRAWN: "《中华人民共和国人民调解法》第二十三条、第二十六条",
    Ending.NOT_REACHED: "《中华人民共和国人民调解法》第二十六条",
    Ending.OUTSIDE: "《中华人民共和国人民调解法》第三条、第二十三条、第二十六条",
    Ending.LEFT_OUT: "《中华人民共和国人民调解法》第二十六条",
}
"""What each rests on: only a clear refusal bars (第17条), a withdrawal is a demand to stop (第23条第2项), and the other
routes are told (第26条)."""
WHY = {
    Ending.REFUSED: "因有当事人明确表示不愿意调解，",
    Ending.UNREACHED: "因有当事人一直联系不上、没有答复，没有能够调解，",
    Ending.STOPPED: "因当事人要求终止调解，",
    Ending.WITHDRAWN: "因申请人撤回申请，",
    Ending.NOT_REACHED: "经调解未能达成协议，",
    Ending.OUTSIDE: "因当事人选择通过其他途径解决，",
}

WHY_YOU = {
    Ending.REFUSED: "因你明确表示不愿意调解，",
    Ending.STOPPED: "因你要求终止调解，",
    Ending.WITHDRAWN: "因你撤回申请，",
    Ending.LEFT_OUT: "经调解，有的当事人之间达成了协议，你没有达成，",
}
"""The ways in which one party is out while the others go on."""


@dataclass(frozen=True, kw_only=True)
class TerminationNotice(Paper):
    """终止调解告知书, 调解不成告知书, 不予受理告知书: mediation ends or does not begin (第26条)."""

    template: ClassVar[str] = "print/termination_notice.html"
    title: ClassVar[str] = "终止调解告知书"

    ending: Ending
    dispute_name: str
    dispute_type: DisputeType
    reason: str
    basis: str | None = None
    applied_on: date | None = None
    accepted_on: date | None = None
    ended_on: date | None = None
    undisputed_facts: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    has_sat: bool = True
    """Whether there was a sitting: else nobody says that it was mediated."""
    told_routes: tuple[str, ...] = ()
    """The other routes as the notice tells them."""

    @property
    def officers(self) -> tuple[tuple[str, str | None], ...]:
        """Who signs for the committee; where nobody was chosen to mediate, whoever hands it over."""
        return named("人民调解员" if self.mediators else "经办人", self.mediators)

    @property
    def heading(self) -> str:
        """The title that fits how it ended."""
        return TITLES[self.ending]

    @property
    def is_before_acceptance(self) -> bool:
        """Whether the committee never took it on."""
        return self.ending in BEFORE_ACCEPTANCE

    @property
    def what_was_done(self) -> str:
        """``受理并进行调解，``; of what was not mediated only that it was accepted."""
        return "受理并进行调解，" if self.has_sat else "受理，"

    @property
    def why(self) -> str:
        """What stands before the day of the end; empty for what says it in its reason alone."""
        return WHY.get(self.ending, "")

    @property
    def law(self) -> str:
        """What it rests on."""
        return self.basis.rstrip("。") if self.basis else LAW[self.ending]

    @property
    def routes(self) -> tuple[str, ...]:
        """The other legal routes for this kind of dispute."""
        return self.told_routes or older_routes(self.dispute_type)


@dataclass(frozen=True, kw_only=True)
class LeavingNotice(TerminationNotice):
    """The same to one party for whom mediation is over while it goes on among the others; it tells no terms of theirs.

    ``others`` are those with whom the party was to be mediated.
    """

    template: ClassVar[str] = "print/leaving_notice.html"

    others: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The same, said to the one it is about."""
        return WHY_YOU[self.ending]

    @property
    def others_go_on(self) -> bool:
        """Whether the others are still being mediated; where they have agreed, they are not."""
        return self.ending is not Ending.LEFT_OUT
