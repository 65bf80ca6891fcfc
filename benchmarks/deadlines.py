"""100,000 random periods against the second implementation, and what one reckoning costs with its explanation."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.measure import median_seconds, ratio, shown
from tests.workflows.second_opinion import FIRST, LAST, second_opinion
from workflows.periods.holidays import Calendar, read_calendar
from workflows.periods.reckon import reckon
from workflows.periods.rules import PeriodRule, Unit, read_rules

BPMN = Path(__file__).resolve().parent.parent / "bpmn"
SEED, PAIRS = 20260803, 100_000
TIMED = {"D5": "60 days", "D4": "5 working days", "M9b": "3 years"}
TIMED_START = date(2023, 8, 3)
ROOM = {Unit.CALENDAR_DAY: 1, Unit.WORKING_DAY: 3, Unit.CALENDAR_MONTH: 31, Unit.CALENDAR_YEAR: 366}
"""At most so many days one unit takes; beyond the period itself a due date rolls by less than MOST_ROLL."""
MOST_ROLL = 15
SHOWN_DIFFERENCES = 10


def random_pairs(rules: list[PeriodRule]) -> Iterator[tuple[PeriodRule, date]]:
    """Rules and starts, from a fixed seed, such that the end lies where the table knows."""
    chance = random.Random(SEED)
    for _ in range(PAIRS):
        rule = chance.choice(rules)
        last_start = LAST - timedelta(days=rule.length * ROOM[rule.unit] + MOST_ROLL)
        yield rule, FIRST + timedelta(days=chance.randint(0, (last_start - FIRST).days))


def run() -> bool:
    """Compare, then time; whether all were equal."""
    calendar, rules = read_calendar(BPMN / "holidays"), read_rules(BPMN)
    in_days = [rule for rule in rules.values() if rule.unit is not Unit.HOUR]
    begun, differ = perf_counter(), []
    for rule, start in random_pairs(in_days):
        ours = reckon(rule, start, calendar)
        other = second_opinion(start, rule.length, rule.unit.value, rolls=rule.rolls)
        if (ours.unrolled_on, ours.due_on) != (other.unrolled_on, other.due_on):
            differ.append(f"{rule.code} {start}: {ours.unrolled_on} {ours.due_on}, second opinion {other}")
    spent = perf_counter() - begun
    print(f"compared {PAIRS:,} (code, start) pairs over {len(in_days)} codes, {len(differ)} differ, {shown(spent)}")
    print(*differ[:SHOWN_DIFFERENCES], sep="\n", end="\n" if differ else "")
    for code, words in TIMED.items():
        _time_one(rules[code], words, calendar)
    return not differ


def _time_one(rule: PeriodRule, words: str, calendar: Calendar) -> None:
    ours = median_seconds(lambda: reckon(rule, TIMED_START, calendar))
    other = median_seconds(lambda: second_opinion(TIMED_START, rule.length, rule.unit.value, rolls=rule.rolls))
    print(
        f"{rule.code} ({words}): {shown(ours)} with every day explained, {ratio(ours, other)} the bare second opinion"
    )
