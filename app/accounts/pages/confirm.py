"""Accounts that wait for a second person: 镇纪委书记's and the Party secretary's pages."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.actions.confirm_account import confirm_account
from app.accounts.actions.refuse_account import refuse_account
from app.accounts.actions.second_person import second_person_fault
from app.accounts.actions.tell_of_account import described
from app.accounts.models import Account
from app.accounts.pages import blueprint
from app.accounts.pages.forms import ConfirmForm
from app.accounts.pages.own import me
from app.accounts.queries import accounts_by_id, get_account, open_confirmation, waiting_accounts
from app.accounts.rules import AT_THE_COMPUTER, confirmer_name
from app.core import clock
from app.core.errors import NotNow
from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit

ASKED_FOR = {"opened": "新开的账号", "new_password": "密码换过了", "named_head": "要记为镇纪委书记"}
"""Why an account waits, in words."""
NOBODY_WAITS = "这个账号现在不等核准：可能已经有人办过了。"


@blueprint.get("/accounts/waiting")
@requires(Permission.ACCOUNT_CONFIRM)
def waiting_list() -> ResponseReturnValue:
    """Every account that waits, and for whom; whoever may confirm it gets the way there."""
    rows, actor = waiting_accounts(), me()
    askers = accounts_by_id({request.asked_by_id for _, request in rows if request.asked_by_id})
    return render(
        "accounts/waiting_list.html",
        rows=[
            {
                "account": account,
                "described": described(account),
                "why": ASKED_FOR[request.asked_for],
                "asked_at": request.asked_at,
                "asked_by": askers[request.asked_by_id].display_name if request.asked_by_id else AT_THE_COMPUTER,
                "confirmer": confirmer_name(as_head=request.as_head),
                "fault": second_person_fault(account, request, actor),
            }
            for account, request in rows
        ],
    )


def _page(account: Account, form: ConfirmForm) -> str:
    request = open_confirmation(account.id)
    if request is None or not account.is_active:
        raise NotNow(NOBODY_WAITS)
    form.request_id.data = request.public_id
    asker = get_account(request.asked_by_id).display_name if request.asked_by_id else AT_THE_COMPUTER
    return render(
        "accounts/confirm.html",
        account=account,
        form=form,
        why=ASKED_FOR[request.asked_for],
        asked_at=request.asked_at,
        asker=asker,
        described=described(account),
        as_head=request.as_head,
        fault=second_person_fault(account, request, me()),
    )


@blueprint.get("/accounts/<row(account):account_id>/confirm")
@requires(Permission.ACCOUNT_CONFIRM)
def confirm(account_id: int) -> ResponseReturnValue:
    """Whose account it is, who asked for it, and the question."""
    return _page(get_account(account_id), ConfirmForm(formdata=None))


@blueprint.post("/accounts/<row(account):account_id>/confirm")
@requires(Permission.ACCOUNT_CONFIRM)
def decide(account_id: int) -> ResponseReturnValue:
    """Confirm or refuse."""
    form, account = ConfirmForm(), get_account(account_id)
    said = "核准了，这个账号可以用了。" if form.is_yes else "没有核准，这个账号停了。"
    outcome = submit(form, lambda: _decide(account, form), url_for("accounts.waiting_list"))
    return answer(outcome, said, lambda: _page(get_account(account_id), form))


def _decide(account: Account, form: ConfirmForm) -> None:
    if form.is_yes:
        confirm_account(account, actor=me(), now=clock.now(), shown=form.request_id.data or "")
    else:
        refuse_account(account, reason=form.reason.data or "", actor=me(), now=clock.now())
