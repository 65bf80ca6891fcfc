"""The kinds of periods, and the lengths a town may set."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from app.core import clock
from app.core.date_fields import plan_day
from app.core.fields import REQUIRED, WholeNumber
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit
from app.core.transaction import OnceForm
from app.deadlines.actions.set_length import set_length
from app.deadlines.pages import blueprint
from app.deadlines.pages.forms import why_changed
from app.deadlines.queries import lengths_of
from app.deadlines.queries.calendar_source import length_of, period_rule, period_rules
from workflows.periods.rules import UNIT_NAMES, Certainty

CERTAINTY_NAMES = {Certainty.HIGH: "法律写明", Certainty.MEDIUM: "规定写明", Certainty.LOW: "本地自己定"}


class LengthForm(OnceForm):
    """How long a period is from a day on."""

    length = WholeNumber("改成多长", validators=[InputRequired(REQUIRED)])
    from_on = plan_day(
        "从哪天起",
        needed=REQUIRED,
        hint="这一天或以后开始的才用新的；已经在算的不变。",
    )
    reason = why_changed()


@blueprint.get("/rules")
@requires(Permission.DEADLINE_SEE)
def rules() -> ResponseReturnValue:
    """Every kind of period: length, article, what its lapse does; what a town may set itself."""
    today = clock.today()
    return render(
        "deadlines/rules.html",
        rules=[(rule, rule.length_words(length_of(rule.code, today))) for rule in period_rules().values()],
        certainty_names=CERTAINTY_NAMES,
    )


def _length_page(code: str, form: LengthForm) -> str:
    rule = period_rule(code)
    return render(
        "deadlines/length.html",
        rule=rule,
        form=form,
        now_words=rule.length_words(length_of(code, clock.today())),
        unit=UNIT_NAMES[rule.unit],
        set_before=lengths_of(code),
    )


@blueprint.get("/rules/<code>")
@requires(Permission.DEADLINE_MANAGE)
def length_page(code: str) -> ResponseReturnValue:
    """Set the length of a period no statute fixes."""
    rule = period_rule(code)
    if not rule.is_setting:
        flash(f"“{rule.title}”的期限是{rule.source}定的，不能改。")
        return redirect(url_for("deadlines.rules"))
    form = LengthForm(data={"length": length_of(code, clock.today()), "from_on": clock.today()})
    return _length_page(code, form)


@blueprint.post("/rules/<code>")
@requires(Permission.DEADLINE_MANAGE)
def length(code: str) -> ResponseReturnValue:
    """Keep the new length."""
    form = LengthForm()
    outcome = submit(form, lambda: _keep(code, form), url_for("deadlines.rules"))
    return answer(outcome, "改好了。已经在算的期限不变，以后开始的用新的。", lambda: _length_page(code, form))


def _keep(code: str, form: LengthForm) -> None:
    set_length(
        code,
        form.length.data or 0,
        from_on=form.from_on.data or clock.today(),
        reason=form.reason.data or "",
        actor=signed_in(),
        now=clock.now(),
    )
