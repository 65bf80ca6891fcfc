"""The fixed words of an agreement and their hash: the same rows always give the same words."""

from __future__ import annotations

import hashlib

from app.agreements.models import Agreement, AgreementForm
from app.agreements.papers.print_agreement import paper_clauses
from app.agreements.queries import bound_parties
from app.cases.models import Party
from app.cases.papers.print_papers import issuer_of, paper_parties, through_whom


def frozen_text(agreement: Agreement) -> str:
    """Number, parties, facts, clauses with amounts in figures and capitals, one thing a line.

    ID numbers stand masked: the words lie unsealed in the database.
    """
    case = agreement.case
    rows = bound_parties(agreement)
    lines = [
        "人民调解协议书" if agreement.form is not AgreementForm.ORAL else "口头协议登记表",
        f"编号：{case.number}",
        f"调解组织：{issuer_of(case.committee)}",
        f"版本：第{agreement.version}版",
        *(_party_line(paper.label, row) for paper, row in zip(paper_parties(rows), rows, strict=True)),
        *_given(("纠纷主要事实", agreement.facts), ("争议事项", agreement.issues)),
        *_given(("各方责任", agreement.responsibility)),
        "协议内容：",
    ]
    for clause, paper in zip(agreement.clauses, paper_clauses(agreement), strict=True):
        tail = "；".join(f"{caption}：{value}" for caption, value in paper.performance)
        lines.append(f"（{clause.position}）{paper.sentence}{f'（{tail}）' if tail else ''}")
    lines += _given(("履行地点", agreement.place), ("份数", str(len(rows) + 1)), ("记录人", agreement.recorder))
    return "\n".join(lines)


def _given(*parts: tuple[str, str]) -> list[str]:
    return [f"{caption}：{words}" for caption, words in parts if words]


def _party_line(label: str, party: Party) -> str:
    known = [party.name, party.printed_address(through_whom(party))]
    if party.id_number_sealed:
        known.append(f"{party.number_name}{party.masked_id_number}")
    if party.credit_code:
        known.append(f"统一社会信用代码{party.credit_code}")
    known += [f"{agent.name}（{agent.kind.value}）" for agent in party.agents]
    return f"{label}：" + "，".join(part for part in known if part)


def hash_of(text: str) -> str:
    """SHA-256 of the words, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_untouched(agreement: Agreement) -> bool:
    """Whether a fixed agreement still says, row by row, what was fixed."""
    return hash_of(agreement.frozen_text) == agreement.frozen_hash and frozen_text(agreement) == agreement.frozen_text
