"""Money as people type it, and as paper writes it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.amounts import LARGEST, in_both_forms, in_capitals, in_figures, parse_amount
from app.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("1200", "1200.00"),
        ("1,200元", "1200.00"),
        ("\uff11，\uff12\uff10\uff10\uff0e\uff15元", "1200.50"),
        ("￥1200", "1200.00"),
        ("¥ 1200.5", "1200.50"),
        ("人民币1200元整", "1200.00"),
        ("1.2万", "12000.00"),
        ("3千块", "3000.00"),
        ("3000块钱", "3000.00"),
        ("12,345,678.90", "12345678.90"),
        ("壹仟贰佰元整", "1200.00"),
        ("人民币壹万零伍元叁角", "10005.30"),
        ("三千五百元", "3500.00"),
        ("伍角", "0.50"),
        ("十二元零五分", "12.05"),
    ],
)
def test_what_people_type_is_understood(typed: str, yuan: str) -> None:
    amount = parse_amount(typed)
    assert amount == Decimal(yuan)
    assert str(amount) == yuan


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "还没有写金额"),
        ("  元 ", "看不出"),
        ("一些钱", "看不出"),
        ("0", "大于零"),
        ("-5", "大于零"),
        ("1,20元", "逗号"),
        ("1200.005", "只写到分"),
        ("9999999999999", "太大"),
        ("1200到1500", "看不出"),
        ("1e5", "看不出"),
    ],
)
def test_what_could_mean_something_else_is_refused_with_a_sentence(typed: str, hint: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_amount(typed)
    assert hint in refused.value.sentence
    assert refused.value.sentence.endswith("。")


@pytest.mark.parametrize(
    ("yuan", "capitals"),
    [
        ("1200", "壹仟贰佰元整"),
        ("3000.00", "叁仟元整"),
        ("1800", "壹仟捌佰元整"),
        ("10", "壹拾元整"),
        ("100005", "壹拾万零伍元整"),
        ("0.50", "伍角"),
        ("1.05", "壹元零伍分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ],
)
def test_capitals_follow_the_rules_for_cheques(yuan: str, capitals: str) -> None:
    assert in_capitals(Decimal(yuan)) == capitals


def test_both_forms_stand_side_by_side() -> None:
    assert in_both_forms(Decimal("1500")) == "人民币1500元（大写：壹仟伍佰元整）"
    assert in_figures(Decimal("1500.5")) == "1500.50元"


@pytest.mark.parametrize("amount", [Decimal("-1"), Decimal("0.001"), LARGEST + 1])
def test_an_amount_that_cannot_be_paid_never_reaches_paper(amount: Decimal) -> None:
    with pytest.raises(Invalid):
        in_both_forms(amount)


@given(st.decimals(min_value="0.01", max_value=LARGEST, places=2))
def test_figures_and_capitals_say_the_same(amount: Decimal) -> None:
    assert parse_amount(in_figures(amount)) == amount
    assert parse_amount(in_capitals(amount)) == amount
