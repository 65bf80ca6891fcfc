"""When a message may go out, when it is tried again, and what it says outside: never a name, never a case.  Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.core.clock import SHANGHAI, local


class Channel(StrEnum):
    """A way out of the house."""

    EMAIL = "email"
    SMS = "sms"
    WECOM = "wecom"


CHANNEL_NAMES = {Channel.EMAIL: "电子邮件", Channel.SMS: "短信", Channel.WECOM: "企业微信群"}
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""How long to wait after the first, second … failure; the sixth is the last."""
DAY_BEGINS, DAY_ENDS = 8, 21
SOON_DAYS = 3
EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
LONGEST_EMAIL = 120
WEEKDAYS = "一二三四五六日"
LOOK = "请登录系统看“今天要办的事”。"


@dataclass(frozen=True)
class Ahead:
    """Something somebody has to do, as it may be said outside: no name, no case text."""

    uid: str
    number: str
    """The case number; empty before there is one."""
    todo: str
    """What to do: the general label of a step, never a name."""
    due_on: date
    """The last day, rolled over rest days."""
    unrolled_on: date
    due_at: datetime
    is_timed: bool
    """A period of hours, due at a moment rather than on a day."""
    light: str
    """``overdue`` | ``soon`` | ``ok``."""
    words: str
    is_provisional: bool
    """The year's rest days are not published yet, so the last day may still move."""


@dataclass(frozen=True)
class Message:
    """What goes out; the subject is read in e-mail alone."""

    subject: str
    body: str


@dataclass(frozen=True)
class Sender:
    """Whom outside messages come from, and where they lead."""

    town_name: str
    address: str | None
    """None while nobody but the server's own machine could open it."""


@dataclass(frozen=True)
class Groups:
    """What a digest is about, the most pressing first."""

    overdue: tuple[Ahead, ...]
    due_today: tuple[Ahead, ...]
    soon: tuple[Ahead, ...]

    def __bool__(self) -> bool:
        return bool(self.overdue or self.due_today or self.soon)

    @property
    def counts(self) -> list[str]:
        """``1件超期`` and so on, without what is nought."""
        named = ((self.overdue, "超期"), (self.due_today, "今天到期"), (self.soon, "三天内到期"))
        return [f"{len(things)}件{word}" for things, word in named if things]


def next_try(failures: int, now: datetime) -> datetime | None:
    """When to try again after so many failures in a row; None when it was the last.  Never in the quiet hours."""
    return awake(now + RETRY_AFTER[failures - 1]) if failures <= len(RETRY_AFTER) else None


def awake(moment: datetime) -> datetime:
    """The moment itself between 08:00 and 21:00 in Shanghai, else the next 08:00."""
    seen = local(moment)
    if DAY_BEGINS <= seen.hour < DAY_ENDS:
        return moment
    day = seen.date() if seen.hour < DAY_BEGINS else seen.date() + timedelta(days=1)
    return datetime.combine(day, time(DAY_BEGINS), SHANGHAI)


def is_digest_time(now: datetime, hour: int) -> bool:
    """From the digest's hour on until the evening; a machine that was off all day does not ring at night."""
    return hour <= local(now).hour < max(DAY_ENDS, hour + 1)


def email_fault(text: str) -> str | None:
    """A sentence for what is wrong with an e-mail address, or None."""
    if len(text) > LONGEST_EMAIL:
        return f"邮箱地址最多{LONGEST_EMAIL}个字符。"
    if not EMAIL.fullmatch(text):
        return "邮箱地址不对，应当像 wang@example.cn 这样。"
    return None


def grouped(things: Sequence[Ahead], *, now: datetime, is_rest_day: bool) -> Groups:
    """What a digest tells: overdue, due today, within three days; on a rest day only what is due that very day.

    「今天到期」 counts the unrolled day as well: who works to it is safe.  The last day decides what is overdue.
    """
    today = local(now).date()
    left = sorted(things, key=lambda thing: (thing.due_at, thing.uid))
    if is_rest_day:
        return Groups((), tuple(thing for thing in left if thing.due_on == today and not _is_overdue(thing, now)), ())
    overdue = [thing for thing in left if _is_overdue(thing, now)]
    left = [thing for thing in left if thing not in overdue]
    due_today = [thing for thing in left if today in {thing.due_on, thing.unrolled_on}]
    latest = today + timedelta(days=SOON_DAYS)
    soon = [thing for thing in left if thing not in due_today and thing.unrolled_on <= latest]
    return Groups(tuple(overdue), tuple(due_today), tuple(soon))


def _is_overdue(thing: Ahead, now: datetime) -> bool:
    return thing.due_at < now if thing.is_timed else thing.due_on < local(now).date()


def digest(channel: Channel, groups: Groups, *, today: date, whom: str, sender: Sender, seal: str = "") -> Message:
    """The morning's message.  `whom` is a role at a committee, said where a whole group reads along; `seal` is where
    the audit trail stands, which a letter keeps outside the house."""
    day, counts = f"{today.month}月{today.day}日", groups.counts
    subject = f"解忧·{day}：{'，'.join(counts)}"
    if channel is Channel.EMAIL:
        return Message(subject, _digest_letter(groups, today, sender, seal))
    if channel is Channel.SMS:
        return Message(subject, f"解忧提醒：{day}，您有{'、'.join(counts)}。{LOOK}")
    return Message(subject, f"解忧提醒：{whom}，{day}有{'、'.join(counts)}。{LOOK}")


def _digest_letter(groups: Groups, today: date, sender: Sender, seal: str) -> str:
    day = f"{today.month}月{today.day}日，星期{WEEKDAYS[today.weekday()]}"
    lines = [f"今天是{day}。您手上要留意的事：{'，'.join(groups.counts)}。", ""]
    titles = (("超期的", groups.overdue), ("今天到期的", groups.due_today), ("三天内的", groups.soon))
    for title, things in titles:
        if things:
            lines += [f"【{title}】", *(_digest_line(thing) for thing in things), ""]
    if any(thing.is_provisional for thing in (*groups.overdue, *groups.due_today, *groups.soon)):
        lines += ["标着“暂定”的，是那一年的放假安排还没有公布，日子可能还会变。", ""]
    kept = [f"（{seal}。这一行留着备查，不用管它。）"] if seal else []
    return "\n".join([*lines, *_closing(sender), *kept])


def _digest_line(thing: Ahead) -> str:
    shape = {"overdue": "●", "soon": "▲"}.get(thing.light, "■")
    provisional = "（暂定）" if thing.is_provisional else ""
    return "　".join(
        part for part in (f"{shape} {thing.words}{provisional}", thing.number, f"该做：{thing.todo}") if part
    )


def _closing(sender: Sender) -> list[str]:
    return [
        f"请登录系统办理：{sender.address}" if sender.address else "请登录系统办理。",
        "当事人的姓名和案情特意没有写在这里，因为信在路上别人可能看见；登录以后就能看到。",
        "不想再收，可以在系统的“提醒送到哪里”里关掉。",
        "",
        f"解忧 · {sender.town_name}",
    ]


def same_day(channel: Channel, *, whom: str, sender: Sender) -> Message:
    """One thing that cannot wait.  True whenever it is read: a retry may bring it the morning after."""
    what = "一件急事等着办"
    if channel is Channel.EMAIL:
        return Message(f"解忧：您有{what}", "\n".join([f"您有{what}。", "", *_closing(sender)]))
    if channel is Channel.SMS:
        return Message(f"解忧：您有{what}", f"解忧提醒：您有{what}，{LOOK}")
    return Message(f"解忧：有{what}", f"解忧提醒：{whom}，有{what}，{LOOK}")
