"""The morning's digest: once a day, quiet on rest days, readable, without a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.accounts.models import Account
from app.audit.models import HeadCopy
from app.audit.rules import in_groups
from app.core.db import db
from app.core.errors import NotFound
from app.core.transaction import transaction
from app.notifications.actions.digest import sweep_digest
from app.notifications.models import Reach
from app.notifications.registry import Ahead, registry
from app.notifications.rules import Channel, Sender, digest, grouped
from tests.notifications.outside import NAMES, NUMBER, TODAY, Things, account_named, ahead, outbox, reached, shanghai
from tests.together import at_once

MORNING = shanghai(TODAY, 8)
SATURDAY = TODAY + timedelta(days=5)
SENDER = Sender("白塔镇", "https://jieyou.example.cn")
FULL = [
    ahead(1, todo="回访"),
    ahead(-1, todo="送达终止通知书", number=""),
    ahead(0, todo="写调解结果"),
    ahead(0, todo="审看协议", number="（2026）白塔人调字第0012号"),
    ahead(3, todo="司法确认", is_provisional=True),
    ahead(4, todo="归档"),
]
LETTER = """今天是11月23日，星期一。您手上要留意的事：1件超期，2件今天到期，2件三天内到期。

【超期的】
● 超期1天　该做：送达终止通知书

【今天到期的】
▲ 今天到期　（2026）小海眼人调字第0001号　该做：写调解结果
▲ 今天到期　（2026）白塔人调字第0012号　该做：审看协议

【三天内的】
▲ 还有1天　（2026）小海眼人调字第0001号　该做：回访
▲ 还有3天（暂定）　（2026）小海眼人调字第0001号　该做：司法确认

标着“暂定”的，是那一年的放假安排还没有公布，日子可能还会变。

请登录系统办理：https://jieyou.example.cn
当事人的姓名和案情特意没有写在这里，因为信在路上别人可能看见；登录以后就能看到。
不想再收，可以在系统的“提醒送到哪里”里关掉。

解忧 · 白塔镇"""


def last_digest_of(login_name: str) -> date | None:
    db.session.expire_all()
    return db.session.get_one(Reach, account_named(login_name).id).last_digest_on


@pytest.mark.usefixtures("gateway", "post")
def test_a_digest_goes_out_once_a_day_on_every_channel(things: Things) -> None:
    mediator = reached("mediator", Channel.EMAIL, Channel.SMS, Channel.WECOM)
    things["mediator"] = FULL
    assert sweep_digest(shanghai(TODAY, 7, 59)) == 0
    assert sweep_digest(MORNING) == 3
    assert [sweep_digest(MORNING + timedelta(minutes=later)) for later in (0, 1, 600)] == [0, 0, 0]
    mail, sms, robot = outbox()
    assert mail.key == f"digest:2026-11-23:{mediator}:email"
    assert mail.subject == "解忧·11月23日：1件超期，2件今天到期，2件三天内到期"
    head = db.session.query(HeadCopy).one()
    seal = f"（操作记录到第{head.entry_id}条，校验码 {in_groups(head.hash[:16])}。"
    assert mail.body == f"{LETTER}\n{seal}这一行留着备查，不用管它。）"
    counts = "1件超期、2件今天到期、2件三天内到期。请登录系统看“今天要办的事”。"
    assert sms.body == f"解忧提醒：11月23日，您有{counts}"
    assert robot.body == f"解忧提醒：小海眼社区调解委员会的调解员，11月23日有{counts}"
    assert sweep_digest(MORNING + timedelta(days=1)) == 3
    said = "".join(row.subject + row.body for row in outbox())
    assert [name for name in NAMES if name in said] == []


@pytest.mark.usefixtures("gateway")
def test_a_day_without_anything_is_noted_and_nothing_is_sent(things: Things) -> None:
    reached("mediator", Channel.SMS)
    assert sweep_digest(MORNING) == 0
    assert last_digest_of("mediator") == TODAY
    things["mediator"] = [ahead(0)]
    assert sweep_digest(MORNING + timedelta(minutes=1)) == 0


@pytest.mark.usefixtures("gateway")
def test_a_rest_day_is_quiet_but_for_what_is_due_that_very_day(things: Things) -> None:
    reached("mediator", Channel.SMS)
    reached("head", Channel.SMS)
    things["mediator"] = [ahead(-1, on=SATURDAY), ahead(1, on=SATURDAY)]
    things["head"] = [ahead(-1, on=SATURDAY), ahead(0, on=SATURDAY), ahead(2, on=SATURDAY)]
    assert sweep_digest(shanghai(SATURDAY, 8)) == 1
    (row,) = outbox()
    assert row.account_id == account_named("head").id
    assert "您有1件今天到期。" in row.body
    assert last_digest_of("mediator") == SATURDAY


@pytest.mark.usefixtures("gateway", "things")
@pytest.mark.parametrize("hour", [21, 23])
def test_a_machine_that_was_off_all_day_does_not_ring_at_night(things: Things, hour: int) -> None:
    reached("mediator", Channel.SMS)
    things["mediator"] = FULL
    assert sweep_digest(shanghai(TODAY, hour)) == 0


@pytest.mark.usefixtures("gateway")
def test_who_does_not_want_it_or_is_gone_gets_none(things: Things) -> None:
    reached("mediator", Channel.SMS, wants_digest=False)
    reached("head")
    reached("clerk", Channel.SMS)
    with transaction():
        account_named("clerk").disabled_at = MORNING
    things |= dict.fromkeys(("mediator", "head", "clerk"), FULL)
    assert sweep_digest(MORNING) == 0


@pytest.mark.usefixtures("gateway")
def test_a_broken_account_does_not_stop_the_others(things: Things) -> None:
    for name in ("mediator", "head", "clerk"):
        reached(name, Channel.SMS)

    def ahead_of(account: Account, _now: object) -> list[Ahead]:
        if account.login_name == "head":
            raise NotFound("没有这个案件。")
        return FULL

    registry.things_ahead = ahead_of
    assert sweep_digest(MORNING) == 2
    assert last_digest_of("head") is None, "its turn comes again"
    registry.things_ahead = lambda _account, _now: FULL
    assert sweep_digest(MORNING + timedelta(minutes=1)) == 1


@pytest.mark.both
def test_two_sweeps_at_once_make_one_digest(app: Flask, things: Things, opened: Callable[..., None]) -> None:
    opened(SMS_WEBHOOK_URL="http://127.0.0.1:9/", SMS_WEBHOOK_SECRET="never called")
    names = ("mediator", "head", "clerk", "justice")
    for name in names:
        reached(name, Channel.SMS)
        things[name] = FULL
    db.session.remove()
    assert sum(at_once(app, [lambda: sweep_digest(MORNING)] * 2)) == len(names)
    assert len(outbox()) == len(names)


def test_the_unrolled_day_is_called_today_and_never_overdue() -> None:
    rolled = ahead(3, unrolled_on=TODAY, words="今天到期", light="soon")
    groups = grouped([rolled], now=MORNING, is_rest_day=False)
    assert groups.due_today == (rolled,)
    passed = replace(
        rolled, unrolled_on=TODAY - timedelta(days=1), light="overdue", words="11月22日已到，顺延到11月26日"
    )
    groups = grouped([passed], now=MORNING, is_rest_day=False)
    assert (groups.overdue, groups.soon) == ((), (passed,))


def test_a_timed_thing_is_overdue_by_the_clock() -> None:
    early = ahead(0, is_timed=True, due_at=shanghai(TODAY, 7, 30), words="刚刚过时", light="overdue")
    late = ahead(0, is_timed=True, due_at=shanghai(TODAY, 9), words="不到1小时", todo="答复")
    groups = grouped([late, early], now=MORNING, is_rest_day=False)
    assert (groups.overdue, groups.due_today) == ((early,), (late,))


def test_nought_is_not_counted_aloud() -> None:
    groups = grouped([ahead(0)], now=MORNING, is_rest_day=False)
    letter = digest(Channel.EMAIL, groups, today=TODAY, whom="", sender=SENDER)
    assert letter.subject == "解忧·11月23日：1件今天到期"
    assert "【超期的】" not in letter.body
    assert "暂定" not in letter.body
    assert NUMBER in letter.body
