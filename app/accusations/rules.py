"""Who is kept away from an accusation, and to whom it may be handed over (信访工作条例 第30条).  Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.identity_documents import DocumentKind, number_name
from app.core.normalise import search_text
from app.letters.rules import letter_number

ANONYMOUS = "匿名"
ARTICLE = "《信访工作条例》第三十条"
_SHORT_FORMS = {
    "纪律检查委员会": "纪委",
    "监察委员会": "监委",
    "村民委员会": "村委会",
    "居民委员会": "居委会",
    "人民政府": "政府",
}
_POINTS = re.compile(r"[、，,；;。/|（）()【】\[\]\s]+")
_AND = re.compile(r"以及|和|及|与")
_A_PLACE_ALONE = re.compile(r"[^社]{1,8}[省市县乡镇]|[^社]{1,7}[^社]区")
_OF_A_VILLAGE = re.compile(r"村委|居委|村民小组|村党|村支部|社区党|社区$|村$")
_OF_THE_TOWN = re.compile(r"镇政府|镇党委|镇党政|镇长|镇委|镇信访")
_SHORTEST = 2
"""A single character names nobody and no place."""


@dataclass(frozen=True)
class Accused:
    """Whom an accusation is about, as written: several names or a post may stand in one line."""

    names: str
    unit: str = ""


@dataclass(frozen=True)
class Town:
    """What a receiver is compared with: the town's name, its villages, its own offices (government, desk, stations)."""

    name: str
    villages: Sequence[str]
    offices: Sequence[str]


def number_name_of(accuser: Mapping[str, str]) -> str:
    """What the number of an accuser is called; of one sealed before kinds were asked for, an identity card's."""
    return number_name(DocumentKind(accuser.get("document_kind", DocumentKind.ID_CARD)))


def plain(text: str) -> str:
    """A name as it is compared, however it was written; a body by its short form."""
    bare = search_text(text)
    for long, short in _SHORT_FORMS.items():
        bare = bare.replace(long, short)
    return bare


def parts_of(text: str) -> list[str]:
    """The names in a line of several: ``张三和李四（站长）`` are two and a post; a place alone names no body."""
    whole = [part for part in _POINTS.split(unicodedata.normalize("NFKC", text)) if part]
    cut = [plain(part) for one in whole for part in dict.fromkeys([one, *_AND.split(one)])]
    return [part for part in cut if len(part) >= _SHORTEST and not _A_PLACE_ALONE.fullmatch(part)]


def is_outside(accused: Accused, *, name: str, office: str) -> bool:
    """Whether somebody of this name, at this office, must not know: the accused, or one of the accused unit.

    It errs on the side of silence: a name that stands anywhere in the line is taken for the accused's.
    """
    if len(plain(name)) >= _SHORTEST and plain(name) in plain(accused.names):
        return True
    return _overlap(plain(office), [*parts_of(accused.unit), *parts_of(accused.names)])


def _overlap(one: str, others: Iterable[str]) -> bool:
    return len(one) >= _SHORTEST and any(other in one or one in other for other in others)


def receiver_fault(receiver: str, accused: Accused, town: Town) -> str | None:
    """Why an accusation must not be handed to this receiver; None when it may."""
    to = plain(receiver)
    if len(to) < _SHORTEST:
        return "请写移交给哪个单位，写全称。"
    if _overlap(to, parts_of(accused.names)):
        return f"不能移交给被检举的人（{ARTICLE}）；请移交给有管辖权的纪检监察机关。"
    if _overlap(to, parts_of(accused.unit)):
        return f"不能移交给被检举的单位，或者被检举人所在的单位（{ARTICLE}）；请移交给上一级纪检监察机关。"
    if _is_a_village(to, town):
        return f"不能移交给村、社区（{ARTICLE}）；请移交给有管辖权的纪检监察机关。"
    if _is_of_the_town(to, town) and _belongs_to_the_town(accused, town):
        return (
            f"被检举的人是镇里的，或者不知道是哪个单位的，不能移交给镇政府和镇里的部门（{ARTICLE}）；"
            "请移交给有管辖权的纪检监察机关。"
        )
    return None


def carrier_fault(carrier: str, accused: Accused) -> str | None:
    """Why this person must not carry the envelope; None when they may."""
    if not carrier.strip():
        return "请写谁送去的。"
    if _overlap(plain(carrier), parts_of(accused.names)):
        return f"不能由被检举的人送（{ARTICLE}）；请换一个人。"
    return None


def _is_a_village(text: str, town: Town) -> bool:
    villages = {plain(name) for name in town.villages}
    named = {f"{name}{kind}" for name in villages for kind in ("村", "社区")}
    return text in villages or any(name in text for name in named) or _OF_A_VILLAGE.search(text) is not None


def _is_of_the_town(text: str, town: Town) -> bool:
    named = {f"{plain(town.name)}政府", *(plain(name) for name in town.offices)}
    return any(name in text for name in named) or _OF_THE_TOWN.search(text) is not None


def _belongs_to_the_town(accused: Accused, town: Town) -> bool:
    """Whether the accused is one of the town government's; one whose unit nobody knows may be."""
    unit = plain(accused.unit)
    if unit in ("", plain(town.name)) or _is_of_the_town(unit + plain(accused.names), town):
        return True
    return any(_overlap(part, map(plain, town.offices)) for part in parts_of(accused.unit))


def is_reachable(name: str, *, phone: str, address: str) -> bool:
    """Whether an accuser can be told: the duty to tell ends where name or address are not clear (第44条)."""
    return plain(name) not in ("", plain(ANONYMOUS)) and bool(phone.strip() or address.strip())


def hand_over_number(letter_word: str, year: int, sequence: int) -> str:
    """``白信检〔2026〕3号``: the word of the town's petition letters, 检 in place of 访."""
    return letter_number(f"{letter_word.removesuffix('访')}检", year, sequence)


def day_fault(day: date | None, *, today: date, earliest: date, fault: str) -> str | None:
    """What is wrong with the day something happened: missing, not come yet, or before `earliest` (then `fault`)."""
    if day is None:
        return "请填日子。"
    if day > today:
        return "这一天还没有到，请改成实际的日子。"
    return fault if day < earliest else None
