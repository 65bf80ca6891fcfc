"""The town's offices: entered, and put right."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import Regexp

from app.core import clock
from app.core.fields import REQUIRED, AtMost, NameField, one_of, party_name
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.row_choice import RowSelect
from app.core.submit_once import answer, submit
from app.core.transaction import OnceForm
from app.organisations.actions.add_office import add_office, add_village_offices
from app.organisations.actions.correct_office import correct_office
from app.organisations.models import OFFICE_KIND_NAMES, Office, OfficeKind
from app.organisations.pages import blueprint
from app.organisations.queries import get_office, offices, villages


def _name() -> NameField:
    return party_name("单位全称", "照公章上的写，文书落款用它。", needed=REQUIRED)


def _phone() -> StringField:
    rules = [AtMost(30), Regexp(r"^[0-9\-+ ]*$", message="电话只写数字和横线。")]
    return StringField("电话", validators=rules)


class OfficeForm(OnceForm):
    """A new office of the town."""

    kind = one_of("哪一种", OFFICE_KIND_NAMES)
    village_id = RowSelect("哪个村")
    name = _name()
    phone = _phone()


class CorrectOfficeForm(OnceForm):
    """The right name and telephone number of an office."""

    name = _name()
    phone = _phone()


def _office_form() -> OfficeForm:
    form = OfficeForm()
    form.village_id.offer(((one, one.full_name) for one in villages()), first={"": "请选"})
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
    form = _office_form()

    def enter() -> None:
        kind, name = OfficeKind(form.kind.data), form.name.data or ""
        village, phone = form.village_id.key, form.phone.data or ""
        add_office(kind, name, village_id=village, phone=phone, actor=signed_in(), now=clock.now())

    outcome = submit(form, enter, url_for("organisations.office_list"))
    return answer(outcome, f"{form.name.data}建好了，可以给它开账号了。", lambda: _offices_page(form))


@blueprint.post("/offices/villages")
@requires(Permission.ACCOUNT_MANAGE)
def enter_village_offices() -> ResponseReturnValue:
    """An office for every village that has none; a second tap finds nothing left to do."""
    made = add_village_offices(actor=signed_in(), now=clock.now())
    flash(f"给{len(made)}个村建好了承办单位。" if made else "每个村都已经有承办单位了。")
    return redirect(url_for("organisations.office_list"))


def _office_page(office: Office, form: CorrectOfficeForm) -> str:
    return render("organisations/office.html", office=office, form=form, kind_names=OFFICE_KIND_NAMES)


@blueprint.get("/offices/<row(office):office_id>")
@requires(Permission.ACCOUNT_MANAGE)
def office_detail(office_id: int) -> ResponseReturnValue:
    """One office, and the form to put its name and telephone number right."""
    office = get_office(office_id)
    return _office_page(office, CorrectOfficeForm(formdata=None, obj=office))


@blueprint.post("/offices/<row(office):office_id>")
@requires(Permission.ACCOUNT_MANAGE)
def put_office_right(office_id: int) -> ResponseReturnValue:
    """Put name and telephone number right."""
    form = CorrectOfficeForm()

    def correct() -> None:
        name, phone = form.name.data or "", form.phone.data or ""
        correct_office(get_office(office_id), name=name, phone=phone, actor=signed_in(), now=clock.now())

    outcome = submit(form, correct, url_for("organisations.office_list"))
    return answer(outcome, "改好了。", lambda: _office_page(get_office(office_id), form))
