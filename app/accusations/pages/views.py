"""Pages of accusations; for everybody outside the domain none of these addresses exists."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.queries import find_draft
from app.accusations.actions.hand_over import hand_over as hand_it_over
from app.accusations.actions.hand_over import keep_receipt
from app.accusations.actions.seal import seal_accusation
from app.accusations.actions.tell import nobody_takes
from app.accusations.actions.tell_accuser import may_tell, tell_accuser
from app.accusations.models import STATUS_NAMES, Accusation
from app.accusations.pages.accusation_page import accusation_page, people_to_tell
from app.accusations.pages.forms import FORM_KEY, AccusationForm, HandOverForm, ReceiptForm, TellForm
from app.accusations.papers.hand_over_paper import hand_over_paper
from app.accusations.queries import accusation_numbered, get_accusation, get_hand_over, listed
from app.core import clock
from app.core.access_log import looked
from app.core.errors import NotNow
from app.core.guard import requires, signed_in
from app.core.hand_out import hand_out
from app.core.pages import asked_page, render
from app.core.permissions import Permission
from app.core.rows import change_rows
from app.core.transaction import OnceForm, already_done, attempt, done
from app.deadlines.queries.shown import shown_light

blueprint = Blueprint("accusations", __name__, url_prefix="/accusations")
PAGE = 20
insiders = requires(Permission.ACCUSATION_SEE, hidden=True)


def _find(accusation_id: int) -> Accusation:
    return get_accusation(accusation_id, for_=signed_in())


def _page_of(accusation: Accusation) -> str:
    return url_for("accusations.detail", accusation_id=accusation.id)


def _carry_out(form: OnceForm, deed: Callable[[], object], *, where: str, said: str) -> Response | int:
    """Do a deed once and lead back; else the status of the page that shows what must be put right."""
    again = already_done(form)
    if again:
        return redirect(again)
    if not form.validate():
        return 422
    with attempt(form) as tried:
        deed()
        done(form, where)
    if not tried.ok:
        return tried.status
    flash(said)
    return redirect(where)


@blueprint.get("/")
@insiders
def index() -> ResponseReturnValue:
    """Every accusation the officer may see, newest first, with the period that ends first."""
    page, now = asked_page(), clock.now()
    rows, total = listed(signed_in(), page=page, size=PAGE)
    return render(
        "accusations/index.html",
        rows=[(one, shown_light(deadline, now=now)) for one, deadline in rows],
        total=total,
        page=page,
        last=-(-total // PAGE),
        status_names=STATUS_NAMES,
    )


@blueprint.get("/register")
@insiders
def register_page() -> ResponseReturnValue:
    """The empty form for one that came to the officers directly."""
    draft = find_draft(signed_in().id, FORM_KEY)
    return render("accusations/register.html", form=AccusationForm(), form_key=FORM_KEY, draft=draft)


@blueprint.post("/register")
@insiders
def register() -> ResponseReturnValue:
    """Seal it.  Whoever accuses the officer at the desk is sealed too, and then not theirs to see."""
    form, status = AccusationForm(), 422
    again = already_done(form)
    if again:
        return redirect(again)
    if change_rows(form, request.form):
        status = 200
    elif form.validate():
        intake, where = form.intake(), url_for("accusations.index")
        with attempt(form) as tried:
            number = seal_accusation(intake, actor=signed_in(), now=clock.now())
            found = accusation_numbered(number, for_=signed_in())
            where = _page_of(found) if found else where
            done(form, where)
        if tried.ok:
            flash("已密封，存好了。")
            sentence = nobody_takes(accused=intake.accused, accused_unit=intake.accused_unit)
            if sentence:
                flash(sentence)
            return redirect(where)
        status = tried.status
    return render("accusations/register.html", form=form, form_key=FORM_KEY, draft=None), status


@blueprint.get("/<int:accusation_id>")
@insiders
def detail(accusation_id: int) -> ResponseReturnValue:
    """What was said, its period, where it was handed, what is next; every look is kept."""
    accusation = _find(accusation_id)
    looked("accusation", accusation.id)
    return render("accusations/detail.html", **accusation_page(accusation))


@blueprint.route("/<int:accusation_id>/hand-over", methods=["GET", "POST"])
@insiders
def hand_over(accusation_id: int) -> ResponseReturnValue:
    """密封移交: never to the accused, their unit or a village (第30条)."""
    accusation, form, status = _find(accusation_id), HandOverForm(), 200
    if request.method == "POST":
        carried = _carry_out(
            form,
            lambda: hand_it_over(accusation, form.envelope(), actor=signed_in(), now=clock.now()),
            where=_page_of(accusation),
            said="移交记好了。移交函和封面在“密封移交”里打印。",
        )
        if not isinstance(carried, int):
            return carried
        status = carried
    return render("accusations/hand_over.html", accusation=_find(accusation_id), form=form), status


@blueprint.route("/<int:accusation_id>/hand-over/<int:hand_over_id>/receipt", methods=["GET", "POST"])
@insiders
def receipt(accusation_id: int, hand_over_id: int) -> ResponseReturnValue:
    """对方回执: who received it, and when."""
    accusation, form, status = _find(accusation_id), ReceiptForm(), 200
    row = get_hand_over(accusation, hand_over_id)
    if request.method == "POST":
        carried = _carry_out(
            form,
            lambda: keep_receipt(
                row,
                received_by=form.received_by.data or "",
                receipt_on=form.receipt_on.data,
                actor=signed_in(),
                now=clock.now(),
            ),
            where=_page_of(accusation),
            said="回执记好了。",
        )
        if not isinstance(carried, int):
            return carried
        status = carried
    accusation = _find(accusation_id)
    row = get_hand_over(accusation, hand_over_id)
    return render("accusations/receipt.html", accusation=accusation, hand_over=row, form=form), status


@blueprint.route("/<int:accusation_id>/tell", methods=["GET", "POST"])
@insiders
def tell(accusation_id: int) -> ResponseReturnValue:
    """告知检举人: within fifteen days of receipt; the numbers are shown in full, for here they are needed."""
    accusation, form, status = _find(accusation_id), TellForm(), 200
    if request.method == "POST":
        carried = _carry_out(
            form,
            lambda: tell_accuser(
                accusation,
                how=form.told_how.data or "",
                on=form.told_on.data,
                actor=signed_in(),
                now=clock.now(),
            ),
            where=_page_of(accusation),
            said="告知记好了。",
        )
        if not isinstance(carried, int):
            return carried
        status = carried
    accusation = _find(accusation_id)
    if request.method != "POST" and not may_tell(accusation):
        raise NotNow("检举人已经告知过了，或者没有留下姓名、住址和电话，不用告知。")
    looked("accusation", accusation_id, "numbers_seen")
    return render("accusations/tell.html", accusation=accusation, people=people_to_tell(accusation), form=form), status


@blueprint.get("/<int:accusation_id>/hand-over/<int:hand_over_id>.pdf")
@insiders
def paper(accusation_id: int, hand_over_id: int) -> ResponseReturnValue:
    """密封移交函, with the cover of the envelope and the sheet that goes inside."""
    accusation = _find(accusation_id)
    row = get_hand_over(accusation, hand_over_id)
    return hand_out(hand_over_paper(accusation, row), "accusation", accusation_id, f"hand-over-{row.id}.pdf")
