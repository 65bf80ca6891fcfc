"""The page on which a petitioner follows the matter: every claim in plain words, with the form that evaluates it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from app.core import clock
from app.core.errors import NotAllowed
from app.core.fields import REQUIRED, AtMost, one_of, text_block
from app.core.guard import actor_or_none, public
from app.core.pages import render
from app.core.public_ids import key_of
from app.core.submit_once import Outcome, answer, attempted, is_post, submit
from app.core.transaction import OnceForm, begins_late
from app.petitions.actions.follow import Followed, followed
from app.petitions.actions.follow import evaluate as keep_evaluation
from app.petitions.actions.look_up import look_up
from app.petitions.models import Claim, Petition
from app.petitions.pages import blueprint
from app.petitions.terms import SCORE_NAMES

ONLY_THE_PETITIONER = "评价由信访人自己填，工作人员不能代填；用这台电脑的话，请先退出登录。"


class FollowForm(OnceForm):
    """Number and random code of the receipt."""

    number = StringField(
        "编号",
        validators=[InputRequired(REQUIRED), AtMost(20)],
        description="写在回执上，例如 2026-483920。",
    )
    code = StringField(
        "查询码",
        validators=[InputRequired(REQUIRED), AtMost(30)],
        description="十位字母和数字，大小写、空格都不要紧。",
    )


class EvaluateForm(OnceForm):
    """The petitioner's own word about desk and handling unit."""

    number = HiddenField()
    code = HiddenField()
    desk = one_of("对信访办", SCORE_NAMES)
    unit = one_of("对承办单位", SCORE_NAMES)
    comment = text_block("还想说什么", 500)


@dataclass(frozen=True)
class FollowPage:
    """What is asked, and once the petition was found its claims, each with the form by which it may be evaluated."""

    form: FollowForm
    petition: Petition | None = None
    claims: Sequence[tuple[Followed, EvaluateForm | None]] = ()


def prefix_of(public_id: str) -> str:
    """What the names of a claim's form begin with: a page may hold one form for each claim."""
    return f"claim-{public_id}"


def evaluation_of(public_id: str, *, number: str, code: str) -> EvaluateForm:
    """The empty form for one claim; number and code are asked of nobody twice."""
    form = EvaluateForm(formdata=None, prefix=prefix_of(public_id))
    form.number.data, form.code.data = number, code
    return form


def give_word(petition: Petition, claim_id: int, form: EvaluateForm, *, now: datetime) -> None:
    """Keep what the petitioner says.

    Raises `NotAllowed` for anybody signed in, and what the action refuses.
    """
    if actor_or_none() is not None:
        raise NotAllowed(ONLY_THE_PETITIONER)
    desk, unit = form.desk.data or "", form.unit.data or ""
    keep_evaluation(petition, claim_id, desk=desk, unit=unit, comment=form.comment.data or "", now=now)


def follow_page(
    form: FollowForm, petition: Petition, typed: EvaluateForm | None = None, typed_for: int = 0
) -> FollowPage:
    """Values of templates/pages/petitions/follow.html when the petition was found; what was typed stays."""

    def form_of(one: Followed) -> EvaluateForm | None:
        if not one.may_evaluate:
            return None
        if typed is not None and one.claim_id == typed_for:
            return typed
        return evaluation_of(one.public_id, number=petition.number, code=form.code.data or "")

    return FollowPage(form, petition, [(one, form_of(one)) for one in followed(petition)])


def _follow(page: FollowPage) -> str:
    return render("petitions/follow.html", **vars(page))


@blueprint.route("/follow", methods=["GET", "POST"])
@begins_late
@public
def follow() -> ResponseReturnValue:
    """How far a petition has come, for whoever has its number and code; nothing is written."""
    form = FollowForm()
    if not is_post() or not form.validate():
        return _follow(FollowPage(form)), 422 if is_post() else 200
    found = _looked_up(form)
    if isinstance(found, Outcome):
        return answer(found, "", lambda: _follow(FollowPage(form)))
    return _follow(follow_page(form, found))


def _looked_up(form: FollowForm) -> Petition | Outcome:
    number, code = form.number.data or "", form.code.data or ""
    return attempted(form, lambda: look_up(number, code, now=clock.now()))


@blueprint.post("/follow/evaluate")
@public
def evaluate() -> ResponseReturnValue:
    """The petitioner's own word about one claim, once."""
    public_id = request.form.get("claim_id", "")
    claim_id, form = key_of(Claim, public_id), EvaluateForm(prefix=prefix_of(public_id))
    asked = FollowForm(formdata=None, data={"number": form.number.data, "code": form.code.data})
    found = _looked_up(asked)
    if isinstance(found, Outcome):
        return answer(found, "", lambda: _follow(FollowPage(asked)))
    outcome = submit(form, lambda: give_word(found, claim_id, form, now=clock.now()), url_for("petitions.follow"))
    if outcome.where:
        flash("您的评价记下了，谢谢。" if outcome.is_new else "您的评价记下了，只算一次。")
    return _follow(follow_page(asked, found, form, claim_id)), outcome.status
