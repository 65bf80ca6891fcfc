"""Forms of legal review: sending a draft, answering clause by clause, the head's decision."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.agreements.pages.forms import StageForm
from app.core.fields import CHOOSE, REQUIRED, AtMost, printable
from app.legal_review.actions.answer_review import LONGEST
from app.legal_review.queries import Adviser


def _radio(label: str, choices: dict[str, str]) -> RadioField:
    return RadioField(label, choices=choices, validators=[InputRequired(CHOOSE)])


def _people(label: str) -> RadioField:
    return RadioField(label, coerce=str, choices={}, validate_choice=False, validators=[Optional()])


def _long(label: str, longest: int, *, needed: bool = False, hint: str = "") -> TextAreaField:
    first = InputRequired(REQUIRED) if needed else Optional()
    limit = AtMost(longest)
    return TextAreaField(label, validators=[first, limit, printable], description=hint)


def people(advisers: Sequence[Adviser]) -> dict[str, str]:
    """Advisers as options."""
    return {str(one.person_id): one.name for one in advisers}


class SendForm(StageForm):
    """To an adviser, or without one."""

    seen_version = HiddenField()
    outcome = _radio("要不要请法律顾问看", {"review": "请法律顾问看", "skip_review": "不送审，直接定稿"})
    adviser = _people("请哪一位")
    skip_reason = _long("为什么不送审", 500)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {
            "outcome": self.outcome.data,
            "adviser": self.adviser.data or "",
            "skip_reason": (self.skip_reason.data or "").strip(),
            "seen_version": self.seen_version.data or "",
        }


class ReviewForm(StageForm):
    """The adviser's answer; `review_form` adds a box for every clause."""

    seen_version = HiddenField()
    outcome = _radio("意见", {"passed": "通过", "returned": "退回修改"})
    comment = _long("总的意见和理由", 5000)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        comments = {
            field.short_name.removeprefix("clause_"): (field.data or "").strip()
            for field in self
            if field.short_name.startswith("clause_") and (field.data or "").strip()
        }
        return {
            "outcome": self.outcome.data,
            "comment": (self.comment.data or "").strip(),
            "comments": comments,
            "seen_version": self.seen_version.data or "",
        }


def review_form(positions: Sequence[int]) -> ReviewForm:
    """The bound form with one box for each clause."""
    boxes = {f"clause_{one}": _long(f"对第{one}条的意见", LONGEST) for one in positions}
    form: ReviewForm = type("ClauseReviewForm", (ReviewForm,), boxes)()
    return form


class DecideForm(StageForm):
    """The head's decision."""

    outcome = _radio("怎么办", {"substitute": "换一位顾问看", "passed": "不等了，直接定稿", "returned": "退回修改"})
    substitute = _people("换哪一位")
    reason = _long("理由", 400, needed=True)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {
            "outcome": self.outcome.data,
            "substitute": self.substitute.data or "",
            "reason": (self.reason.data or "").strip(),
        }
