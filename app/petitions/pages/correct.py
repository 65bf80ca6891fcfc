"""Put right what was registered: the facts of a petition, and the particulars of one who petitions."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import NumberRange, Optional

from app.core import clock, pages
from app.core.date_fields import birth_day
from app.core.fields import (
    WholeNumber,
    document_choice,
    none_or_one_of,
    one_of,
    person_name,
    text_block,
    text_line,
)
from app.core.guard import requires, signed_in
from app.core.identity_documents import DocumentKind
from app.core.pages import render
from app.core.permissions import Permission
from app.core.row_choice import one_row
from app.core.submit_once import answer, is_post, submit
from app.core.terms import GENDER_NAMES, Gender
from app.core.transaction import OnceForm
from app.core.uploads import reads_files_first
from app.matters.pages.signed_page import FIELD, SignedPageFields
from app.organisations.queries import villages
from app.petitions.actions.correct_petition import (
    LONGEST_REQUEST,
    Facts,
    Particulars,
    correct_facts,
    correct_petitioner,
    must_correct,
)
from app.petitions.actions.register_petition import LONGEST_STORY
from app.petitions.models import Petition, Petitioner
from app.petitions.pages import blueprint
from app.petitions.pages.register_form import ELSEWHERE, MOST_SIGNATURES
from app.petitions.pages.unmask import petitioner_of
from app.petitions.queries import get_petition
from app.petitions.terms import CHANNEL_NAMES, Channel

DONE = "更正好了，原来的也留着。"
UNCHANGED = "不改就空着。"


class FactsForm(OnceForm, SignedPageFields):
    """What came in, as it should have been written; `facts_form` adds a box for each claim."""

    channel = one_of("怎么来的", CHANNEL_NAMES)
    village_id = one_row("事情在哪个村")
    signatures = WholeNumber("联名、同来一共多少人", [Optional(), NumberRange(1, MOST_SIGNATURES, "至少1人。")])
    story = text_block("事实和理由", LONGEST_STORY, needed=True)
    reason = text_line("为什么改", 300, needed=True)

    def facts(self, petition: Petition) -> Facts:
        """What was written."""
        boxes = {claim.id: self[f"request_{claim.public_id}"].data or "" for claim in petition.claims}
        return Facts(
            channel=Channel(self.channel.data),
            village_id=self.village_id.key,
            story=(self.story.data or "").strip(),
            signatures=self.signatures.data or petition.signatures,
            requests={key: text.strip() for key, text in boxes.items()},
        )


def facts_form(petition: Petition) -> FactsForm:
    """The bound form of a petition, beginning with what stands there."""
    several = len(petition.claims) > 1
    boxes = {
        f"request_{claim.public_id}": text_block(
            f"诉求（第{claim.position}项）" if several else "诉求", LONGEST_REQUEST, needed=True
        )
        for claim in petition.claims
    }
    known = {f"request_{claim.public_id}": claim.request for claim in petition.claims}
    make = type("FactsFormOfPetition", (FactsForm,), boxes)
    form: FactsForm = make(obj=petition, data=known)
    form.village_id.offer(((one, one.full_name) for one in villages()), last={ELSEWHERE: "镇外或说不清"})
    if not is_post() and petition.village_id is None:
        form.village_id.data = ELSEWHERE
    return form


class PetitionerForm(OnceForm, SignedPageFields):
    """One who petitions, as it should have been written; numbers begin empty and stay what they are."""

    name = person_name("姓名", needed="这一项要填。")
    document = document_choice()
    id_number = text_line("新的证件号", 30, UNCHANGED)
    phone = text_line("新的电话", 30, UNCHANGED)
    address = text_line("住址", 150)
    gender = none_or_one_of("性别", GENDER_NAMES)
    born_on = birth_day("出生日期", hint="有身份证号的不用填。")
    is_representative = BooleanField("是推选的代表")
    proxy_name = person_name("代他来说的人")
    proxy_relation = text_line("代办的人跟他的关系", 40)
    reason = text_line("为什么改", 300, needed=True)

    def begin(self, person: Petitioner) -> None:
        """Show what is kept; numbers are shown to nobody."""
        self.document.data = person.document_kind.value
        self.id_number.data = self.phone.data = ""
        if person.proxy:
            self.proxy_name.data, self.proxy_relation.data = person.proxy.name, person.proxy.relation

    def particulars(self) -> Particulars:
        """What was written."""
        return Particulars(
            name=(self.name.data or "").strip(),
            address=(self.address.data or "").strip(),
            document_kind=DocumentKind(self.document.data),
            id_number="".join((self.id_number.data or "").split()).upper(),
            phone=(self.phone.data or "").strip(),
            gender=Gender(self.gender.data) if self.gender.data else None,
            born_on=self.born_on.data,
            is_representative=bool(self.is_representative.data),
            proxy_name=(self.proxy_name.data or "").strip(),
            proxy_relation=(self.proxy_relation.data or "").strip(),
        )


def _place_of(petition_id: int) -> str:
    return pages.address("petitions.detail", petition_id=petition_id)


@blueprint.route("/<row(petition):petition_id>/correct", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
@reads_files_first(FIELD)
def correct_page(petition_id: int) -> ResponseReturnValue:
    """Correct how it came, where it happened, what was told and asked for; old and new stay."""
    petition = get_petition(petition_id, for_=signed_in())
    must_correct(petition, signed_in())
    form = facts_form(petition)
    form.ask_about(petition)

    def act() -> None:
        told, reason, page = form.facts(petition), form.reason.data or "", form.signed_page()
        correct_facts(petition, told, reason=reason, actor=signed_in(), now=clock.now(), page=page)

    outcome = submit(form, act, _place_of(petition_id))
    return answer(outcome, DONE, lambda: render("petitions/correct.html", petition=petition, form=form))


@blueprint.route(
    "/<row(petition):petition_id>/petitioners/<row(participant):petitioner_id>/correct", methods=["GET", "POST"]
)
@requires(Permission.PETITION_REGISTER)
@reads_files_first(FIELD)
def correct_petitioner_page(petition_id: int, petitioner_id: int) -> ResponseReturnValue:
    """Correct the particulars of one who petitions, or add what was missing."""
    petition = get_petition(petition_id, for_=signed_in())
    must_correct(petition, signed_in())
    person = petitioner_of(petition, petitioner_id)
    form = PetitionerForm(obj=None if is_post() else person)
    form.ask_about(petition)
    if not is_post():
        form.begin(person)

    def act() -> None:
        told, reason, page = form.particulars(), form.reason.data or "", form.signed_page()
        correct_petitioner(petition, person, told, reason=reason, actor=signed_in(), now=clock.now(), page=page)

    outcome = submit(form, act, _place_of(petition_id))
    page = {"petition": petition, "person": person, "form": form}
    return answer(outcome, DONE, lambda: render("petitions/correct_petitioner.html", **page))
