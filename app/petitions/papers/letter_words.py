"""Phrases that the letters of the town government share: whom they address, what came in, where to ask."""

from __future__ import annotations

from datetime import date

from app.core import pages
from app.core.pages import chinese_date
from app.core.pdf import paragraphs
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter
from app.petitions.papers.letter_text import Part
from app.petitions.terms import CHANNEL_NAMES, LETTER_TITLES, Decision, LetterKind, Origin

FOLLOW_PATH = "/petitions/follow"
CODE_MARK = "（见送达的纸质文书）"
"""Stands in a kept text for the petitioner's code, which only the printed letter shows: it is kept sealed."""
MOST_NAMES = 5
ANONYMOUS = "匿名"
_NUMERALS = "一二三四五六七八九"
_ENDS = ("。", "！", "？", "；", "：", "…")


def sentence(text: str) -> str:
    """What was typed, as a whole sentence in one line."""
    said = "".join(text.split()) if _is_chinese(text) else " ".join(text.split())
    return said if said.endswith(_ENDS) or not said else f"{said}。"


def _is_chinese(text: str) -> bool:
    return not any(character.isascii() and character.isalpha() for character in text)


def lines(text: str) -> tuple[str, ...]:
    """What was typed, as paragraphs; each ends like a sentence."""
    return tuple(one if one.endswith(_ENDS) else f"{one}。" for one in paragraphs(text))


def labelled(label: str, text: str) -> tuple[str, ...]:
    """``理由：……`` and the paragraphs that follow; nothing when nothing was typed."""
    said = lines(text)
    return (f"{label}：{said[0]}", *said[1:]) if said else ()


def numbered(*parts: tuple[str, tuple[str, ...]]) -> tuple[Part, ...]:
    """Parts under 一、二、三 …; those without a word are left out."""
    spoken = [(heading, said) for heading, said in parts if said]
    return tuple(
        Part(heading=f"{_NUMERALS[place]}、{heading}", paragraphs=said) for place, (heading, said) in enumerate(spoken)
    )


def issuer() -> str:
    """The government, which issues; never the desk, a station or a village."""
    return office_of_kind(OfficeKind.GOVERNMENT).name


def desk_name() -> str:
    """The petition desk's name."""
    return office_of_kind(OfficeKind.DESK).name


def setting(name: str) -> str:
    """The name of a body above, from the settings."""
    return pages.setting_text(name)


def names_of(petition: Petition) -> str:
    """``王乙``, ``王乙、孙丙``, ``王乙等12人``: all when they are few, else the first and how many."""
    named = [one.name for one in petition.petitioners]
    if petition.signatures == len(named) <= MOST_NAMES:
        return "、".join(named)
    return f"{named[0]}等{petition.signatures}人"


def addressed(petition: Petition) -> str:
    """Whom a letter to the petitioners addresses, without the colon."""
    names = names_of(petition)
    return "信访人" if names == ANONYMOUS else names


def you(petition: Petition) -> str:
    """你, or 你们 when several people petition."""
    return "你" if petition.signatures == 1 else "你们"


def matter_of(claim: Claim) -> str:
    """``“请镇里核实翻建手续”``."""
    return f"“{sentence(claim.request).rstrip('。；')}”"


def came_in(claim: Claim) -> str:
    """The sentence every letter to a petitioner begins with: when what was received, from whom, under which number."""
    petition = claim.petition
    told = f"{you(petition)}以{CHANNEL_NAMES[petition.channel]}形式提出的信访事项"
    if petition.origin is not Origin.DIRECT:
        number = f"（编号：{petition.transfer_number}）" if petition.transfer_number else ""
        deed = "交办" if petition.origin is Origin.ASSIGNED else "转送"
        told = f"{petition.transferred_by}{deed}{number}的、{told}"
    first = f"{chinese_date(petition.starts_on)}，本机关收到{told}：{matter_of(claim)}。登记编号：{claim.number}。"
    others = f"{you(petition)}提出的其他事项，另行告知。" if len(petition.claims) > 1 else ""
    return first + others


def end_of(unrolled: date, due: date) -> str:
    """A last day; where it falls on a rest day both, because rolling over is practice and not text (第34条)."""
    if due == unrolled:
        return chinese_date(unrolled)
    return f"{chinese_date(unrolled)}，该日为休息日，顺延至{chinese_date(due)}"


def follow_url() -> str:
    """Where a petitioner asks how the matter stands; empty while no address is set that he could open."""
    address = pages.public_url()
    return f"{address}{FOLLOW_PATH}" if address else ""


def asking(claim: Claim, *, evaluates: bool = True) -> tuple[str, ...]:
    """How to ask how it stands, and how to evaluate (第21条)."""
    petition, who, url = claim.petition, you(claim.petition), follow_url()
    shown = f"登记编号{petition.number}和查询码{CODE_MARK}"
    told = [
        f"查询：打开网页{url}，填{shown}；也可以到{desk_name()}当面查询。"
        if url
        else f"查询：网上查询{pages.NO_ADDRESS}，请到{desk_name()}当面查询，凭{shown}。"
    ]
    if petition.national_number:
        code = f"，查询码{petition.national_query_code}" if petition.national_query_code else ""
        told.append(f"国家信访信息系统的信访件编号：{petition.national_number}{code}。")
    if evaluates:
        way = "在同一网页上" if url else "用满意度评价单"
        told.append(
            f"评价：办结以后，{who}可以{way}对信访工作机构和承办单位分别评价（《信访工作条例》第二十一条）；"
            "由信访人本人评价，工作人员不代办。"
        )
    return tuple(told)


def contact_of(letter: Letter) -> str:
    """Whom to call: as typed for the letter, else the desk and its telephone."""
    typed = letter.content.get("contact", "").strip()
    if typed:
        return typed
    desk = office_of_kind(OfficeKind.DESK)
    return f"{desk.name}，{desk.phone}" if desk.phone else desk.name


def title_of(letter: Letter) -> str:
    """The letter's title; a suggestion is received (接收), not accepted (第29条)."""
    claim = letter.claim
    if letter.kind is LetterKind.ACCEPTANCE and claim is not None and claim.decision is Decision.SUGGESTION:
        return "信访事项接收告知书"
    return LETTER_TITLES[letter.kind]


def claim_of(letter: Letter) -> Claim:
    """The claim a letter is about.  Raises ValueError for an answer to a supervision."""
    if letter.claim is None:
        raise ValueError("the letter is not about a claim")
    return letter.claim
