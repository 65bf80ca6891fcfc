"""A period as pages and notices show it: its light in colour, word and shape, and the way to its explanation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core import pages
from app.core.clock import end_of_day, local
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.reckoned import ends_of, is_late_reminder, thresholds
from app.deadlines.rules import LIGHT_NAMES, UNKEPT, Ends, Light, light_of, light_words
from app.deadlines.terms import Stage
from workflows.periods.rules import PeriodRule

NO_PERIOD = "没有在算的期限"
TYPED_LATE = "补录的时候已经过了"
"""Of what only reminds the office: grey and not red."""


@dataclass(frozen=True)
class ShownLight:
    """``state`` is overdue, soon, ok, theirs (the parties are late, nobody else) or none.

    ``due`` its words; ``why`` the address of the 期限说明, or empty.

    ``name`` says which period it is, where several may run.
    """

    state: str
    due: str
    why: str = ""
    name: str = ""

    @property
    def words(self) -> str:
        """What is said of it, and which period it is."""
        return f"{self.due}　{self.name}" if self.name else self.due


def shown_light(deadline: Deadline | None, *, now: datetime) -> ShownLight:
    """The light of a period.  No period is no green light: nothing says that there is time."""
    if deadline is None:
        return ShownLight("none", NO_PERIOD)
    if is_late_reminder(deadline):
        return ShownLight("none", TYPED_LATE, pages.address("deadlines.explained", deadline_id=deadline.public_id))
    return shown_ends(
        deadline.code, ends_of(deadline), deadline.public_id, is_provisional=deadline.is_provisional, now=now
    )


def shown_ends(
    code: str, ends: Ends, public_id: str, *, is_provisional: bool, now: datetime, name: str = ""
) -> ShownLight:
    """The light of a period by its code, its two ends and its public id; what the parties agreed on is never 超期."""
    light = light_of(ends, now=now, thresholds=thresholds())
    why = pages.address("deadlines.explained", deadline_id=public_id)
    if light is Light.OVERDUE and period_rule(code).agreed:
        return ShownLight("theirs", UNKEPT, why, name)
    word = "" if light is Light.OVERDUE else f"{LIGHT_NAMES[light]}　"
    return ShownLight(
        state=light.value,
        due=word + light_words(ends, now=now) + ("（暂定）" if is_provisional else ""),
        why=why,
        name=name,
    )


def soon_until(now: datetime) -> datetime:
    """The last moment an end may have to be 临期 today."""
    return end_of_day(local(now).date() + timedelta(days=thresholds().days))


def moved_words(deadline: Deadline, rule: PeriodRule, before: date, why: str) -> str:
    """What a notice says when the calendar moved the last day."""
    days = f"{pages.chinese_date(before)}改成{pages.chinese_date(deadline.due_on)}"
    return f"“{rule.title}”的最后一天由{days}（{why}）。"


def ring_words(deadline: Deadline, rule: PeriodRule, stage: Stage, *, now: datetime) -> str:
    """What a notice says when a stage has come: ``“调解”还有3天。`` / ``“…”到期了：问双方……（…）。``

    Of one that prompts, the last day itself says what opens then: nobody should have to look it up.
    """
    if stage is Stage.LAPSED:
        return f"“{rule.title}”的期限到了：{rule.on_lapse}（{rule.source}）。"
    words = f"“{rule.title}”{light_words(ends_of(deadline), now=now)}"
    opens = rule.effect == "prompt" and stage is Stage.TODAY
    return f"{words}：{rule.on_lapse}（{rule.source}）。" if opens else f"{words}。"
