"""The two forms that stand on the calendar, and the field that every change has."""

from __future__ import annotations

from wtforms import FileField, HiddenField, StringField
from wtforms.validators import DataRequired

from app.core.date_fields import plan_day
from app.core.fields import REQUIRED, AtMost, one_of, printable
from app.core.transaction import OnceForm
from workflows.periods.holidays import DayKind

DAY_KINDS = {
    DayKind.HOLIDAY: "放假",
    DayKind.MAKE_UP: "周末调休上班",
    DayKind.WORKDAY: "平常的工作日",
    DayKind.WEEKEND: "平常的周末",
}


def why_changed() -> StringField:
    """Why somebody changes what stood."""
    limit = AtMost(200)
    return StringField("为什么改", validators=[DataRequired(REQUIRED), limit, printable])


class YearForm(OnceForm):
    """A year's notice as a file; once it was read, its text travels along until it is confirmed."""

    file = FileField("放假安排的文件", description="一年一个文件（.json），照国务院办公厅的通知写。")
    content = HiddenField()
    confirmed = HiddenField()


class DayForm(OnceForm):
    """One day made something else."""

    day = plan_day("哪一天", needed=REQUIRED)
    kind = one_of("这一天是", DAY_KINDS)
    name = StringField(
        "哪个节",
        validators=[AtMost(20), printable],
        description="放假和调休上班的要写，例如：春节。",
    )
    reason = why_changed()
    confirmed = HiddenField()
