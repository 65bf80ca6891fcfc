"""A process that is gone in the middle: at the so-manyeth of the calls that matter, before it or after it."""

from __future__ import annotations

from collections.abc import Callable


class Interrupted(BaseException):
    """The process is gone, as far as the code can tell."""


def breaking_after(calls: int) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Wraps functions so that the process is gone before or after one of them, whichever is called that late."""
    left = [calls]

    def wrap(function: Callable[..., object]) -> Callable[..., object]:
        def called(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise Interrupted
            done = function(*args, **named)
            left[0] -= 1
            if left[0] == 0:
                raise Interrupted
            return done

        return called

    return wrap
