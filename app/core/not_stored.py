"""A fault of disk or database as a refusal that says the truth, and as one line in the log."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import current_app

from app.core.errors import DomainError, NotNow
from app.core.storage_faults import Fault, fault_of

MOVED_ON = "别人刚刚办了同一件事，您这次没有存上。请看一下最新的情况，再决定要不要办。"
UNSURE = (
    "数据库刚好在存的时候断开了，不知道存上了没有。请过几分钟打开看一看：已经有了的就不用再办，没有的再办一次；"
    "还不行请打{help}。"
)
SENTENCES = {
    Fault.BUSY: "系统正忙着存别人的东西，这次没有存上。填的都在，请过一会儿再按一次。",
    Fault.FULL: "磁盘满了，没有存上。查看还可以照常；要存东西，请先打{help}，请人把磁盘腾出地方来。",
    Fault.CLOSED: "数据库打不开或者写不进去，这次没有办成。请打{help}，请人看一看存数据的文件夹。",
    Fault.BROKEN: "数据库坏了，这次没有办成。请不要再往里填，马上打{help}，请人用最近的备份恢复（flask restore）。",
    Fault.AWAY: "数据库现在连不上，这次没有办成。请过几分钟再试；还不行请打{help}。",
}
TITLES = {
    Fault.BUSY: "系统正忙着",
    Fault.FULL: "磁盘满了",
    Fault.CLOSED: "数据库用不了",
    Fault.BROKEN: "数据库坏了",
    Fault.AWAY: "数据库连不上",
}
RETRY_AFTER = {Fault.BUSY: 10, Fault.AWAY: 60, Fault.CLOSED: 60, Fault.BROKEN: 600}
UNAVAILABLE, INSUFFICIENT_STORAGE = 503, 507
ONCE_IN = 1.0
"""Seconds in which the same fault is written down once."""


class NotStored(DomainError):
    """The system itself is in the way: 503 with the seconds after which to come again, or 507 for a full disk."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.title = TITLES[fault]
        self.status = INSUFFICIENT_STORAGE if fault is Fault.FULL else UNAVAILABLE
        self.retry_after = RETRY_AFTER.get(fault)


class Sparingly:
    """Lets the same word through once in so many seconds."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self.now = seconds, now
        self.last: dict[str, float] = {}

    def may_say(self, word: str) -> bool:
        """Whether it is time to say it (again)."""
        moment = self.now()
        if moment - self.last.get(word, moment - self.seconds) < self.seconds:
            return False
        self.last[word] = moment
        return True


sparingly = Sparingly(ONCE_IN)


def refusal_of(error: BaseException, *, while_committing: bool = False) -> DomainError | None:
    """The refusal to say to a fault, noted in the log without statement or values; None when it is no fault.

    A connection that breaks off during the commit leaves open whether it was carried out.
    """
    fault = fault_of(error)
    if fault is None:
        return None
    note(error, fault)
    if fault is Fault.MOVED_ON:
        return NotNow(MOVED_ON)
    words = UNSURE if while_committing and fault is Fault.AWAY else SENTENCES[fault]
    who = f"{current_app.config['HELP_NAME']} {current_app.config['HELP_PHONE']}"
    return NotStored(fault, words.format(help=who))


def note(error: BaseException, fault: Fault) -> None:
    """One line in the log; of a fault that lasts, at most one a second."""
    if fault is Fault.MOVED_ON or sparingly.may_say(fault):
        current_app.logger.warning("storage fault: %s (%s)", fault.value, type(error).__name__)
