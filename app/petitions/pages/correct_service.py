"""Put right how a letter was served."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core import clock, pages
from app.core.date_fields import deed_day
from app.core.fields import REQUIRED, one_of, person_name, text_block, text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit
from app.core.transaction import OnceForm
from app.core.uploads import reads_files_first
from app.letters.rules import Service
from app.letters.terms import SERVICE_NAMES, ServiceMethod
from app.matters.pages.signed_page import FIELD, page_field, photographed
from app.petitions.actions.correct_service import correct_service, must_correct_service
from app.petitions.models.records import Letter
from app.petitions.pages import blueprint
from app.petitions.queries import get_letter


class ServiceForm(OnceForm):
    """How a letter was served, as its slip says."""

    method = one_of("怎么送的", SERVICE_NAMES)
    delivered_on = deed_day("哪天送到的", hint="照送达回证写；邮寄的填签收那天。", needed=REQUIRED)
    receiver = text_line("谁收的", 60)
    refusal = text_block("为什么拒收、为什么送不到", 500)
    witness = person_name("见证人")
    place = text_line("在哪里送的", 100)
    reason = text_line("为什么改", 300, needed=True)
    page = page_field()

    def begin(self, letter: Letter) -> None:
        """Show what was registered."""
        self.method.data = letter.method.value if letter.method else None
        self.delivered_on.data = letter.served_on
        for name in ("receiver", "refusal", "witness", "place"):
            self[name].data = getattr(letter, name)

    def service(self) -> Service:
        """What was written."""
        day = self.delivered_on.data
        assert day is not None
        words = {name: (self[name].data or "").strip() for name in ("receiver", "refusal", "witness", "place")}
        return Service(method=ServiceMethod(self.method.data), served_on=day, **words)


def _correct(letter: Letter, form: ServiceForm) -> None:
    told, reason = form.service(), form.reason.data or ""
    correct_service(letter, told, reason=reason, page=photographed(), actor=signed_in(), now=clock.now())


@blueprint.route("/letters/<row(petition_letter):letter_id>/service/correct", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
@reads_files_first(FIELD)
def correct_service_page(letter_id: int) -> ResponseReturnValue:
    """Correct day, way and receiver of a service by the slip; old and new stay."""
    letter = get_letter(letter_id, for_=signed_in())
    must_correct_service(letter, signed_in(), now=clock.now())
    form = ServiceForm()
    if not is_post():
        form.begin(letter)
    where = pages.address("petitions.letter", letter_id=letter_id)
    outcome = submit(form, lambda: _correct(letter, form), where)
    page = {"letter": letter, "form": form}
    return answer(outcome, "更正好了，原来的也留着。", lambda: render("petitions/correct_service.html", **page))
