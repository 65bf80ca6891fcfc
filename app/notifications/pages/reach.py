"""提醒送到哪里: what reaches one, by which channel, and the secret link of the calendar feed."""

from __future__ import annotations

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from app.accounts.models import Account
from app.accounts.pages.own import me
from app.core import clock
from app.core.fields import AtMost
from app.core.guard import requires
from app.core.pages import NO_ADDRESS, public_url, render
from app.core.permissions import Permission
from app.core.submit_once import answer, lead, press, submit
from app.core.transaction import ChineseForm, OnceForm
from app.notifications.actions.channels import configured_channels
from app.notifications.actions.feed_link import open_feed_link, revoke_feed_link
from app.notifications.actions.set_reach import set_reach
from app.notifications.models import OUTBOX_STATE_NAMES, Reach
from app.notifications.pages import blueprint
from app.notifications.queries import newest_messages, open_feed, reach_of
from app.notifications.rules import CHANNEL_NAMES, Channel

MESSAGES_SHOWN = 10


class ReachForm(ChineseForm):
    """Channels, address and kinds; a channel the office has not opened is not among the choices."""

    channels = SelectMultipleField("除了本系统，还送到哪里", validate_choice=False)
    email = StringField(
        "邮箱地址", validators=[AtMost(120)], description="只用来送提醒，加密存放；信里不写姓名和案情。"
    )
    wants_digest = BooleanField("每天早上的汇总", description="休息日只说当天到期的；没有事就不送。")
    wants_same_day = BooleanField("当天到期的当天告诉", description="早上八点到晚上九点之间送，夜里不吵您。")

    def validate_channels(self, field: SelectMultipleField) -> None:
        """Only what the office has opened.  Raises `ValidationError`."""
        if not set(field.data or ()) <= configured_channels():
            raise ValidationError("镇里还没有开通这一种，请去掉。")

    @property
    def chosen(self) -> frozenset[Channel]:
        """The channels that were ticked."""
        return frozenset(Channel(value) for value in self.channels.data or ())


class FeedForm(OnceForm):
    """Opening the calendar feed asks nothing; its hidden key makes a second tap harmless."""


def reach_form(reach: Reach | None, *, is_sent: bool) -> ReachForm:
    """The form as it was sent, or as it stands for an account."""
    if is_sent:
        form = ReachForm()
    else:
        form = ReachForm(
            formdata=None,
            channels=sorted(reach.channels) if reach else [],
            email=reach.email if reach else "",
            wants_digest=reach.wants_digest if reach else True,
            wants_same_day=reach.wants_same_day if reach else True,
        )
    is_open = configured_channels()
    form.channels.choices = [(channel.value, CHANNEL_NAMES[channel]) for channel in Channel if channel in is_open]
    return form


def _reach_page(account: Account, form: ReachForm) -> str:
    return render(
        "notifications/reach.html",
        form=form,
        feed_form=FeedForm(formdata=None),
        closed=[CHANNEL_NAMES[channel] for channel in Channel if channel not in configured_channels()],
        phone=account.person.masked_phone,
        feed=open_feed(account.id),
        messages=newest_messages(account.id, MESSAGES_SHOWN),
        channel_names=CHANNEL_NAMES,
        state_names=OUTBOX_STATE_NAMES,
    )


@blueprint.get("/notices/reach")
@requires(Permission.NOTICE_OWN)
def reach() -> ResponseReturnValue:
    """提醒送到哪里: channels, kinds, the calendar feed, what was sent lately."""
    account = me()
    return _reach_page(account, reach_form(reach_of(account.id), is_sent=False))


@blueprint.post("/notices/reach")
@requires(Permission.NOTICE_OWN)
def keep_reach() -> ResponseReturnValue:
    """Keep what reaches this account."""
    form = reach_form(None, is_sent=True)
    outcome = submit(form, lambda: _keep(me(), form), url_for("notifications.reach"))
    return answer(outcome, "存好了。", lambda: _reach_page(me(), form))


def _keep(account: Account, form: ReachForm) -> None:
    set_reach(
        account,
        channels=form.chosen,
        email=(form.email.data or "").strip(),
        wants_digest=form.wants_digest.data,
        wants_same_day=form.wants_same_day.data,
        now=clock.now(),
    )


@blueprint.post("/notices/feed")
@requires(Permission.NOTICE_OWN)
def open_calendar() -> ResponseReturnValue:
    """Open the calendar feed and show its link once."""

    def open_it() -> None:
        token = open_feed_link(me(), now=clock.now())
        flash(feed_told(url_for("notifications.feed", token=token)))

    return lead(press(FeedForm(), open_it, url_for("notifications.reach")), "")


def feed_told(path: str) -> str:
    """What is said of a link that was just drawn, once."""
    address = public_url()
    if address is None:
        here = f"{current_app.config['PUBLIC_URL']}{path}"
        return f"日历订阅开好了。{NO_ADDRESS}，手机打不开；在这台电脑上用的地址是 {here} ，只显示这一次，不要给别人。"
    return f"日历订阅开好了。地址是 {address}{path} ，只显示这一次，请抄到手机或者电脑的日历里，不要给别人。"


@blueprint.post("/notices/feed/revoke")
@requires(Permission.NOTICE_OWN)
def close_calendar() -> ResponseReturnValue:
    """Revoke the link of the calendar feed."""
    revoke_feed_link(me(), now=clock.now())
    flash("日历订阅停用了，原来的地址打不开了。")
    return redirect(url_for("notifications.reach"))
