"""People and organisations as papers name them: who they are, for whom they act, what they are called in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from app.core.copies import BIRTHDAY, OURS

Fact = tuple[str, str | None]
"""A caption and what stands behind it; None is printed as a blank line."""

ID_LATER = "后补"
ID_NUMBER = "身份证号"
STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A natural person as papers name one. ``id_later`` marks an identity card that is still to be shown."""

    name: str
    gender: str | None = None
    nation: str | None = None
    born_on: date | int | None = field(default=None, metadata=BIRTHDAY)
    """The day, or only the year."""
    age: int | None = None
    id_number: str | None = None
    id_name: str = ID_NUMBER
    """What the number is called."""
    id_later: bool = False
    occupation: str | None = None
    address: str | None = None
    phone: str | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Captions and values after the name, in the order of the form."""
        return (
            ("性别", self.gender),
            ("民族", self.nation),
            ("年龄" if self.born_on is None else "出生日期", self._born),
            ("职业", self.occupation),
            (self.id_name, ID_LATER if self.id_later and not self.id_number else self.id_number),
            ("电话", self.phone),
            ("住址", self.address),
        )

    @property
    def _born(self) -> str | None:
        if self.born_on is None:
            return None if self.age is None else f"{self.age}岁"
        if isinstance(self.born_on, int):
            return f"{self.born_on}年"
        return f"{self.born_on.year}年{self.born_on.month}月{self.born_on.day}日"


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A legal person or another organisation, with whoever speaks for it by law."""

    name: str
    credit_code: str | None = field(default=None, metadata=OURS)
    address: str | None = None
    head: str | None = None
    head_title: str = "法定代表人"
    head_position: str | None = None
    phone: str | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Captions and values after the name, in the order of the form."""
        return (
            ("统一社会信用代码", self.credit_code),
            ("地址", self.address),
            (self.head_title, self.head),
            ("职务", self.head_position),
            ("电话", self.phone),
        )


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """Who acts for a party: an agent (委托代理人), a guardian (法定代理人) …, with what authority."""

    name: str
    title: str = "委托代理人"
    relation: str | None = None
    id_number: str | None = None
    id_name: str = ID_NUMBER
    phone: str | None = None
    authority: str | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is known about the proxy; nothing is asked for in blanks."""
        given = (
            ("与当事人的关系", self.relation),
            (self.id_name, self.id_number),
            ("电话", self.phone),
            ("代理权限", self.authority),
        )
        return tuple(fact for fact in given if fact[1])


@dataclass(frozen=True, kw_only=True)
class Party:
    """One party. ``label`` is what the text calls it (甲方, 申请人); see `label_sides`."""

    who: Person | Organisation
    label: str = "当事人"
    proxies: tuple[Proxy, ...] = ()
    read_aloud: bool = False
    witness: str | None = None

    @property
    def name(self) -> str:
        """The party's name."""
        return self.who.name

    @property
    def is_organisation(self) -> bool:
        """Whether a seal is asked for beside a signature."""
        return isinstance(self.who, Organisation)


def label_sides(sides: tuple[tuple[Party, ...], ...]) -> tuple[Party, ...]:
    """Name the parties by side: 甲方, 乙方 …; several on one side are 甲方一, 甲方二. Raises ValueError after ten."""
    if len(sides) > len(STEMS):
        raise ValueError("more sides than the ten stems can name")
    return tuple(chain.from_iterable(_label_side(stem, side) for stem, side in zip(STEMS, sides, strict=False)))


def _label_side(stem: str, side: tuple[Party, ...]) -> Iterator[Party]:
    import cn2an

    for position, party in enumerate(side):
        yield replace(party, label=f"{stem}方" + ("" if len(side) == 1 else str(cn2an.an2cn(position + 1, "low"))))


def named(title: str, people: tuple[str, ...]) -> tuple[Fact, ...]:
    """One signature line for each of ``people`` under the same title; one without a name when nobody is known."""
    return tuple((title, person) for person in people) or ((title, None),)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """A place to sign: who, in what part, and what is asked for in the dashed box beside the line."""

    label: str
    name: str = ""
    box: str = "指印"
