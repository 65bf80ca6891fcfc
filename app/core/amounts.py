"""Money: what people type, and the two forms paper wants, figures and capitals, which always agree."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from app.core.errors import Invalid

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
"""Under one million million yuan: no settlement of a town reaches it, and the capitals stay readable."""

_UNITS = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_NOTATION = re.compile(r"(?P<figures>\d[\d,]*(?:\.\d+)?)(?P<unit>百万|千万|百|千|万|亿|)(?:元|块钱|块)?(?:整|正)?")
_CAPITALS = re.compile(
    r"(?:(?P<whole>[^元角分整正]+)(?:元|(?=[整正]?$)))?(?:零?(?P<tenths>[^元角分零])角)?(?:零?(?P<cents>[^元角分零])分)?[整正]?"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PREFIXES = ("人民币", "RMB", "CNY", "¥")
_HINT = "请写成“1200”或“1200.50”这样的数，单位是元"


def parse_amount(text: str) -> Decimal:
    """Yuan with two decimals from what a person typed: 1200 · 1,200元 · ￥1200.5 · 1.2万 · 人民币壹仟贰佰元整.

    Full-width figures and signs are read like half-width ones. Raises `Invalid` with a sentence that says what to
    do: not a number, nothing or less, parts of a 分, thousands grouped in a way that could mean two things, or
    more than `LARGEST`.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("、", ",")
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix).removeprefix(":")
    if not plain:
        raise Invalid(f"还没有写金额，{_HINT}。")
    amount = _from_figures(plain, text) if plain[0].isascii() else _from_capitals(plain, text)
    return _checked(amount, text)


def _from_figures(plain: str, typed: str) -> Decimal:
    if plain.startswith("-"):
        raise Invalid(f"金额要大于零，“{typed}”不行，{_HINT}。")
    found = _NOTATION.fullmatch(plain)
    if found is None:
        raise Invalid(f"“{typed}”看不出是多少钱，{_HINT}。")
    figures = found["figures"]
    if "," in figures and not _GROUPED.fullmatch(figures):
        raise Invalid(f"“{typed}”里的逗号位置不对，可能是别的数，{_HINT}。")
    return Decimal(figures.replace(",", "")) * _UNITS[found["unit"]]


def _from_capitals(plain: str, typed: str) -> Decimal:
    """Chinese numerals, as on a receipt."""
    found = _CAPITALS.fullmatch(plain.replace("圆", "元").replace("块", "元"))
    if found is None or not any(found.groups()):
        raise Invalid(f"“{typed}”看不出是多少钱，{_HINT}。")
    digits = [_digit(found[part] or "零", typed) for part in ("whole", "tenths", "cents")]
    return digits[0] + digits[1] / 10 + digits[2] / 100


def _digit(chinese: str, typed: str) -> Decimal:
    import cn2an  # its list of cities is 0.1 s

    try:
        return Decimal(str(cn2an.cn2an(chinese, "smart")))
    except (ValueError, InvalidOperation):
        raise Invalid(f"“{typed}”看不出是多少钱，{_HINT}。") from None


def _checked(amount: Decimal, typed: str) -> Decimal:
    if amount <= 0:
        raise Invalid(f"金额要大于零，“{typed}”不行，{_HINT}。")
    if amount > LARGEST:
        raise Invalid(f"“{typed}”太大了，金额要在一万亿元以内，请核对。")
    if amount != amount.quantize(CENT):
        raise Invalid(f"“{typed}”比一分钱还细，请只写到分，例如 1200.50。")
    return amount.quantize(CENT)


def in_figures(amount: Decimal) -> str:
    """Yuan in figures as agreements write them: 1200元, 1200.50元. Raises `Invalid` like `in_capitals`."""
    exact = _exact(amount)
    return f"{exact:f}元" if exact % 1 else f"{exact:.0f}元"


def in_capitals(amount: Decimal) -> str:
    """Yuan in capitals: 壹仟贰佰元整. Raises `Invalid` for parts of a 分 or less than 0."""
    import cn2an

    exact = _exact(amount)
    return str(cn2an.an2cn(f"{exact:f}" if exact % 1 else f"{exact:.0f}", "rmb"))


def in_both_forms(amount: Decimal) -> str:
    """人民币1200元（大写：壹仟贰佰元整）."""
    return f"人民币{in_figures(amount)}（大写：{in_capitals(amount)}）"


def _exact(amount: Decimal) -> Decimal:
    if amount < 0 or amount > LARGEST or amount != amount.quantize(CENT):
        raise Invalid(f"金额 {amount} 不能写进文书，请核对。")
    return amount.quantize(CENT)
