"""An accusation taken down by an officer of the domain, and sealed."""

from __future__ import annotations

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, FormField, StringField
from wtforms.validators import ValidationError

from app.accounts.queries import find_draft
from app.accusations.actions.intake import AccusationIntake, Accuser
from app.accusations.actions.seal import seal_accusation
from app.accusations.actions.tell import nobody_takes
from app.accusations.pages import blueprint, insiders
from app.accusations.pages.detail import page_of
from app.accusations.queries import accusation_numbered
from app.accusations.rules import ANONYMOUS
from app.core import clock
from app.core.date_fields import deed_day
from app.core.fields import REQUIRED, document_choice, one_of, person_name, text_block, text_line
from app.core.guard import signed_in
from app.core.identity import plain_id_number
from app.core.identity_documents import DocumentKind, document_fault
from app.core.pages import render
from app.core.rows import Rows
from app.core.submit_once import answer, is_post, submit_leading
from app.core.transaction import OnceForm

FORM_KEY = "accusation-register"
MOST_ACCUSERS = 100
MORE_ACCUSERS = "其余的人写进“检举控告的内容”，一行一个。"
LONGEST_TEXT = 10_000
CHANNELS = ("书信", "走访", "电话", "网络", "传真")
"""How it came, in words (第17条)."""


class AccuserForm(Form):
    """One person who accuses; whoever leaves no name is anonymous."""

    name = person_name("姓名", "不肯留名的空着，就是匿名。")
    document = document_choice()
    id_number = text_line("证件号", 30, "没有的空着。")
    phone = text_line("电话", 30, "告知他的时候要用。")
    address = text_line("住址", 150)

    def validate_id_number(self, field: StringField) -> None:
        """A number that was given is a right one."""
        kind = DocumentKind(self.document.data)
        fault = document_fault(kind, field.data, clock.today()) if field.data else None
        if fault:
            raise ValidationError(fault)

    def accuser(self) -> Accuser:
        """The person as plain values."""
        return Accuser(
            name=(self.name.data or "").strip() or ANONYMOUS,
            id_number=plain_id_number(self.id_number.data or ""),
            phone=(self.phone.data or "").strip(),
            address=(self.address.data or "").strip(),
            document_kind=DocumentKind(self.document.data),
        )


class AccusationForm(OnceForm):
    """An accusation that came to the officers directly."""

    channel = one_of("怎么来的", {name: name for name in CHANNELS})
    received_on = deed_day("哪天收到的", default=clock.today, needed=REQUIRED, hint="告知检举人的十五日从第二天起算。")
    accusers = Rows(
        FormField(AccuserForm, label="检举人"), "检举人", most=MOST_ACCUSERS, unit="位", beyond=MORE_ACCUSERS, least=1
    )
    accused = person_name("检举控告的是谁", "有几个人的，中间用顿号隔开；不知道姓名的写单位和职务。", needed=REQUIRED)
    accused_unit = text_line("在哪个单位", 100, "写全称。移交的时候照它核对，不会交到那个单位去。")
    text = text_block("检举控告的内容", LONGEST_TEXT, "照原话、原信录；口头说的，念给他听，没有错再存。", needed=True)
    transferred_by = text_line("哪个单位转来的", 100, "直接来的空着。")
    spoken_by = text_line("谁来说的", 100, "就是检举人自己的空着。")

    def intake(self) -> AccusationIntake:
        """The accusation as plain values."""
        return AccusationIntake(
            channel=self.channel.data,
            received_on=self.received_on.data or clock.today(),
            accusers=tuple(entry.form.accuser() for entry in self.accusers),
            text=(self.text.data or "").strip(),
            accused=(self.accused.data or "").strip(),
            accused_unit=(self.accused_unit.data or "").strip(),
            transferred_by=(self.transferred_by.data or "").strip(),
            spoken_by=(self.spoken_by.data or "").strip(),
        )


@blueprint.get("/register")
@insiders
def register_page() -> ResponseReturnValue:
    """The empty form for one that came to the officers directly."""
    return _register_page(AccusationForm())


def _register_page(form: AccusationForm) -> str:
    draft = None if is_post() else find_draft(signed_in().id, FORM_KEY)
    return render("accusations/register.html", form=form, form_key=FORM_KEY, draft=draft)


def _sealed_at(intake: AccusationIntake) -> str:
    """Seal it; where it is seen, or the list for somebody who must not see it."""
    number = seal_accusation(intake, actor=signed_in(), now=clock.now())
    found = accusation_numbered(number, for_=signed_in())
    return page_of(found) if found else url_for("accusations.index")


def _say_sealed(intake: AccusationIntake) -> str:
    flash("已密封，存好了。")
    return nobody_takes(accused=intake.accused, accused_unit=intake.accused_unit) or ""


@blueprint.post("/register")
@insiders
def register() -> ResponseReturnValue:
    """Seal it.  Whoever accuses the officer at the desk is sealed too, and then not theirs to see."""
    form = AccusationForm()
    outcome = submit_leading(form, lambda: _sealed_at(form.intake()))
    return answer(outcome, lambda: _say_sealed(form.intake()), lambda: _register_page(form))
