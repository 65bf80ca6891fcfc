"""How a period stands, and how far it has rung."""

from __future__ import annotations

from enum import StrEnum


class DeadlineState(StrEnum):
    """How a period stands.  A lapsed one may still have to be done; `closed_at` says whether it is over."""

    OPEN = "open"
    LAPSED = "lapsed"
    MET = "met"
    CLOSED = "closed"


STATE_NAMES = {
    DeadlineState.OPEN: "正在算",
    DeadlineState.LAPSED: "已经过期",
    DeadlineState.MET: "办了",
    DeadlineState.CLOSED: "不用再算",
}


class Stage(StrEnum):
    """How far a period has rung.

    ``UNROLLED`` is the morning of the unrolled end, when the last day has moved away from it, ``TODAY`` that of the
    last day itself.
    """

    RUNNING = "running"
    SOON = "soon"
    UNROLLED = "unrolled"
    TODAY = "today"
    LAPSED = "lapsed"
