"""Forms of the petition pages: sorting, assigning, unmasking, following and evaluating."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Field, Form, FormField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.core.date_fields import plan_day
from app.core.fields import CHOOSE, REQUIRED, AtMost, person_name, printable
from app.core.reasons import says_why
from app.core.transaction import OnceForm
from app.petitions.actions.register_petition import LONGEST_STORY
from app.petitions.actions.sort import QUESTIONS
from app.petitions.terms import CLASS_NAMES, ROUTE_NAMES, SCORE_NAMES, MatterClass
from app.processes.pages.forms import StepForm

ACCUSATION = "accusation"
YES_NO = {"yes": "是", "no": "否"}
WHY_OTHERWISE = "跟上面的建议不一样，请写明为什么。"
WHY = "请写明为什么这样定；也可以先答上面的问题，看看该走哪条路。"
SCORES = {str(one): name for one, name in SCORE_NAMES.items()}


def _text(label: str, longest: int, hint: str = "") -> StringField:
    limit = AtMost(longest)
    return StringField(label, validators=[Optional(), limit, printable], description=hint)


def _long(label: str, longest: int, hint: str = "") -> TextAreaField:
    limit = AtMost(longest)
    return TextAreaField(label, validators=[Optional(), limit, printable], description=hint)


def _radio(label: str, names: Mapping[Any, str], default: str | None = None, hint: str = "") -> RadioField:
    choices = {str(value): name for value, name in names.items()}
    return RadioField(
        label, choices=choices, default=default, validators=[Optional()], validate_choice=False, description=hint
    )


class SortForm(StepForm):
    """The plain questions, and what the person decides."""

    questions: FormField[Form] = FormField(
        type("Questions", (Form,), {name: _radio(text, YES_NO) for name, text in QUESTIONS.items()})
    )
    outcome = _radio("是不是已经在办的同一件", {"new": "不是，单独办", "joined": "是，并入原来的一项"}, "new")
    joined_to = _text("并入哪一项", 30, "填原来那一项的编号，例如 2026-483920-1。")
    matter_class = _radio("性质", {**CLASS_NAMES, ACCUSATION: "检举控告"})
    route = _radio("走哪条路", ROUTE_NAMES)
    accused = person_name("检举控告的是谁", "不知道姓名的，写单位和职务。")
    accused_unit = _text("在哪个单位、任什么职务", 100)
    story_left = _long(
        "别的诉求还要用到的事实和理由", LONGEST_STORY, "检举控告的内容一个字也不要写；不写的，这里就只留别的诉求本身。"
    )
    reason = _long("为什么这样定", 1000, "跟建议一样的可以空着，就用建议的理由。")

    def question(self, name: str) -> Field:
        """The radios of one plain question."""
        field: Field = self.questions.form[name]
        return field

    def answers(self) -> dict[str, bool]:
        """What was answered so far."""
        said = {name: self.question(name).data for name in QUESTIONS}
        return {name: value == "yes" for name, value in said.items() if value in YES_NO}

    def is_answered(self) -> bool:
        """Whether the table can be asked: a first yes decides, else every question needs its answer.

        What is missing is said at its question.
        """
        told = self.answers()
        for name in QUESTIONS:
            if told.get(name):
                return True
            if name not in told:
                self.question(name).errors = ["请选是或者否。"]
        return len(told) == len(QUESTIONS)

    @property
    def is_accusation(self) -> bool:
        """Whether the person decided that it belongs to the closed domain."""
        return bool(self.outcome.data != "joined" and self.matter_class.data == ACCUSATION)

    @property
    def is_joined(self) -> bool:
        """Whether it is the same matter as one that runs."""
        return bool(self.outcome.data == "joined")

    def chosen(self) -> dict[str, object]:
        """Class and route as the person decided, in the table's words."""
        is_appeal = self.matter_class.data == MatterClass.APPEAL
        return {"matter_class": self.matter_class.data, "route": self.route.data if is_appeal else "none"}

    def values(self) -> dict[str, object]:
        """The answer as the step's hinge reads it."""
        reason = (self.reason.data or "").strip()
        if self.is_joined:
            number = (self.joined_to.data or "").strip()
            return {"outcome": "joined", "joined_to": number, "reason": reason or f"跟{number}是同一件事，并案办理。"}
        return {"outcome": "new", "reason": reason, **self.chosen()}

    def decides(self, proposed: Mapping[str, object] | None, why: str) -> bool:
        """Whether the decision is whole: a class, a route for an appeal, and a reason of its own where it differs.

        An empty reason becomes the proposal's when the person follows it.
        """
        if self.is_joined:
            return True
        if self.matter_class.data not in (*CLASS_NAMES, ACCUSATION):
            self.matter_class.errors = [CHOOSE]
        elif self.matter_class.data == MatterClass.APPEAL and self.route.data not in ROUTE_NAMES:
            self.route.errors = [CHOOSE]
        reason = (self.reason.data or "").strip()
        follows = proposed is not None and self.chosen() == dict(proposed)
        if follows and not reason:
            self.reason.data = why
        if not follows and not self.is_accusation and reason in ("", why):
            self.reason.errors = [WHY if proposed is None else WHY_OTHERWISE]
        return not self.errors


class AssignForm(StepForm):
    """内部分办单."""

    office = RadioField("承办单位", choices={}, validators=[InputRequired(CHOOSE)])
    inner_due_on = plan_day(
        "什么时候回",
        needed=REQUIRED,
        hint="镇里自己定的日子，要留出写意见、签发、送达的工夫。",
    )
    note = _long("办理要求", 1000)


class UnmaskForm(OnceForm):
    """Why a number must be seen in full."""

    reason = StringField(
        "为什么要看全号",
        validators=[InputRequired(REQUIRED), AtMost(200), printable, says_why],
        description="例如：往全国系统里录。谁看了、为什么看，都会记下来。",
    )


class FollowForm(OnceForm):
    """Number and random code of the receipt."""

    number = StringField(
        "编号",
        validators=[InputRequired(REQUIRED), AtMost(20)],
        description="写在回执上，例如 2026-483920。",
    )
    code = StringField(
        "查询码",
        validators=[InputRequired(REQUIRED), AtMost(30)],
        description="十位字母和数字，大小写、空格都不要紧。",
    )


class EvaluateForm(OnceForm):
    """The petitioner's own word about desk and handling unit."""

    number = HiddenField()
    code = HiddenField()
    desk = RadioField("对信访办", choices=SCORES, validators=[InputRequired(CHOOSE)])
    unit = RadioField("对承办单位", choices=SCORES, validators=[InputRequired(CHOOSE)])
    comment = _long("还想说什么", 500)
