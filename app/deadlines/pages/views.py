"""Pages of deadlines: the list, the 期限说明 of one; the calendar and the lengths a town may set."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access_log import looked
from app.core.asked import asked_day, whole_number
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.guard import requires, signed_in
from app.core.pages import asked_page, render
from app.core.permissions import Permission
from app.core.transaction import already_done, attempt, begin_writing, begins_late, done
from app.deadlines.actions.change_day import DayPreview, change_day, preview_day
from app.deadlines.actions.import_year import LARGEST, Preview, import_year, preview_year, read_notice
from app.deadlines.actions.set_length import set_length
from app.deadlines.models import Deadline
from app.deadlines.pages.calendar_pages import count_moved, moved_shown, year_shown
from app.deadlines.pages.forms import DayForm, LengthForm, YearForm
from app.deadlines.queries import PAGE, Wanted, changed_days, deadlines_of, get_deadline, lengths_of, running
from app.deadlines.queries.calendar_source import length_of, period_rule, period_rules
from app.deadlines.queries.explained import explain
from app.deadlines.queries.shown import shown_light, soon_until
from app.deadlines.registry import Named, registry
from app.deadlines.rules import LIGHT_NAMES, Light
from workflows.periods.holidays import FIRST_YEAR, LAST_YEAR, DayKind, HolidayYear
from workflows.periods.rules import UNIT_NAMES, Certainty

blueprint = Blueprint("deadlines", __name__, url_prefix="/deadlines")
CERTAINTY_NAMES = {Certainty.HIGH: "法律写明", Certainty.MEDIUM: "规定写明", Certainty.LOW: "本地自己定"}


@blueprint.get("/")
@requires(Permission.DEADLINE_SEE)
def index() -> ResponseReturnValue:
    """Every running period the account may see, the earliest end first; by light, kind and last day."""
    asked, page, now = request.args, asked_page(), clock.now()
    light, code = asked.get("light", ""), asked.get("code", "")
    wanted = Wanted(
        light=Light(light) if light in set(Light) else None,
        code=code if code in period_rules() else "",
        due_before=asked_day(asked.get("before", "")),
    )
    rows, total = running(signed_in(), wanted, now=now, soon_at=soon_until(now), page=page)
    named = registry.named_all(rows)
    return render(
        "deadlines/index.html",
        rows=[_row(row, named[row.subject_kind, row.subject_id], now) for row in rows],
        total=total,
        wanted=wanted,
        page=page,
        last=-(-total // PAGE),
        light_names=LIGHT_NAMES,
        rules=period_rules(),
    )


def _row(row: Deadline, named: Named, now: datetime) -> tuple[Deadline, Named, str, dict[str, object]]:
    return row, named, registry.of(row.subject_kind).link(row.subject_id), shown_light(row, now=now)


@blueprint.get("/<int:deadline_id>")
@requires(Permission.DEADLINE_SEE)
def explained(deadline_id: int) -> ResponseReturnValue:
    """期限说明: how the date came about, day by day; prints on one page."""
    deadline = get_deadline(deadline_id, for_=signed_in())
    subjects = registry.of(deadline.subject_kind)
    looked(deadline.subject_kind, deadline.subject_id)
    return render(
        "deadlines/explained.html",
        one=explain(deadline, now=clock.now()),
        named=subjects.named({deadline.subject_id})[deadline.subject_id],
        link=subjects.link(deadline.subject_id),
    )


@blueprint.get("/of/<kind>/<int:subject_id>")
@requires(Permission.DEADLINE_SEE)
def of_subject(kind: str, subject_id: int) -> ResponseReturnValue:
    """Every period of one subject the account may see, those that run first."""
    shown = [explain(row, now=clock.now()) for row in deadlines_of(kind, subject_id, for_=signed_in())]
    if not shown:
        raise NotFound(OUT_OF_SIGHT)
    subjects = registry.of(kind)
    looked(kind, subject_id)
    return render(
        "deadlines/of_subject.html",
        shown=shown,
        named=subjects.named({subject_id})[subject_id],
        link=subjects.link(subject_id),
    )


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
    form, status = LengthForm(), 422
    if already_done(form):
        return redirect(url_for("deadlines.rules"))
    if form.validate():
        with attempt(form) as tried:
            set_length(
                code,
                form.length.data or 0,
                from_on=form.from_on.data or clock.today(),
                reason=form.reason.data or "",
                actor=signed_in(),
                now=clock.now(),
            )
            done(form, url_for("deadlines.rules"))
        if tried.ok:
            flash("改好了。已经在算的期限不变，以后开始的用新的。")
            return redirect(url_for("deadlines.rules"))
        status = tried.status
    return _length_page(code, form), status


@blueprint.get("/calendar")
@requires(Permission.DEADLINE_SEE)
def calendar() -> ResponseReturnValue:
    """The holidays and make-up workdays of a year; a year without its notice is 暂定."""
    year = whole_number(request.args.get("year")) or clock.today().year
    return _calendar_page(min(max(year, FIRST_YEAR), LAST_YEAR), YearForm(formdata=None), DayForm(formdata=None))


def _calendar_page(year: int, year_form: YearForm, day_form: DayForm) -> str:
    return render(
        "deadlines/calendar.html",
        shown=year_shown(year),
        year_form=year_form,
        day_form=day_form,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
    )


def _sent_content(form: YearForm) -> bytes:
    """The file of the first step, or its text that travelled along to the second."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return upload.stream.read(LARGEST + 1)
    return (form.content.data or "").encode()


@blueprint.post("/calendar/year")
@requires(Permission.DEADLINE_MANAGE)
@begins_late
def year() -> ResponseReturnValue:
    """A year's notice: first what it would move, then (confirmed) brought in."""
    form, found = YearForm(), None
    if already_done(form):
        return redirect(url_for("deadlines.calendar"))
    content = _sent_content(form)
    if not content:
        form.file.errors = ["请先选一个文件。"]
        return _calendar_page(clock.today().year, form, DayForm(formdata=None)), 422
    with attempt(form) as tried:
        read = read_notice(content, "文件")
        found = _import(form, read) if form.confirmed.data else preview_year(read)
    if not tried.ok or found is None:
        form.content.data = form.confirmed.data = ""
        return _calendar_page(clock.today().year, form, DayForm(formdata=None)), tried.status
    return _brought_in(found) if form.confirmed.data else _seen_first(form, content, found)


def _import(form: YearForm, read: HolidayYear) -> Preview:
    """What was read comes in; from here on, and only from here on, nobody else writes."""
    begin_writing()
    found = import_year(read, actor=signed_in(), now=clock.now())
    done(form, url_for("deadlines.calendar", year=read.year))
    return found


def _brought_in(found: Preview) -> ResponseReturnValue:
    moved = count_moved(found.changes, for_=signed_in())
    flash(f"{found.year.year}年的放假安排导入好了，有{moved}个期限变了日子。")
    return redirect(url_for("deadlines.calendar", year=found.year.year))


def _seen_first(form: YearForm, content: bytes, found: Preview) -> str:
    form.content.data, form.confirmed.data = content.decode(), "yes"
    return render(
        "deadlines/import_year.html",
        form=form,
        year=found.year,
        changed=len(changed_days(found.year.year)),
        moved=moved_shown(found.changes, for_=signed_in()),
    )


@blueprint.post("/calendar/day")
@requires(Permission.DEADLINE_MANAGE)
def day() -> ResponseReturnValue:
    """A single day: first what it would move, then (confirmed) changed."""
    form, found, status = DayForm(), None, 422
    if already_done(form):
        return redirect(url_for("deadlines.calendar"))
    if form.validate():
        with attempt(form) as tried:
            found = _change(form) if form.confirmed.data else _preview(form)
        status = tried.status
    if found is None:
        form.confirmed.data = ""
        shown = form.day.data.year if form.day.data else clock.today().year
        return _calendar_page(min(max(shown, FIRST_YEAR), LAST_YEAR), YearForm(formdata=None), form), status
    if form.confirmed.data:
        flash(f"改好了，有{count_moved(found.changes, for_=signed_in())}个期限变了日子。")
        return redirect(url_for("deadlines.calendar", year=found.day.year))
    form.confirmed.data = "yes"
    return render(
        "deadlines/change_day.html", form=form, found=found, moved=moved_shown(found.changes, for_=signed_in())
    )


def _preview(form: DayForm) -> DayPreview:
    return preview_day(form.day.data or clock.today(), DayKind(form.kind.data), form.name.data or "")


def _change(form: DayForm) -> DayPreview:
    found = change_day(
        form.day.data or clock.today(),
        DayKind(form.kind.data),
        form.name.data or "",
        reason=form.reason.data or "",
        actor=signed_in(),
        now=clock.now(),
    )
    done(form, url_for("deadlines.calendar", year=found.day.year))
    return found
