"""Pages of the mediation bodies, and of the town's offices."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.ownership import is_owned_by
from app.core.pages import render
from app.core.permissions import Permission, Role
from app.core.terms import LADDER, LEVEL_NAMES
from app.core.transaction import already_done, attempt, done
from app.organisations import rules
from app.organisations.actions.add_office import add_office, add_village_offices
from app.organisations.actions.correct_office import correct_office
from app.organisations.models import GROUP_POST_NAMES, OFFICE_KIND_NAMES, POST_NAMES, Body, Office, OfficeKind, Post
from app.organisations.pages.forms import CorrectOfficeForm, OfficeForm
from app.organisations.queries import (
    counts_by_level,
    get_body,
    get_office,
    members_of,
    offices,
    villages,
    visible_bodies,
)

blueprint = Blueprint("organisations", __name__, url_prefix="/bodies")
SEES_SURNAMES = frozenset({Role.ADMINISTRATOR, Role.JUSTICE_OFFICE})


def post_name(body: Body, post: Post) -> str:
    """主任 and 委员 in a committee, 组长 and 组员 in a group."""
    return POST_NAMES[post] if body.committee_id is None else GROUP_POST_NAMES[post]


@blueprint.get("/")
@requires(Permission.BODY_SEE)
def index() -> ResponseReturnValue:
    """The four rungs with their counts, and the bodies of one's own village (or all)."""
    counts = counts_by_level()
    return render(
        "organisations/index.html",
        rungs=[(LEVEL_NAMES[level], counts.get(level, 0)) for level in reversed(LADDER)],
        bodies=visible_bodies(signed_in()),
        level_names=LEVEL_NAMES,
    )


@blueprint.get("/<int:body_id>")
@requires(Permission.BODY_SEE)
def detail(body_id: int) -> ResponseReturnValue:
    """One body: members, term, what it covers.  A clan group's surname shows to its own committee only."""
    body, actor = get_body(body_id), signed_in()
    members = members_of(body.id)
    seats = [
        rules.Seat(member.person.name, member.person.gender, member.post == "head", member.elected_on)
        for member in members
    ]
    sees_within = is_owned_by(body.sealing_id, actor.committee_id) or actor.role in SEES_SURNAMES
    return render(
        "organisations/detail.html",
        body=body,
        level_names=LEVEL_NAMES,
        members=[(member, post_name(body, member.post), rules.term_ends_on(member.elected_on)) for member in members],
        faults=rules.committee_faults(seats) if body.committee_id is None else [],
        shows_term=body.committee_id is None and sees_within,
        shows_surname=sees_within,
    )


def _office_form() -> OfficeForm:
    form = OfficeForm()
    form.village_id.choices = {"0": "请选"} | {str(village.id): village.full_name for village in villages()}
    return form


def _offices_page(form: OfficeForm) -> str:
    found = offices()
    served = {office.village_id for office in found}
    return render(
        "organisations/offices.html",
        offices=found,
        kind_names=OFFICE_KIND_NAMES,
        form=form,
        without_office=sum(village.id not in served for village in villages()),
    )


@blueprint.get("/offices")
@requires(Permission.ACCOUNT_MANAGE)
def office_list() -> ResponseReturnValue:
    """The town's offices, and the form for a new one."""
    return _offices_page(_office_form())


@blueprint.post("/offices")
@requires(Permission.ACCOUNT_MANAGE)
def enter_office() -> ResponseReturnValue:
    """Enter an office."""
    form, status = _office_form(), 422
    if already_done(form):
        return redirect(url_for("organisations.office_list"))
    if form.validate():
        with attempt(form) as tried:
            kind = OfficeKind(form.kind.data)
            name, village, phone = form.name.data or "", form.village_id.data or None, form.phone.data or ""
            office = add_office(kind, name, village_id=village, phone=phone, actor=signed_in(), now=clock.now())
            done(form, url_for("organisations.office_list"))
        if tried.ok:
            flash(f"{office.name}建好了，可以给它开账号了。")
            return redirect(url_for("organisations.office_list"))
        status = tried.status
    return _offices_page(form), status


@blueprint.post("/offices/villages")
@requires(Permission.ACCOUNT_MANAGE)
def enter_village_offices() -> ResponseReturnValue:
    """An office for every village that has none; a second tap finds nothing left to do."""
    made = add_village_offices(actor=signed_in(), now=clock.now())
    flash(f"给{len(made)}个村建好了承办单位。" if made else "每个村都已经有承办单位了。")
    return redirect(url_for("organisations.office_list"))


def _office_page(office: Office, form: CorrectOfficeForm) -> str:
    return render("organisations/office.html", office=office, form=form, kind_names=OFFICE_KIND_NAMES)


@blueprint.get("/offices/<int:office_id>")
@requires(Permission.ACCOUNT_MANAGE)
def office_detail(office_id: int) -> ResponseReturnValue:
    """One office, and the form to put its name and telephone number right."""
    office = get_office(office_id)
    return _office_page(office, CorrectOfficeForm(formdata=None, obj=office))


@blueprint.post("/offices/<int:office_id>")
@requires(Permission.ACCOUNT_MANAGE)
def put_office_right(office_id: int) -> ResponseReturnValue:
    """Put name and telephone number right."""
    form, status = CorrectOfficeForm(), 422
    if already_done(form):
        return redirect(url_for("organisations.office_list"))
    if form.validate():
        with attempt(form) as tried:
            name, phone = form.name.data or "", form.phone.data or ""
            correct_office(get_office(office_id), name=name, phone=phone, actor=signed_in(), now=clock.now())
            done(form, url_for("organisations.office_list"))
        if tried.ok:
            flash("改好了。")
            return redirect(url_for("organisations.office_list"))
        status = tried.status
    return _office_page(get_office(office_id), form), status
