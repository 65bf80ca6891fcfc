"""Say what reaches an account outside the page, and where."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Account
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.notifications.actions.channels import configured_channels
from app.notifications.models import Reach
from app.notifications.queries import reach_of
from app.notifications.rules import CHANNEL_NAMES, Channel, email_fault


def set_reach(
    account: Account,
    *,
    channels: frozenset[Channel],
    email: str,
    wants_digest: bool,
    wants_same_day: bool,
    now: datetime,
) -> Reach:
    """Keep the choice.  Raises `Invalid` for a channel that is not open or has no address."""
    _refuse_what_cannot_be(account, channels, email)
    reach = reach_of(account.id)
    if reach is None:
        reach = Reach(account_id=account.id)
        db.session.add(reach)
    reach.switch(channels)
    if reach.email_sealed is None or reach.email != email:
        reach.seal_email(email)
    reach.wants_digest, reach.wants_same_day = wants_digest, wants_same_day
    record("reach:set", account, account, now=now, detail={"channels": sorted(channels)})
    return reach


def _refuse_what_cannot_be(account: Account, channels: frozenset[Channel], email: str) -> None:
    closed = sorted(CHANNEL_NAMES[channel] for channel in channels - configured_channels())
    if closed:
        raise Invalid(f"镇里还没有开通{'、'.join(closed)}，没有存。", {"channels": "请去掉还没有开通的。"})
    fault = email_fault(email) if email else None
    if Channel.EMAIL in channels and not email:
        fault = "要用电子邮件收，请填邮箱地址。"
    if fault:
        raise Invalid("邮箱地址要改一改，没有存。", {"email": fault})
    if Channel.SMS in channels and not account.person.phone:
        raise Invalid(
            "名册里没有您的手机号，收不了短信，没有存。", {"channels": "要收短信，请先让管理员在名册里补上手机号。"}
        )
