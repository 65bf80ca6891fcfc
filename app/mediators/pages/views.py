"""Pages of the pool of people who help."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access_log import looked
from app.core.asked import whole_number
from app.core.errors import NotNow
from app.core.guard import requires, signed_in
from app.core.pages import asked_page, download, render
from app.core.permissions import Permission
from app.core.tables import LARGEST
from app.core.terms import DISPUTE_TYPE_NAMES, POOL_CATEGORY_NAMES, DisputeType, PoolCategory
from app.core.transaction import already_done, attempt, begin_writing, begins_late, done
from app.mediators.actions.import_roster import Roster, import_roster
from app.mediators.actions.roster_table import RawTable, read_table
from app.mediators.actions.roster_template import template_file
from app.mediators.actions.set_state import set_state
from app.mediators.actions.show_phone import show_phone
from app.mediators.models import POOL_STATE_NAMES, PoolMember, PoolState
from app.mediators.pages.forms import PhoneForm, RosterForm, StateForm
from app.mediators.queries import PoolSearch, get_member, search_pool, seats_of
from app.mediators.queries.state_trail import state_trail
from app.organisations.queries import villages

blueprint = Blueprint("mediators", __name__, url_prefix="/mediators")
PAGE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _find(member_id: int) -> PoolMember:
    return get_member(member_id, for_=signed_in())


@blueprint.get("/")
@requires(Permission.MEDIATOR_SEE)
def index() -> ResponseReturnValue:
    """The pool, narrowed to what the account may see, with search and filters."""
    asked, page = request.args, asked_page()
    category, skill, state = asked.get("category", ""), asked.get("skill", ""), asked.get("state", "")
    wanted = PoolSearch(
        words=asked.get("words", "").strip()[:30],
        village_id=whole_number(asked.get("village"), least=1),
        category=PoolCategory(category) if category in set(PoolCategory) else None,
        skill=DisputeType(skill) if skill in set(DisputeType) else None,
        state=PoolState(state) if state in set(PoolState) else None,
    )
    rows, total = search_pool(signed_in(), wanted, page=page, size=PAGE)
    return render(
        "mediators/index.html",
        rows=rows,
        total=total,
        wanted=wanted,
        page=page,
        last=-(-total // PAGE),
        villages=villages(),
        category_names=POOL_CATEGORY_NAMES,
        type_names=DISPUTE_TYPE_NAMES,
        state_names=POOL_STATE_NAMES,
    )


def _detail(member: PoolMember, form: StateForm) -> str:
    return render(
        "mediators/detail.html",
        member=member,
        form=form,
        seats=seats_of(member.person_id),
        trail=state_trail(member),
        category_names=POOL_CATEGORY_NAMES,
        type_names=DISPUTE_TYPE_NAMES,
        state_names=POOL_STATE_NAMES,
    )


@blueprint.get("/<int:member_id>")
@requires(Permission.MEDIATOR_SEE)
def detail(member_id: int) -> ResponseReturnValue:
    """One member: skills, grade, seats, appointments, state."""
    member = _find(member_id)
    looked("pool_member", member.id)
    form = StateForm(formdata=None, obj=member)
    form.reason.data = ""
    return _detail(member, form)


@blueprint.post("/<int:member_id>/state")
@requires(Permission.MEDIATOR_MANAGE)
def state(member_id: int) -> ResponseReturnValue:
    """Suspend, remove, restore; say when somebody is away."""
    member, form, status = _find(member_id), StateForm(), 422
    if form.validate():
        with attempt(form) as tried:
            set_state(
                member,
                state=PoolState(form.state.data),
                reason=form.reason.data or "",
                away_from=form.away_from.data,
                away_until=form.away_until.data,
                actor=signed_in(),
                now=clock.now(),
            )
        if tried.ok:
            flash("改好了，已存好。")
            return redirect(url_for("mediators.detail", member_id=member_id))
        status = tried.status
    return _detail(_find(member_id), form), status


@blueprint.route("/<int:member_id>/phone", methods=["GET", "POST"])
@requires(Permission.MEDIATOR_CHOOSE)
def phone(member_id: int) -> ResponseReturnValue:
    """See a member's phone in full, once, for a reason that is kept."""
    member, form, shown, status = _find(member_id), PhoneForm(), None, 200
    if request.method == "POST":
        status = 422
        if form.validate():
            shown = show_phone(member, reason=form.reason.data or "", actor=signed_in(), now=clock.now())
            status = 200
    return render("mediators/phone.html", member=member, form=form, shown=shown), status


@blueprint.get("/roster")
@requires(Permission.MEDIATOR_MANAGE)
def roster_page() -> ResponseReturnValue:
    """Where a roster is read in."""
    return render("mediators/roster.html", form=RosterForm(formdata=None), roster=None)


@blueprint.post("/roster")
@requires(Permission.MEDIATOR_MANAGE)
@begins_late
def roster() -> ResponseReturnValue:
    """Read a roster in: all of it, or with the bad rows left out, or nothing."""
    form, upload = RosterForm(), request.files.get("file")
    if already_done(form):
        return redirect(url_for("mediators.index"))
    if not form.validate() or upload is None or not upload.filename:
        form.file.errors = ["请先选一个文件。"]
        return render("mediators/roster.html", form=form, roster=None), 422
    read: Roster | None = None
    with attempt(form) as tried:
        read = _read_in(form, read_table(upload.filename, upload.stream.read(LARGEST + 1)))
    if read is None or not read.is_imported:
        return render("mediators/roster.html", form=form, roster=read), 422 if tried.ok else tried.status
    flash(read.summary)
    if read.bad or read.doubtful:
        return render("mediators/roster.html", form=RosterForm(formdata=None), roster=read)
    flash(read.source.sentence)
    return redirect(url_for("mediators.index"))


def _read_in(form: RosterForm, table: RawTable) -> Roster:
    """What was read comes in; from here on, and only from here on, nobody else writes."""
    begin_writing()
    if already_done(form):
        raise NotNow("这份花名册刚才已经导入了，没有再导一遍。")
    read = import_roster(table, skip_bad=bool(form.skip_bad.data), actor=signed_in(), now=clock.now())
    if read.is_imported:
        done(form, url_for("mediators.index"))
    return read


@blueprint.get("/roster-template.xlsx")
@requires(Permission.MEDIATOR_MANAGE)
def roster_template() -> ResponseReturnValue:
    """An empty roster to fill in."""
    return download(template_file(), XLSX, "roster-template.xlsx")
