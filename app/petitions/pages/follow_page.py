"""The page on which a petitioner follows the matter: every claim in plain words, with the form that evaluates it."""

from __future__ import annotations

from datetime import datetime

from app.core.errors import NotAllowed
from app.core.guard import actor_or_none
from app.petitions.actions.follow import Followed, evaluate, followed
from app.petitions.models import Petition
from app.petitions.pages.forms import EvaluateForm

ONLY_THE_PETITIONER = "评价由信访人自己填，工作人员不能代填；用这台电脑的话，请先退出登录。"


def prefix_of(claim_id: int) -> str:
    """What the names of a claim's form begin with: a page may hold one form for each claim."""
    return f"claim-{claim_id}"


def evaluation_of(claim_id: int, *, number: str, code: str) -> EvaluateForm:
    """The empty form for one claim; number and code are asked of nobody twice."""
    form = EvaluateForm(formdata=None, prefix=prefix_of(claim_id))
    form.number.data, form.code.data = number, code
    return form


def give_word(petition: Petition, claim_id: int, form: EvaluateForm, where: str, *, now: datetime) -> str:
    """Keep what the petitioner says; leads to `where`.

    Raises `NotAllowed` for anybody signed in, and what `evaluate` refuses.
    """
    if actor_or_none() is not None:
        raise NotAllowed(ONLY_THE_PETITIONER)
    desk, unit = form.desk.data or "", form.unit.data or ""
    evaluate(petition, claim_id, desk=desk, unit=unit, comment=form.comment.data or "", now=now)
    return where


def follow_page(
    petition: Petition, code: str, typed: EvaluateForm | None = None, typed_for: int = 0
) -> dict[str, object]:
    """Values of templates/pages/petitions/follow.html when the petition was found; what was typed stays."""

    def form_of(one: Followed) -> EvaluateForm | None:
        if not one.may_evaluate:
            return None
        if typed is not None and one.claim_id == typed_for:
            return typed
        return evaluation_of(one.claim_id, number=petition.number, code=code)

    return {"petition": petition, "claims": [(one, form_of(one)) for one in followed(petition)]}
