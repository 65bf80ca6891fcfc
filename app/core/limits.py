"""What a setting may be: pydantic judges a text by it, the refusal and the page of settings say it."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotated_types import GroupedMetadata, Interval, Len, Predicate
from pydantic import BeforeValidator, StringConstraints


def _digits(text: object) -> int:
    if not isinstance(text, str) or not text.isdecimal():
        raise ValueError(text)
    return int(text)


def _one_or_zero(text: object) -> bool:
    if text not in {"0", "1", "true", "false"}:
        raise ValueError(text)
    return text in {"1", "true"}


@dataclass(frozen=True)
class Whole(GroupedMetadata):
    """A whole number from ``low`` to ``high``; ``why`` says in Chinese what keeps it there."""

    low: int
    high: int
    why: str

    def __iter__(self) -> Iterator[object]:
        yield BeforeValidator(_digits)
        yield Interval(ge=self.low, le=self.high)

    @property
    def wanted(self) -> str:
        """What must be written, in Chinese."""
        return f" {self.low} 到 {self.high} 之间的整数（{self.why}）"

    @property
    def meaning(self) -> str:
        """The same for the page of settings."""
        return f"whole number, {self.low} to {self.high}"


@dataclass(frozen=True)
class Line(GroupedMetadata):
    """One line of text with at most ``most`` characters that print; ``least`` 1 where a paper or a page needs it."""

    most: int
    least: int = 0
    is_secret: bool = False

    def __iter__(self) -> Iterator[object]:
        yield StringConstraints(strip_whitespace=not self.is_secret)
        yield Len(self.least, self.most)
        yield Predicate(str.isprintable)

    @property
    def wanted(self) -> str:
        """What must be written, in Chinese."""
        return f"成一行，{'不能空着，' if self.least else ''}最多 {self.most} 个字"

    @property
    def meaning(self) -> str:
        """The same for the page of settings."""
        return f"text, {f'{self.least} to' if self.least else 'at most'} {self.most} characters"


@dataclass(frozen=True)
class OnOff(GroupedMetadata):
    """On (1) or off (0)."""

    wanted = " 1 或 0"
    meaning = "1 or 0"

    def __iter__(self) -> Iterator[object]:
        yield BeforeValidator(_one_or_zero)
