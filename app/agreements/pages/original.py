"""A hand-written agreement: photographs of the original, its transcript, who signed when."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from wtforms import MultipleFileField

from app.agreements.actions.open_step_check import must_stand_at
from app.agreements.pages import blueprint
from app.agreements.pages import view_values as shown
from app.agreements.pages.forms import StageForm, TextFields, known, text_values
from app.agreements.pages.signer_forms import SignersFields, signer_rows
from app.agreements.pages.step_page import step_page
from app.agreements.queries import expected_signers
from app.cases.models import Case
from app.cases.pages.the_case import find_case, place_of
from app.core import clock
from app.core.errors import Invalid
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit
from app.core.uploads import reads_files_first, sent
from app.matters.pages.attach_upload import attach_upload
from app.processes.pages.answering import complete


class OriginalForm(TextFields, SignersFields, StageForm):
    """A hand-written agreement: photographs, transcript, who signed when."""

    original = MultipleFileField("原件照片", description="每页一张，字要看得清；可以一次选几张。")

    def values(self, attachment_id: int) -> dict[str, object]:
        """The answer of the step."""
        signatures = self.signature_values()
        return {**text_values(self.text()), "attachment_id": attachment_id, "signatures": signatures}


def _fresh_form(case: Case) -> OriginalForm:
    """A transcript with a row for everybody who should have signed."""
    values = known(case, signed_in().display_name)
    return OriginalForm(data={**values, "signers": signer_rows(expected_signers(case))})


def _original_page(case: Case, form: OriginalForm) -> str:
    form.offer(case)
    form.limit()
    values = shown.original_shown(case, form.text(), clock.today())
    return render("agreements/original.html", form=form, again=is_post(), **vars(values))


@blueprint.get("/<row(mediation_case):case_id>/original")
@requires(Permission.AGREEMENT_DRAFT)
def original_page(case_id: int) -> ResponseReturnValue:
    """Photographs, transcript, who signed when."""
    return step_page(case_id, "file_original", _fresh_form, _original_page)


def _file_photographs(case: Case, form: OriginalForm) -> int:
    """Keep every photograph; the id of the first.  Raises `Invalid` with a sentence when there is none."""
    actor, now = signed_in(), clock.now()
    kept = [attach_upload(case, upload, form, kind="original", actor=actor, now=now) for upload in sent("original")]
    if not kept:
        words = "请先拍下签了字的原件，选好照片。"
        raise Invalid(words, {"original": words})
    return kept[0].id


@blueprint.post("/<row(mediation_case):case_id>/original")
@requires(Permission.AGREEMENT_DRAFT)
@reads_files_first("original")
def original(case_id: int) -> ResponseReturnValue:
    """File the original and its transcript; next comes the seal."""
    case, form = find_case(case_id), OriginalForm()
    form.offer(case)

    def file() -> None:
        must_stand_at(case, "file_original", signed_in())
        complete(form, form.step_id, form.values(_file_photographs(case, form)))

    outcome = submit(form, file, place_of(case_id))
    return answer(outcome, "原件存好了，下一步盖章。", lambda: _original_page(find_case(case_id), form))
