"""The brake: waits that grow and end, tallies that leak away, and addresses nobody can read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.core.brake import Allowance, Tally, brake_on, clear, forgive, must_be_open, note_failure, sweep_brakes
from app.core.db import db
from app.core.errors import TooMany
from app.core.source import network_of, source_of_request
from app.core.transaction import transaction
from tests.town import NOW

MINUTE = timedelta(minutes=1)
FEW = Allowance(free=3, first=MINUTE, longest=10 * MINUTE, leak=60 * MINUTE)
SAID = "请等{minutes}分钟"


def fail(times: int, *keys: str, later: timedelta = timedelta()) -> None:
    for _ in range(times):
        with transaction():
            note_failure([brake_on("test", key, allowance=FEW, about="somebody") for key in keys], now=NOW + later)


def is_open(key: str, later: timedelta = timedelta()) -> bool:
    try:
        must_be_open([brake_on("test", key, allowance=FEW)], SAID, now=NOW + later)
    except TooMany:
        return False
    return True


@pytest.mark.parametrize(
    ("level", "minutes"), [(1, 0), (2, 0), (2.4, 0), (3, 1), (4, 2), (5, 4), (6, 8), (7, 10), (99, 10)]
)
def test_the_wait_doubles_up_to_the_longest(level: float, minutes: int) -> None:
    assert FEW.wait_at(level) == minutes * MINUTE


def test_failures_close_and_time_opens_again(app: Flask) -> None:
    fail(2, "a")
    assert is_open("a")
    fail(1, "a")
    assert not is_open("a", timedelta(seconds=59))
    assert is_open("a", MINUTE)
    assert is_open("b")
    with pytest.raises(TooMany, match="请等1分钟") as refused:
        must_be_open([brake_on("test", "a", allowance=FEW)], SAID, now=NOW + timedelta(seconds=30))
    assert (refused.value.retry_after, refused.value.status) == (30, 429)


def test_a_tally_leaks_away(app: Flask) -> None:
    fail(2, "a")
    fail(1, "a", later=2 * 60 * MINUTE)
    assert is_open("a", 2 * 60 * MINUTE), "two failures were forgotten in the meantime"


def test_a_clock_that_goes_back_frees_nobody(app: Flask) -> None:
    fail(3, "a")
    fail(1, "a", later=-60 * MINUTE)
    assert db.session.query(Tally).one().level == 4


def test_getting_in_is_forgiven_here_and_as_much_elsewhere(app: Flask) -> None:
    fail(2, "a", "all")
    fail(1, "b", "all")
    with transaction():
        forgive(brake_on("test", "a", allowance=FEW), [brake_on("test", "all", allowance=FEW)], now=NOW)
    levels = sorted(row.level for row in db.session.query(Tally))
    assert levels == [1, 1], "what others did stays counted"


def test_what_is_about_a_name_is_cleared_together(app: Flask) -> None:
    fail(3, "a", "b")
    with transaction():
        assert clear("somebody else") == 0
        assert clear("somebody") == 2
    assert is_open("a")


def test_forgotten_tallies_are_swept_and_others_stay(app: Flask) -> None:
    fail(1, "a")
    fail(3, "b")
    sweep_brakes(NOW + 61 * MINUTE)
    assert db.session.query(Tally).count() == 1
    sweep_brakes(NOW + 181 * MINUTE)
    assert db.session.query(Tally).count() == 0


def test_the_table_holds_nothing_that_can_be_read(app: Flask) -> None:
    with transaction():
        note_failure([brake_on("pair", "mediator", "203.0.113.9", allowance=FEW, about="mediator")], now=NOW)
    row = db.session.query(Tally).one()
    assert not {"mediator", "203.0.113.9"} & {row.key, row.about}
    assert len(row.key) == len(row.about) == 64


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_an_address_becomes_a_source(address: str, source: str) -> None:
    assert network_of(address) == source


@pytest.mark.parametrize(
    ("proxies", "told", "source"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),
        (1, "", "203.0.113.9"),
        (1, "nonsense", "unknown"),
    ],
)
def test_what_a_proxy_says_counts_only_as_far_as_it_is_ours(
    app: Flask, monkeypatch: pytest.MonkeyPatch, proxies: int, told: str, source: str
) -> None:
    monkeypatch.setitem(app.config, "TRUSTED_PROXIES", proxies)
    headers = {"X-Forwarded-For": told} if told else {}
    with app.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        assert source_of_request() == source
