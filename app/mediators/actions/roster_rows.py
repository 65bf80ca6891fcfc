"""One row of a roster from text to values, or the sentences for what is wrong with it.  Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.fonts import IN_A_NAME, unprintable_sentence
from app.core.identity import born_on, gender_of, id_number_fault, plain_id_number
from app.core.normalise import entry_name, is_invisible, name_fault
from app.core.tables import Mark, Value, as_text, is_cut
from app.core.terms import DISPUTE_TYPE_NAMES, GENDER_NAMES, POOL_CATEGORY_NAMES, DisputeType, Gender, PoolCategory
from app.mediators.actions.roster_columns import column_name
from app.mediators.actions.roster_days import FOR_GOOD, read_day
from app.mediators.rules import age_fault

ONE_CHARACTER = "姓名只有一个字，请核对是不是写漏了。"
MOST_HOURS = 80
LONGEST_NAME = 30
_A_NAME = re.compile(r"[^\W\d_]+(?:[·. '-]{1,2}[^\W\d_]+)*\.?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}")
_SHORTENED = re.compile(r"[0-9.]+[eE]\+?[0-9]+", re.ASCII)
CUT = "被表格软件截短了，请把这一列改成“文本”重新填。"
"""A spreadsheet keeps fifteen digits of a number; that the check digit fits what is left proves nothing."""
_BETWEEN = re.compile(r"[、，,；;/|\s]+")

CATEGORY_WORDS: dict[str, PoolCategory] = {
    **{name: category for category, name in POOL_CATEGORY_NAMES.items()},
    "老干部": PoolCategory.RETIRED_CADRE,
    "退休干部": PoolCategory.RETIRED_CADRE,
    "党员": PoolCategory.PARTY_MEMBER,
    "辅警": PoolCategory.POLICE_ASSISTANT,
    "热心大姐": PoolCategory.NEIGHBOUR,
    "大妈": PoolCategory.NEIGHBOUR,
    "法律顾问": PoolCategory.LEGAL_ADVISER,
    "村法律顾问": PoolCategory.LEGAL_ADVISER,
    "一村（社区）一法律顾问": PoolCategory.LEGAL_ADVISER,
    "律师": PoolCategory.LEGAL_ADVISER,
    "法官": PoolCategory.JUDGE,
    "驻地法官": PoolCategory.JUDGE,
    "法庭法官": PoolCategory.JUDGE,
    "法律服务工作者": PoolCategory.LEGAL_WORKER,
    "基层法律服务工作者": PoolCategory.LEGAL_WORKER,
    "志愿者": PoolCategory.VOLUNTEER,
    "热心志愿者": PoolCategory.VOLUNTEER,
    "社会志愿者": PoolCategory.VOLUNTEER,
    "社会热心志愿人员": PoolCategory.VOLUNTEER,
}
SKILL_WORDS: dict[str, DisputeType] = {
    **{name: kind for kind, name in DISPUTE_TYPE_NAMES.items()},
    "婚姻": DisputeType.MARRIAGE_FAMILY,
    "家庭": DisputeType.MARRIAGE_FAMILY,
    "宅基地": DisputeType.HOUSING_HOMESTEAD,
    "房屋": DisputeType.HOUSING_HOMESTEAD,
    "土地": DisputeType.FOREST_LAND,
    "山林": DisputeType.FOREST_LAND,
    "征地": DisputeType.LAND_REQUISITION,
    "拆迁": DisputeType.LAND_REQUISITION,
    "劳动": DisputeType.LABOUR,
    "赔偿": DisputeType.DAMAGES,
    "交通": DisputeType.TRAFFIC,
    "交通事故": DisputeType.TRAFFIC,
    "环境": DisputeType.POLLUTION,
    "消费者": DisputeType.CONSUMER,
    "医患": DisputeType.MEDICAL,
}
GRADE_WORDS = {"一级": 1, "二级": 2, "三级": 3, "四级": 4, "1级": 1, "2级": 2, "3级": 3, "4级": 4}
GRADE_WORDS |= {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4}
NO_GRADE = frozenset({"", "无", "未评", "未评定", "没评", "-"})


@dataclass(frozen=True)
class Places:
    """The villages and committees of the town by everything they are called."""

    villages: Mapping[str, int]
    committees: Mapping[str, int]


@dataclass(frozen=True)
class Setting:
    """What the rows of one file are read by: the town's places, today, and what the file as a whole says."""

    places: Places
    on: date
    day_zero: date | None = None
    """What serial numbers of days count from; None when the file does not say."""
    numbers_are_cut: bool = False
    """See `end_in_noughts`."""


@dataclass(frozen=True)
class RosterEntry:
    """One person of a roster; None and empty mean that the roster says nothing."""

    line: int
    name: str
    category: PoolCategory
    id_number: str = ""
    phone: str = ""
    gender: Gender | None = None
    born_on: date | None = None
    ethnicity: str = ""
    village_id: int | None = None
    skills: frozenset[DisputeType] = frozenset()
    grade: int | None = None
    committee_id: int | None = None
    appointed_on: date | None = None
    appointed_until: date | None = None
    is_for_good: bool = False
    """The roster says that the term has no end."""
    hours_a_week: int | None = None
    tags: frozenset[str] = frozenset()
    doubts: tuple[str, ...] = ()
    """What is unusual and was taken all the same."""


@dataclass
class _Reading:
    """A row while it is read: what was wrong so far."""

    cells: Mapping[str, Value]
    setting: Setting
    faults: list[str] = field(default_factory=list)

    @property
    def on(self) -> date:
        """Today."""
        return self.setting.on

    def text(self, name: str) -> str:
        """A cell without the invisible characters of spreadsheets; a line break counts as a blank."""
        normal = unicodedata.normalize("NFC", as_text(self.cells.get(name)))
        visible = "".join(one for one in normal if one.isspace() or not is_invisible(one))
        return re.sub(r"\s", " ", visible).strip().lstrip("'")

    def wrong(self, sentence: str) -> None:
        """Note what is wrong."""
        self.faults.append(sentence)


def end_in_noughts(numbers: Iterable[str]) -> bool:
    """Whether the ID numbers of a file, as text, were cut before they became text: their ends were filled with 000.

    A true number ends so about once in a thousand; three of them, and more than one in ten, are no chance.
    """
    whole = [number for number in map(plain_id_number, numbers) if len(number) == 18]
    filled = sum(number.endswith("000") for number in whole)
    return filled >= 3 and filled * 10 > len(whole)


def read_row(line: int, cells: Mapping[str, Value], setting: Setting) -> RosterEntry | list[str]:
    """The entry, or sentences for everything that is wrong with the row.

    Mediators are adults (人民调解法 第14条).  Whoever has neither an ID number nor a phone could not be recognised
    again and is refused.
    """
    reading, places, on = _Reading(cells, setting), setting.places, setting.on
    _errors(reading)
    name, category = _name(reading), _category(reading)
    id_number = _id_number(reading)
    gender, born = _gender(reading, id_number), born_on(id_number) if id_number else None
    too_young = age_fault(born, on=on) if born is not None else None
    if too_young:
        reading.wrong(too_young)
    phone = _phone(reading)
    if not reading.text("id_number") and not reading.text("phone"):
        reading.wrong("身份证号和电话至少要填一样，不然下次认不出是谁。")
    appointed_on, appointed_until = _day(reading, "appointed_on"), _day(reading, "appointed_until")
    if appointed_on and appointed_on > on:
        reading.wrong("聘任日期还没有到。")
    if appointed_on and appointed_until and appointed_until < appointed_on:
        reading.wrong("聘任截止日期不能早于聘任日期。")
    village_id = _place(reading, "village", places.villages, "没有这个村（社区）")
    committee_id = _place(reading, "committee", places.committees, "没有这个调委会")
    skills, grade, hours, tags = _skills(reading), _grade(reading), _hours(reading), _tags(reading)
    ethnicity = _short(reading, "ethnicity", "民族", 20)
    if reading.faults or category is None:
        return reading.faults
    return RosterEntry(
        line=line,
        name=name,
        category=category,
        id_number=id_number,
        phone=phone,
        gender=gender,
        born_on=born,
        ethnicity=ethnicity,
        village_id=village_id,
        skills=skills,
        grade=grade,
        committee_id=committee_id,
        appointed_on=appointed_on,
        appointed_until=appointed_until,
        is_for_good=reading.text("appointed_until") in FOR_GOOD,
        hours_a_week=hours,
        tags=tags,
        doubts=(ONE_CHARACTER,) if len(name) == 1 else (),
    )


def _errors(reading: _Reading) -> None:
    for name, value in reading.cells.items():
        if value is Mark.ERROR:
            reading.wrong(f"“{column_name(name)}”这一格是出错的公式（例如 #N/A），请改成真正的内容。")


def _name(reading: _Reading) -> str:
    """A person's name by the same rule as everywhere; a roster besides holds nothing but names."""
    name = entry_name(reading.text("name"))
    if not name:
        reading.wrong("姓名空着。")
    elif len(name) > LONGEST_NAME or not _A_NAME.fullmatch(name):
        reading.wrong(f"姓名“{name[:30]}”不像人名，请只写姓名，不要带数字和符号。")
    else:
        sentence = name_fault(as_text(reading.cells.get("name"))) or unprintable_sentence(name, IN_A_NAME)
        if sentence:
            reading.wrong(sentence)
    return name


def _category(reading: _Reading) -> PoolCategory | None:
    text = re.sub(r"\s", "", reading.text("category"))
    category = CATEGORY_WORDS.get(text)
    if not text:
        reading.wrong("类别空着。")
    elif category is None:
        reading.wrong(f"类别“{text[:20]}”不认识，请写其中一种：{'、'.join(POOL_CATEGORY_NAMES.values())}。")
    return category


def _id_number(reading: _Reading) -> str:
    text = reading.text("id_number")
    if not text:
        return ""
    number = plain_id_number(text)
    if is_cut(reading.cells["id_number"]) or _SHORTENED.fullmatch(text) or _ends_in_noughts(number, reading):
        reading.wrong(f"身份证号{CUT}")
        return ""
    fault = id_number_fault(number, reading.on)
    if fault:
        reading.wrong(fault)
        return ""
    return number


def _ends_in_noughts(number: str, reading: _Reading) -> bool:
    if len(number) != 18 or not number.isdecimal() or not number.endswith("000"):
        return False
    return reading.setting.numbers_are_cut or id_number_fault(number, reading.on) is not None


def _gender(reading: _Reading, id_number: str) -> Gender | None:
    text = reading.text("gender")
    told = {name: gender for gender, name in GENDER_NAMES.items()}.get(text.removesuffix("性"))
    if text and told is None:
        reading.wrong(f"性别“{text[:10]}”不认识，请写“男”或者“女”。")
    known = gender_of(id_number) if id_number else None
    if told and known and told is not known:
        reading.wrong(f"性别写的是{GENDER_NAMES[told]}，身份证号里是{GENDER_NAMES[known]}，请核对。")
    return known or told


def _phone(reading: _Reading) -> str:
    text = unicodedata.normalize("NFKC", reading.text("phone"))
    if is_cut(reading.cells.get("phone")) or _SHORTENED.fullmatch(text):
        reading.wrong(f"电话{CUT}")
        return ""
    number = re.sub(r"[\s()]|(?<=[0-9])\.0+$", "", text).removeprefix("+86")
    mobile = number.replace("-", "")
    if not number:
        return ""
    if _MOBILE.fullmatch(mobile):
        return mobile
    if _LANDLINE.fullmatch(number):
        return number
    reading.wrong(f"电话“{text[:20]}”不对，要写11位手机号，或者带区号的座机。一个格子里只写一个。")
    return ""


def _place(reading: _Reading, name: str, known: Mapping[str, int], sentence: str) -> int | None:
    text = re.sub(r"\s", "", reading.text(name))
    if not text or text in {"镇", "镇里", "全镇"}:
        return known.get(text) if text else None
    if text not in known:
        reading.wrong(f"{sentence}：“{text[:30]}”。请写全名，例如“小海眼社区”。")
    return known.get(text)


def _skills(reading: _Reading) -> frozenset[DisputeType]:
    found = set()
    for word in filter(None, _BETWEEN.split(reading.text("skills"))):
        plain = re.sub(r"(类|纠纷|争议|调解)+$", "", word)
        kind = SKILL_WORDS.get(word) or SKILL_WORDS.get(plain)
        if kind is None:
            reading.wrong(f"专长“{word[:20]}”不认识，请从这些里选：{'、'.join(DISPUTE_TYPE_NAMES.values())}。")
        else:
            found.add(kind)
    return frozenset(found)


def _grade(reading: _Reading) -> int | None:
    text = re.sub(r"(\s|调解员|人民)", "", unicodedata.normalize("NFKC", reading.text("grade")))
    if text in NO_GRADE:
        return None
    if text not in GRADE_WORDS:
        reading.wrong(f"等级“{text[:10]}”不认识，请写一级、二级、三级、四级，没评的空着。")
    return GRADE_WORDS.get(text)


def _hours(reading: _Reading) -> int | None:
    text = unicodedata.normalize("NFKC", reading.text("hours_a_week")).removesuffix("小时")
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,2}", text) or int(text) > MOST_HOURS:
        reading.wrong(f"每周小时“{text[:10]}”不对，要写0到{MOST_HOURS}的整数。")
        return None
    return int(text)


def _day(reading: _Reading, name: str) -> date | None:
    text = reading.text(name)
    if not text or (name == "appointed_until" and text in FOR_GOOD):
        return None
    value = reading.cells[name]
    day = read_day(text if isinstance(value, str) else value, reading.setting.day_zero)
    if isinstance(day, str):
        reading.wrong(day)
        return None
    return day


def _tags(reading: _Reading) -> frozenset[str]:
    words = [word for word in _BETWEEN.split(reading.text("tags")) if word]
    if any(len(word) > 40 for word in words):
        reading.wrong("其他身份太长，每一样最多40个字。")
    return frozenset(word for word in words if len(word) <= 40)


def _short(reading: _Reading, name: str, label: str, longest: int) -> str:
    text = reading.text(name)
    if len(text) > longest:
        reading.wrong(f"{label}太长，最多{longest}个字。")
    return text[:longest]
