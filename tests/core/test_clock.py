"""The one door to the time of day, also when the office practises on another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core import clock
from app.settings import SettingRefused, load_settings


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    source = clock.clock.source
    yield
    clock.clock.source = source


def test_another_day_is_that_day_and_time_goes_on() -> None:
    real = datetime.now(UTC)
    clock.clock.pretend(date(2026, 12, 20))
    first = clock.now()
    assert clock.today() in (date(2026, 12, 20), date(2026, 12, 21))
    assert clock.local(first).time() >= clock.local(real).time() or clock.today() == date(2026, 12, 21)
    assert first <= clock.now() < first + timedelta(minutes=1)


def test_the_day_is_told_in_shanghai() -> None:
    clock.clock.source = lambda: datetime(2026, 12, 19, 16, 30, tzinfo=UTC)
    assert clock.today() == date(2026, 12, 20)


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "20.12.2026"])
def test_a_day_that_is_none_stops_the_start_with_a_sentence(text: str, tmp_path: object) -> None:
    with pytest.raises(SettingRefused, match="JIEYOU_PRETEND_DATE"):
        load_settings({"DATA_FOLDER": str(tmp_path), "PRETEND_DATE": text})


def test_without_a_day_the_machine_s_time_counts(tmp_path: object) -> None:
    assert load_settings({"DATA_FOLDER": str(tmp_path)})["PRETEND_DATE"] is None
