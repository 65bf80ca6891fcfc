"""Many villagers against one works, and what is done with such a dispute."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask.testing import FlaskClient

from app.cases.actions.at_any_step import ACTIONS
from app.cases.actions.intake import AgentIntake, PartyIntake
from app.cases.actions.split_by_household import Wanted, split
from app.cases.models import Case, Party
from app.core.db import db
from app.core.identity import check_digit
from app.core.transaction import transaction
from app.matters.terms import AgentKind, Power
from app.processes.registry import Submission
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
LI_ID = "37030419580512002" + check_digit("37030419580512002")
VILLAGERS = (
    PartyIntake(side=1, name="王甲", phone="13812345678", address="小海眼社区1号"),
    PartyIntake(side=1, name="李丙", id_number=LI_ID, safe_contact="打女儿的电话"),
    PartyIntake(
        side=1,
        name="赵丁",
        agents=(AgentIntake(AgentKind.SPECIAL_AGENT, "赵小丁", "儿子", powers=frozenset({Power.SIGN})),),
    ),
    PartyIntake(side=2, name="白塔砖厂"),
)


def many(**changes: Any) -> Story:
    """Three villagers against one works, being mediated."""
    story = Story()
    values: dict[str, Any] = {"parties": VILLAGERS, "shared": "none"} | changes
    return story.register(**values).start_at("village").accept().consent().tell_rights().choose_mediators()


def submitted(story: Story, by: str = "mediator", **values: object) -> Submission:
    return Submission(values, story.now, "王甲", story.account(by), story.now)


def party(case: Case, name: str) -> Party:
    return next(one for one in case.parties if one.name == name)


def divide(story: Story, *names: str, by: str = "mediator", **wanted: Any) -> list[Case]:
    ids = [party(story.case, name).id for name in names]
    with transaction():
        return split(story.case, Wanted(wanted.pop("side", 1), ids, **wanted), submitted(story, by))


def act(story: Story, case_id: int, name: str, by: str = "mediator", **values: object) -> None:
    with transaction():
        ACTIONS[name].carry_out(db.session.get_one(Case, case_id), submitted(story, by, **values))


def names_of(cases: Collection[Case]) -> list[list[str]]:
    return [[one.name for one in case.parties] for case in cases]
