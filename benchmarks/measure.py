"""How the benchmarks measure: the median of several rounds, and ratios, which survive a change of machine."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 9
LONG_ENOUGH = 0.05
"""A round repeats its work until it lasts so many seconds, so that the clock's grain does not matter."""


def median_seconds(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """The median time of one call, over rounds that each last long enough."""
    calls = _calls_per_round(work)
    return median(_seconds(work, calls) / calls for _ in range(rounds))


def ratio(ours: float, other: float) -> str:
    """``3.4×``: how many times as long as the other."""
    return f"{ours / other:.1f}×"


def shown(seconds: float) -> str:
    """``52 µs`` / ``3.1 ms`` / ``2.40 s``."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _seconds(work: Callable[[], object], calls: int) -> float:
    begun = perf_counter()
    for _ in range(calls):
        work()
    return perf_counter() - begun


def _calls_per_round(work: Callable[[], object]) -> int:
    work()
    calls = 1
    while _seconds(work, calls) < LONG_ENOUGH:
        calls *= 2
    return calls
