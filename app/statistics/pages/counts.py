"""How many petitions of what kind, which these are, and as a file."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Invalid
from app.core.fields import one_of
from app.core.guard import requires, signed_in
from app.core.pages import asked_page, download, pager, render
from app.core.permissions import Permission
from app.core.transaction import OnceForm
from app.petitions.terms import CHANNEL_NAMES, CLASS_NAMES, STATUS_NAMES
from app.statistics.actions.export_claims import FORMAT_NAMES, Format, export_claims
from app.statistics.pages import blueprint
from app.statistics.queries import ALL, Narrowing, listed, listed_petitions
from app.statistics.queries.petition_counts import narrowing_of, narrowing_words, numbers, period_words
from app.statistics.rules import Period, asked_period

PAGE = 20
PETITIONS = "petitions"


class ExportForm(OnceForm):
    """The form of the file; each file that leaves is recorded, so a second tap gives a second one."""

    kind = one_of("下载成哪一种", FORMAT_NAMES, Format.XLSX.value)


def _asked() -> tuple[Period, str]:
    return asked_period(request.args.get("from", ""), request.args.get("to", ""), clock.today())


def _wanted(period: Period) -> Narrowing:
    asked = request.args
    return narrowing_of(asked.get("by", ALL), asked.get("value", ALL), period, clock.today())


def _numbers_page(period: Period, fault: str, form: ExportForm) -> str:
    return render(
        "statistics/petitions.html",
        numbers=numbers(signed_in(), period, clock.today()),
        period_words=period_words,
        fault=fault,
        form=form,
    )


@blueprint.get("/petitions")
@requires(Permission.PETITION_COUNT)
def petitions() -> ResponseReturnValue:
    """How many claims of what kind came in a period; this calendar year unless another is asked for."""
    period, fault = _asked()
    return _numbers_page(period, fault, ExportForm(formdata=None))


def _list_page(wanted: Narrowing, fault: str, form: ExportForm) -> str:
    is_petitions = request.args.get("unit") == PETITIONS
    read = listed_petitions if is_petitions else listed
    rows, total = read(signed_in(), wanted, page=asked_page(), size=PAGE)
    asked = {**wanted.period.asked, "by": wanted.by, "value": wanted.value}
    unit = {"unit": PETITIONS} if is_petitions else {}
    return render(
        "statistics/petition_list.html",
        rows=rows,
        total=total,
        is_petitions=is_petitions,
        wanted=wanted,
        words=narrowing_words(wanted.by, wanted.value),
        period_words=period_words(wanted.period),
        asked=asked,
        pages=pager(total, PAGE, "statistics.petition_list", **asked, **unit),
        fault=fault,
        form=form,
        channel_names=CHANNEL_NAMES,
        class_names=CLASS_NAMES,
        status_names=STATUS_NAMES,
    )


@blueprint.get("/petitions/list")
@requires(Permission.PETITION_COUNT)
def petition_list() -> ResponseReturnValue:
    """Exactly the claims a number counts, or (``unit=petitions``) the petitions."""
    period, fault = _asked()
    return _list_page(_wanted(period), fault, ExportForm(formdata=None))


@blueprint.post("/petitions/export")
@requires(Permission.PETITION_COUNT)
def petition_export() -> ResponseReturnValue:
    """The claims a number counts as a file; that it left is recorded."""
    period, fault = _asked()
    if fault:
        raise Invalid(fault)
    wanted, form = _wanted(period), ExportForm()
    if not form.validate():
        return _list_page(wanted, "", form), 422
    export = export_claims(wanted, Format(form.kind.data), actor=signed_in(), now=clock.now())
    return download(export.content, export.media_type, export.name)
