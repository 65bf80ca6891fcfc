"""What each test costs: those that take the processor for long, outside the rooms that may, are named at the end.

It is told, never judged: no timing decides a test.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import pytest

LONG = 0.5
"""Seconds of the processor, in this process and in those it waited for."""
MAY_BE_LONG = (
    *("tests/accusations/test_matrix.py", "tests/bpmn/", "tests/cli/", "tests/core/test_hostile_workbooks.py"),
    *("tests/house/", "tests/journeys/", "tests/matrix/", "tests/migrations/", "tests/print/", "tests/sweeps/"),
)
"""Where a test is a whole process, a browser, a page of paper, a campaign or every address there is."""
MOST_NAMED = 25
SPENT = "processor seconds"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Keep with the test what it took, without what its fixtures took."""
    before = _spent()
    try:
        yield
    finally:
        item.user_properties.append((SPENT, _spent() - before))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the long ones."""
    found = long_ones([*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")])
    if found:
        terminalreporter.write_line(f"{len(found)} tests took the processor for more than {LONG} s (told, not judged):")
    for seconds, name in found[:MOST_NAMED]:
        terminalreporter.write_line(f"{seconds:6.1f} s  {name}")


def long_ones(ended: Iterable[pytest.TestReport]) -> list[tuple[float, str]]:
    """Seconds and names of tests that took longer than they should, the longest first."""
    found = []
    for report in ended:
        seconds = float(str(dict(report.user_properties).get(SPENT, 0)))
        if seconds > LONG and not report.nodeid.startswith(MAY_BE_LONG):
            found.append((seconds, report.nodeid))
    return sorted(found, reverse=True)


def _spent() -> float:
    return sum(os.times()[:4])
