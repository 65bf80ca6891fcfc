"""A dispute of many people is divided among its households."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from app.cases.actions.split_by_household import Wanted, split
from app.cases.models import Case
from app.cases.pages import blueprint
from app.cases.pages.the_case import find_case, place_of
from app.cases.queries.handling import must_split
from app.cases.queries.series import apart_in, households_of
from app.cases.rules.series import MOST_AT_ONCE
from app.core.asked import whole_number
from app.core.fields import one_of, text_block
from app.core.guard import requires, signed_in
from app.core.name_list import LONGEST_LIST, list_fault, names_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.row_choice import some_rows
from app.core.submit_once import answer, is_post, submit
from app.papers.rules.people import STEMS
from app.processes.pages.answering import submission_of
from app.processes.pages.forms import StepForm

TOGETHER = {"each": "勾选的每人一户，各立一件", "together": "勾选的是一家人，合成一户，立一件"}
NAMES = f"一行写一个户主的姓名，一次最多{MOST_AT_ONCE}户。证件、电话以后在那一户的案里补。"


class SplitForm(StepForm):
    """Who gets a dispute of their own."""

    side = one_of("分哪一方的户", {})
    parties = some_rows("哪些人单独成案", "对方各位在每一户的案里都有，不用勾。")
    together = one_of("怎么分", TOGETHER, "each")
    names = text_block("还没有登记的户", LONGEST_LIST, NAMES)

    def offer(self, case: Case) -> None:
        """Offer the sides that are there, and everybody who has no dispute of their own."""
        apart, sides = apart_in(case, households_of(case.id)), [party.side for party in case.parties]
        self.side.choices = [(str(side), f"{STEMS[side - 1]}方") for side in sorted(set(sides))]
        staying = [party for party in case.parties if party.id not in apart]
        self.parties.offer((party, f"{STEMS[party.side - 1]}方　{party.name}") for party in staying)
        if not is_post():
            self.side.data = str(max(set(sides), key=sides.count, default=1))

    def validate_names(self, field: TextAreaField) -> None:
        """A list of names, and nothing else.  Raises `ValidationError`."""
        fault = list_fault(field.data or "")
        if fault:
            raise ValidationError(fault)

    def wanted(self) -> Wanted:
        """The answers as plain values."""
        return Wanted(
            side=whole_number(self.side.data) or 0,
            parties=self.parties.chosen_keys,
            names=names_in(self.names.data or ""),
            together=self.together.data == "together",
        )


def _split(case: Case, form: SplitForm) -> None:
    split(case, form.wanted(), submission_of(form, {}, signed_in()))


@blueprint.route("/<row(mediation_case):case_id>/split", methods=["GET", "POST"])
@requires(Permission.CASE_ADVANCE)
def split_page(case_id: int) -> ResponseReturnValue:
    """Give households disputes of their own."""
    case, form = find_case(case_id), SplitForm()
    if not is_post():
        must_split(case, signed_in())
    form.offer(case)
    outcome = submit(form, lambda: _split(case, form), f"{place_of(case_id)}#series")
    return answer(outcome, "分好了，各户的案件在“系列案”里。", lambda: render("cases/split.html", case=case, form=form))
