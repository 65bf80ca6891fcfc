"""A town at work: disputes that moved, were asked for, given back and put away; petitions; an accusation; reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.agreements.actions.mark_duty import mark_duty
from app.agreements.queries import duties_of
from app.cases.actions.at_any_step import ACTIONS
from app.core.clock import local
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.models import Deadline
from app.petitions.actions.supervise import register_supervision
from app.petitions.queries import letters_of
from app.processes.models import Task
from app.processes.registry import Submission
from tests.accusations.sealing import sealed
from tests.agreements.paths import Path
from tests.filing import filed
from tests.petitions.way import Way
from tests.story import Story

TOWN_MEDIATOR = "朱调解"


@dataclass(frozen=True)
class Matters:
    """Ids of the disputes by how they stand to 小海眼's and the town's committees, and of everything beside them."""

    own: int
    """小海眼 handles it and nobody else was ever asked."""
    moved: int
    """小海眼 gave it away; the town handles it."""
    asked: int
    """小海眼 handles it; the town is asked and has not answered."""
    declined: int
    """小海眼 handles it; the town was asked and gave it back."""
    stopped: int
    """小海眼 ended it while the town was asked; the letter was never answered."""
    archived: int
    """小海眼 gave it away; the town brought it to an agreement and put the file away."""
    reviewed: int
    """小海眼 handles it; the adviser was asked."""
    led: int
    """The petition desk led it to the town's centre."""
    claim: int
    supervision: int
    accusation: int

    @property
    def cases(self) -> list[int]:
        """Every dispute."""
        return [self.own, self.moved, self.asked, self.declined, self.stopped, self.archived, self.reviewed, self.led]


def asked_town() -> Story:
    """小海眼 mediated in vain and sent the town a letter."""
    return Story().mediating_at("village").not_reached().next("up")


def declined() -> Story:
    """The town gave it back."""
    return asked_town().answer("answer_transfer", "town-head", outcome="returned", reason="材料不齐。")


def moved(story: Story | None = None) -> Story:
    """The town took it over."""
    story = story or asked_town()
    agreed = story.everyone("agreed")
    return story.answer("answer_transfer", "clerk", outcome="accepted", consents=agreed, materials="齐全")


def do(story: Story, name: str, by: str = "mediator", **values: object) -> Story:
    """An action that no step asks for."""
    with transaction():
        ACTIONS[name].carry_out(story.case, Submission(values, story.now, "", story.account(by), story.now))
    return story


def stopped_while_asked() -> Story:
    """A party ended it before the town answered."""
    story = asked_town()
    return do(story, "stop", asks=story.everyone("yes"), reason="不想再调了。")


def archived(path: Path | None = None) -> Path:
    """Given to the town, agreed by word of mouth there, kept, visited, put away."""
    path = path or Path()
    path.mediating_at("village").not_reached().next("up")
    moved(path)
    path.tell_rights("town-mediator").choose_mediators("town-mediator", presiding=TOWN_MEDIATOR).sit("town-mediator")
    path.answer("mediate", "town-mediator", outcome="agreed", form="oral", partial="no")
    path.answer("register_oral", "town-mediator", **path.text_values(), agreed_on=local(path.now).date())
    path.later(days=1)
    with transaction():
        for duty in duties_of(path.agreement.id):
            mark_duty(duty, state="done", on=local(path.now).date(), note="", actor=path.account("clerk"), now=path.now)
    path.answer("fulfil", "town-mediator", outcome="performed")
    path.answer("return_visit", "town-mediator", outcome="done", method="in_person", situation="都做到了。")
    return path.answer("archive", "town-head", complete="yes", retention="long")


def a_town_at_work() -> Matters:
    """All of it, in an order in which no id of one kind equals the id of another by design."""
    own = Story().mediating_at("village")
    way = Way().investigating().dispute()
    elsewhere = Way().transferred(village="赵庄").sort()
    elsewhere.decide("objection", reason="不归镇里管。", competent_body="博山区交通运输局")
    led = way.claim.dispute_id
    assert led is not None
    filed(own.case, own.account("mediator"), own.now, kind="identity")
    filed(way.petition, way.account("petition"), way.now, kind="letter")
    filed(letters_of(way.claim_id)[0], way.account("petition"), way.now, kind="receipt")
    return Matters(
        own=own.case_id,
        moved=moved().case_id,
        asked=asked_town().case_id,
        declined=declined().case_id,
        stopped=stopped_while_asked().case_id,
        archived=archived().case_id,
        reviewed=Path().drafted().sent().case_id,
        led=led,
        claim=way.claim_id,
        supervision=_supervision(way),
        accusation=sealed().id,
    )


def _supervision(way: Way) -> int:
    values = {"from_body": "博山区信访局", "number": "博信督〔2026〕7号", "text": "请核实。", "claim": ""}
    received = {"received_on": date(2026, 11, 20)}
    with transaction():
        told = Submission({**values, **received}, way.now, "", way.account("petition"), way.now)
        return register_supervision(told).id


def periods_of(kind: str, subject_id: int) -> list[int]:
    """Ids of the periods of a subject, running or over."""
    rows = db.session.query(Deadline.id).filter_by(subject_kind=kind, subject_id=subject_id)
    return [row[0] for row in rows.order_by(Deadline.id)]


def steps_of(kind: str, subject_id: int) -> list[int]:
    """Ids of the steps of a subject, open or answered."""
    rows = db.session.query(Task.id).filter_by(subject_kind=kind, subject_id=subject_id)
    return [row[0] for row in rows.order_by(Task.id)]
