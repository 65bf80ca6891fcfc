"""没有送到的提醒: the administrator's dead letters."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import ROLE_NAMES, Permission
from app.notifications.actions.settle_dead_letter import give_up, send_again, send_all_again
from app.notifications.models import OUTBOX_STATE_NAMES
from app.notifications.pages import blueprint
from app.notifications.queries import count_dead, undelivered
from app.notifications.rules import CHANNEL_NAMES

LETTERS_SHOWN = 200


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


@blueprint.post("/outbox/<row(outbox):outbox_id>/again")
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


@blueprint.post("/outbox/<row(outbox):outbox_id>/give-up")
@requires(Permission.OUTBOX_MANAGE)
def abandon(outbox_id: int) -> ResponseReturnValue:
    """Give a dead letter up."""
    give_up(outbox_id, actor=signed_in(), now=clock.now())
    flash("这一条不送了。")
    return redirect(url_for("notifications.outbox"))
