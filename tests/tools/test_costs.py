"""At the end of a run the tests are named that take long where none should."""

from __future__ import annotations

import pytest

from tests import costs
from tests.costs import LONG, SPENT, long_ones


def ended(name: str, seconds: float | None) -> pytest.TestReport:
    told = [] if seconds is None else [(SPENT, seconds)]
    return pytest.TestReport(name, ("", 0, ""), {}, "passed", None, "call", user_properties=told)


def test_the_longest_is_named_first_and_what_is_short_is_not() -> None:
    reports = [ended("tests/cases/a", LONG + 1), ended("tests/cases/b", LONG), ended("tests/petitions/c", LONG + 2)]
    assert long_ones(reports) == [(LONG + 2, "tests/petitions/c"), (LONG + 1, "tests/cases/a")]


def test_a_browser_or_a_process_may_take_long() -> None:
    assert long_ones([ended("tests/journeys/test_roads.py::a", 60), ended("tests/cli/test_demo.py::b", 60)]) == []


def test_what_was_not_measured_is_not_named() -> None:
    assert long_ones([ended("tests/cases/a", None)]) == []


def test_every_test_is_measured(request: pytest.FixtureRequest) -> None:
    assert request.config.pluginmanager.is_registered(costs)
