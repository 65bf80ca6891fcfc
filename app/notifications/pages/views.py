"""Pages of one's notices and of what reaches one; the calendar feed; the administrator's dead letters."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import Account
from app.accounts.queries import get_account
from app.core import clock
from app.core.guard import public, requires, signed_in
from app.core.pages import NO_ADDRESS, public_url, render
from app.core.permissions import ROLE_NAMES, Actor, Permission, may
from app.core.transaction import already_done, attempt, done
from app.notifications.actions.channels import configured_channels
from app.notifications.actions.feed_link import open_feed_link, revoke_feed_link
from app.notifications.actions.mark_read import mark_all_read
from app.notifications.actions.set_reach import set_reach
from app.notifications.actions.settle_dead_letter import give_up, send_again, send_all_again
from app.notifications.models import NOTICE_KIND_NAMES, OUTBOX_STATE_NAMES, Notice, NoticeKind
from app.notifications.pages.forms import FeedForm, ReachForm, reach_form
from app.notifications.queries import (
    account_behind,
    count_dead,
    count_unread,
    newest_messages,
    newest_notices,
    open_feed,
    reach_of,
    undelivered,
)
from app.notifications.registry import registry
from app.notifications.rules import CHANNEL_NAMES, Channel

blueprint = Blueprint("notifications", __name__)
NOTICES_SHOWN, MESSAGES_SHOWN, LETTERS_SHOWN = 50, 10, 200


def me() -> Account:
    """The signed-in account as a row."""
    return get_account(signed_in().id)


def _link(notice: Notice, reader: Actor) -> str:
    """Where a notice leads; one of an account to the list of what was done to accounts, for whoever may read it."""
    if notice.kind is not NoticeKind.ACCOUNT:
        return registry.link_of(notice.subject_kind, notice.subject_id)
    return url_for("accounts.history" if may(reader, Permission.ACCOUNT_HISTORY) else "accounts.own")


@blueprint.get("/notices")
@requires(Permission.NOTICE_OWN)
def own() -> ResponseReturnValue:
    """我的提醒: the newest notices, and how many are unread."""
    reader = signed_in()
    notices = [{"notice": notice, "href": _link(notice, reader)} for notice in newest_notices(reader.id, NOTICES_SHOWN)]
    unread = count_unread(reader.id)
    return render("notifications/own.html", notices=notices, unread=unread, kind_names=NOTICE_KIND_NAMES)


@blueprint.post("/notices/read")
@requires(Permission.NOTICE_OWN)
def read_all() -> ResponseReturnValue:
    """Mark every notice as read."""
    count = mark_all_read(signed_in().id, now=clock.now())
    flash(f"{count}条提醒都记成看过了。" if count else "没有还没看过的提醒。")
    return redirect(url_for("notifications.own"))


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
    account, form, status = me(), reach_form(None, is_sent=True), 422
    if form.validate():
        with attempt(form) as tried:
            set_reach(
                account,
                channels=form.chosen,
                email=(form.email.data or "").strip(),
                wants_digest=form.wants_digest.data,
                wants_same_day=form.wants_same_day.data,
                now=clock.now(),
            )
        if tried.ok:
            flash("存好了。")
            return redirect(url_for("notifications.reach"))
        status = tried.status
    return _reach_page(me(), form), status


@blueprint.post("/notices/feed")
@requires(Permission.NOTICE_OWN)
def open_calendar() -> ResponseReturnValue:
    """Open the calendar feed and show its link once."""
    form, back = FeedForm(), url_for("notifications.reach")
    if not already_done(form):
        token = open_feed_link(me(), now=clock.now())
        done(form, back)
        flash(feed_told(url_for("notifications.feed", token=token)))
    return redirect(back)


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


@blueprint.get("/feed/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """The calendar feed behind a secret link."""
    from app.notifications.pages.feed import feed_of  # its calendar library is 30 ms that no start needs

    account, now = account_behind(token), clock.now()
    title = f"解忧·要办的事（{current_app.config['TOWN_NAME']}）"
    content = feed_of(registry.things_ahead(account, now), title=title, now=now)
    return Response(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")


@blueprint.get("/outbox")
@requires(Permission.OUTBOX_MANAGE)
def outbox() -> ResponseReturnValue:
    """没有送到的提醒: what could not be delivered, and why."""
    return render(
        "notifications/outbox.html",
        rows=undelivered(LETTERS_SHOWN),
        dead=count_dead(),
        channel_names=CHANNEL_NAMES,
        state_names=OUTBOX_STATE_NAMES,
        role_names=ROLE_NAMES,
    )


@blueprint.post("/outbox/<int:outbox_id>/again")
@requires(Permission.OUTBOX_MANAGE)
def again(outbox_id: int) -> ResponseReturnValue:
    """Send a dead letter again."""
    send_again(outbox_id, actor=signed_in(), now=clock.now())
    flash("一分钟之内再送一次。")
    return redirect(url_for("notifications.outbox"))


@blueprint.post("/outbox/again")
@requires(Permission.OUTBOX_MANAGE)
def all_again() -> ResponseReturnValue:
    """Send every dead letter again."""
    count = send_all_again(actor=signed_in(), now=clock.now())
    flash(f"{count}条重新排上了，一分钟之内开始送。" if count else "没有要再送的。")
    return redirect(url_for("notifications.outbox"))


@blueprint.post("/outbox/<int:outbox_id>/give-up")
@requires(Permission.OUTBOX_MANAGE)
def abandon(outbox_id: int) -> ResponseReturnValue:
    """Give a dead letter up."""
    give_up(outbox_id, actor=signed_in(), now=clock.now())
    flash("这一条不送了。")
    return redirect(url_for("notifications.outbox"))
