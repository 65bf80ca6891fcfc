"""密封移交: the envelope that leaves the house, its letter, and the receiver's slip."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, NumberRange

from app.accusations.actions.hand_over import Envelope, keep_receipt
from app.accusations.actions.hand_over import hand_over as hand_it_over
from app.accusations.models import HandOver
from app.accusations.pages import blueprint, insiders
from app.accusations.pages.detail import page_of
from app.accusations.papers.hand_over_paper import hand_over_paper
from app.accusations.queries import get_accusation, get_hand_over
from app.core import clock
from app.core.date_fields import deed_day
from app.core.fields import REQUIRED, WholeNumber, person_name, text_line
from app.core.guard import signed_in
from app.core.hand_out import hand_out
from app.core.pages import render, setting_text
from app.core.submit_once import answer, submit
from app.core.transaction import OnceForm

MOST_PAGES = 5_000


class HandOverForm(OnceForm):
    """A sealed envelope leaves the house."""

    receiver = text_line(
        "移交给哪个单位",
        100,
        "不能是被检举的人、他的单位、村和社区；检举镇里的人，不能交给镇政府。",
        needed=True,
        default=lambda: setting_text("DISCIPLINE_BODY"),
    )
    handed_on = deed_day("哪天移交的", default=clock.today, needed=REQUIRED)
    pages = WholeNumber(
        "材料一共几页",
        validators=[InputRequired(REQUIRED), NumberRange(1, MOST_PAGES, f"要在1到{MOST_PAGES}之间。")],
        description="来信、记录、照片都算，信封和移交函不算。",
    )
    carrier = text_line("谁送去的", 60, "不能是被检举的人；邮寄的写邮寄的办法和单号。", needed=True)

    def envelope(self) -> Envelope:
        """The hand-over as plain values."""
        return Envelope(
            receiver=self.receiver.data or "",
            handed_on=self.handed_on.data,
            pages=self.pages.data,
            carrier=self.carrier.data or "",
        )


class ReceiptForm(OnceForm):
    """What the receiver's slip says."""

    received_by = person_name("对方谁签收的", "回执上签的名字。", needed=REQUIRED)
    receipt_on = deed_day("哪天签收的", default=clock.today, needed=REQUIRED)


@blueprint.route("/<row(accusation):accusation_id>/hand-over", methods=["GET", "POST"])
@insiders
def hand_over(accusation_id: int) -> ResponseReturnValue:
    """密封移交: never to the accused, their unit or a village (第30条)."""
    accusation, form = get_accusation(accusation_id, for_=signed_in()), HandOverForm()

    def act() -> None:
        hand_it_over(accusation, form.envelope(), actor=signed_in(), now=clock.now())

    def page() -> str:
        again = get_accusation(accusation_id, for_=signed_in())
        return render("accusations/hand_over.html", accusation=again, form=form)

    return answer(submit(form, act, page_of(accusation)), "移交记好了。移交函和封面在“密封移交”里打印。", page)


def _receive(row: HandOver, form: ReceiptForm) -> None:
    received_by, receipt_on = form.received_by.data or "", form.receipt_on.data
    keep_receipt(row, received_by=received_by, receipt_on=receipt_on, actor=signed_in(), now=clock.now())


@blueprint.route(
    "/<row(accusation):accusation_id>/hand-over/<row(accusation_hand_over):hand_over_id>/receipt",
    methods=["GET", "POST"],
)
@insiders
def receipt(accusation_id: int, hand_over_id: int) -> ResponseReturnValue:
    """对方回执: who received it, and when."""
    accusation, form = get_accusation(accusation_id, for_=signed_in()), ReceiptForm()
    row = get_hand_over(accusation, hand_over_id)

    def page() -> str:
        again = get_accusation(accusation_id, for_=signed_in())
        shown = get_hand_over(again, hand_over_id)
        return render("accusations/receipt.html", accusation=again, hand_over=shown, form=form)

    return answer(submit(form, lambda: _receive(row, form), page_of(accusation)), "回执记好了。", page)


@blueprint.get("/<row(accusation):accusation_id>/hand-over/<row(accusation_hand_over):hand_over_id>.pdf")
@insiders
def paper(accusation_id: int, hand_over_id: int) -> ResponseReturnValue:
    """密封移交函, with the cover of the envelope and the sheet that goes inside."""
    accusation = get_accusation(accusation_id, for_=signed_in())
    row = get_hand_over(accusation, hand_over_id)
    return hand_out(hand_over_paper(accusation, row), "accusation", accusation_id, f"hand-over-{row.public_id}.pdf")
