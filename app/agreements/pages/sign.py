"""Who signed a written agreement, and what follows."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.agreements.actions.keep_signatures import keep_signatures
from app.agreements.actions.open_step_check import must_stand_at
from app.agreements.pages import blueprint
from app.agreements.pages import view_values as shown
from app.agreements.pages.forms import StageForm
from app.agreements.pages.signer_forms import SignersFields, signer_rows
from app.agreements.pages.step_page import step_page
from app.agreements.queries import signers_of, the_agreement
from app.cases.models import Case
from app.cases.pages.the_case import find_case, place_of
from app.core import clock
from app.core.fields import one_of, text_block
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit_leading
from app.processes.pages.answering import complete


class SignForm(SignersFields, StageForm):
    """Who signed, and what follows."""

    outcome = one_of(
        "现在怎么样",
        {
            "signed": "都签了",
            "wait": "先记下已经签的，还有人没签",
            "without": "有人不签，别人知道了仍愿意履行",
            "not_signed": "有人不签，协议不成立",
            "reopen": "要改了再签",
        },
    )
    reason = text_block("原因", 1000)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {
            "outcome": self.outcome.data,
            "reason": (self.reason.data or "").strip(),
            "signatures": self.signature_values(),
        }


def _fresh_form(case: Case) -> SignForm:
    """A row for everybody who signs."""
    return SignForm(data={"signers": signer_rows(signers_of(the_agreement(case.id)))})


def _sign_page(case: Case, form: SignForm) -> str:
    form.limit()
    return render("agreements/sign.html", form=form, **vars(shown.sign_shown(case)))


@blueprint.get("/<row(mediation_case):case_id>/sign")
@requires(Permission.AGREEMENT_FREEZE)
def sign_page(case_id: int) -> ResponseReturnValue:
    """A row for everybody who signs."""
    return step_page(case_id, "sign", _fresh_form, _sign_page)


@blueprint.post("/<row(mediation_case):case_id>/sign")
@requires(Permission.AGREEMENT_FREEZE)
def sign(case_id: int) -> ResponseReturnValue:
    """Keep who signed; everybody signed, somebody does not, or the text must change."""
    form, case = SignForm(), find_case(case_id)
    waits = form.outcome.data == "wait"

    def keep() -> str:
        if waits:
            _keep_some(case, form)
            return url_for("agreements.sign_page", case_id=case_id)
        complete(form, form.step_id, form.values())
        return place_of(case_id)

    said = "已经签的记好了，等别人签。" if waits else "签字情况记好了。"
    return answer(submit_leading(form, keep), said, lambda: _sign_page(find_case(case_id), form))


def _keep_some(case: Case, form: SignForm) -> None:
    actor = signed_in()
    must_stand_at(case, "sign", actor)
    keep_signatures(
        the_agreement(case.id),
        form.entries(),
        occurred_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=actor,
        now=clock.now(),
    )
