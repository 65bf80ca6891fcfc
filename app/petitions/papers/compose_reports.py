"""The letters to a body above: the objection to a transfer, the answer to a supervision, the report of the result."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.pages import chinese_date
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.papers.letter_text import Part
from app.petitions.papers.letter_words import claim_of, labelled, lines, matter_of, names_of, numbered, title_of
from app.petitions.queries import letters_of, newest_period
from app.petitions.terms import ENDING_NAMES, TO_A_BODY, LetterKind, Origin

FOR_PETITIONERS = frozenset(LetterKind) - TO_A_BODY - {LetterKind.HEARING_NOTICE}


def objection(letter: Letter) -> tuple[Part, ...]:
    """异议（退件）函: within five working days, in detail; until consent the town answers for it (第23条)."""
    claim, content = claim_of(letter), letter.content
    window = newest_period(claim.id, "D4")
    last = f"（至{chinese_date(window.due_on)}）" if window is not None else ""
    raised = (
        f"经审查，该事项不属于本机关职权范围。现依照《信访工作条例》第二十三条第三款的规定，在收到之日起"
        f"五个工作日内{last}提出异议，请予核实。"
    )
    kept = (
        "经你单位核实同意后，本机关交还上列材料；核实同意以前，本机关仍对该事项负责，办理和告知的期限照常计算。"
        "请将核实结果书面告知本机关。"
    )
    body = content["competent_body"].strip().rstrip("。")
    return numbered(
        ("来件情况", (_as_sent(claim), raised)),
        ("不属于本机关职权范围的理由", lines(content["reason"])),
        ("有权处理的机关、单位", (f"该事项应当由{body}处理。",)),
        ("交还的材料", (*_returned(content.get("material", "")), kept)),
    )


def _returned(material: str) -> tuple[str, ...]:
    typed = [line.strip().rstrip("。；;") for line in material.splitlines() if line.strip()]
    if not typed:
        return ("随转送件收到的全部材料。",)
    return tuple(f"{place}. {item}{'。' if place == len(typed) else '；'}" for place, item in enumerate(typed, start=1))


def _as_sent(claim: Claim) -> str:
    """When the town received what from the body it writes to."""
    petition = claim.petition
    deed = "交办" if petition.origin is Origin.ASSIGNED else "转送"
    number = f"（编号：{petition.transfer_number}）" if petition.transfer_number else ""
    return (
        f"你单位{deed}{number}的{names_of(petition)}反映{matter_of(claim)}的信访事项，"
        f"本机关于{chinese_date(petition.transferred_on)}收到，登记编号{claim.number}。"
    )


def supervision_reply(letter: Letter) -> tuple[Part, ...]:
    """督办回复: what was asked under which number, and what was done (answered within thirty days)."""
    row = letter.supervision
    if row is None:
        raise ValueError("the answer is not about a supervision")
    number = f"（{row.number}）" if row.number else ""
    asked = f"你单位督办件{number}，本机关于{chinese_date(row.received_on)}收到。现将办理情况报告如下。"
    about = ""
    if row.claim is not None:
        about = f"涉及的信访事项：{names_of(row.claim.petition)}反映{matter_of(row.claim)}，编号{row.claim.number}。"
    return numbered(
        ("督办事项", (asked, *labelled("督办内容", row.text), *((about,) if about else ()))),
        ("办理情况", lines(letter.content["text"])),
    )


def closing_report(letter: Letter) -> tuple[Part, ...]:
    """办结报告: what was assigned, what was done, which letters were issued and served."""
    claim = claim_of(letter)
    due = claim.petition.reply_due_on
    asked = f"要求在{chinese_date(due)}以前报告结果。" if due else ""
    how = f"办结方式：{ENDING_NAMES[claim.ending]}（{chinese_date(claim.closed_on)}）。" if claim.ending else ""
    return numbered(
        ("来件情况", (f"{_as_sent(claim)}{asked}现将办理情况和结果报告如下。",)),
        ("办理情况和结果", (*lines(letter.content["text"]), *((how,) if how else ()))),
        ("出具的文书", tuple(_issued(one) for one in issued_in(claim))),
    )


def issued_in(claim: Claim) -> Sequence[Letter]:
    """The sealed letters the petitioner got in a matter."""
    return [one for one in letters_of(claim.id) if one.sealed_on is not None and one.kind in FOR_PETITIONERS]


def _issued(letter: Letter) -> str:
    served = f"，{chinese_date(letter.served_on)}送达" if letter.served_on else "，尚未送达"
    return f"《{title_of(letter)}》（{letter.number}），{chinese_date(letter.sealed_on)}印发{served}。"
