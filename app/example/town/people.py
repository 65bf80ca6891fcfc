"""Fictional people: always the same ones, with numbers that can belong to nobody.

The region code 370398 and the phone segment 154 were never given out, so no ID number and no phone of the example can
hit a real person; everything else about them is right (birth date, gender digit, check digit, length).
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.identity import check_digit
from app.core.terms import Gender
from app.organisations.models import Household, Person, Village

REGION_OF_NOBODY = "370398"
SEGMENT_OF_NOBODY = "154"
BORN_UP_TO = date(2026, 1, 1)
SURNAMES = tuple(
    "王孙赵李张刘陈杨徐周吴马胡朱高郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
DO_NOT_USE = frozenset({"孙冲", "孙玲"})
"""People whom a newspaper named; the example must not look as if it meant them."""


@dataclass(frozen=True)
class Human:
    """Somebody who does not exist."""

    name: str
    gender: Gender
    born_on: date
    id_number: str
    phone: str


class Registry:
    """Draws people one after the other, no name and no number twice."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        from faker import Faker

        self._faker = Faker("zh_CN")
        self._faker.seed_instance(seed)
        self._names: set[str] = set(DO_NOT_USE)
        self._serials: Counter[tuple[date, Gender]] = Counter()
        self._phones: set[str] = set()

    def draw(self, gender: Gender, ages: tuple[int, int], surname: str = "") -> Human:
        """A new person of that gender and age in whole years (at the beginning of 2026)."""
        born = BORN_UP_TO - timedelta(days=self.random.randint(ages[0] * 365 + 20, ages[1] * 365 + 15))
        return Human(self._name(gender, surname), gender, born, self._id_number(born, gender), self._phone())

    def _name(self, gender: Gender, surname: str) -> str:
        while True:
            family = surname or self.random.choice(SURNAMES)
            given = self._faker.first_name_male() if gender is Gender.MALE else self._faker.first_name_female()
            if len(self._names) > 100 and len(given) == 1 and self.random.random() < 0.5:
                given += (
                    self._faker.first_name_male()[:1] if gender is Gender.MALE else self._faker.first_name_female()[:1]
                )
            if family + given not in self._names:
                self._names.add(family + given)
                return family + given

    def _id_number(self, born: date, gender: Gender) -> str:
        place = self._serials[born, gender]
        self._serials[born, gender] += 1
        serial = 2 * place + (1 if gender is Gender.MALE else 2)
        body = f"{REGION_OF_NOBODY}{born:%Y%m%d}{serial:03d}"
        return body + check_digit(body)

    def _phone(self) -> str:
        while True:
            phone = f"{SEGMENT_OF_NOBODY}{self.random.randrange(10**8):08d}"
            if phone not in self._phones:
                self._phones.add(phone)
                return phone


def person_row(human: Human, *, village: Village | None, household: Household | None) -> Person:
    """The person as a row, numbers sealed."""
    person = Person(
        name=human.name,
        gender=human.gender,
        born_on=human.born_on,
        address=household.address if household else "博山区白塔镇",
        village=village,
        household=household,
    )
    person.seal_identity(id_number=human.id_number, phone=human.phone)
    return person
