"""Drive a case to a wanted step of its agreement; the homestead agreement of two neighbours as text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.agreements.actions.save_draft import save_draft
from app.agreements.models import Agreement
from app.agreements.queries import signers_of, the_agreement
from app.agreements.rules import AgreementText, ClauseText
from app.audit.models import AuditEntry
from app.core.clock import local
from app.core.db import db
from app.core.transaction import transaction
from tests.stations import station
from tests.story import Story

CLAUSES = (
    ClauseText("王甲", "在旧墙基础线以内翻建，不向外扩展", due_on=date(2027, 1, 20), place="王甲家旧房处"),
    ClauseText("任何一方", "不得在中间0.92米的空间堆放、封堵", due_note="长期"),
    ClauseText("王甲", "一次性补偿王乙施工占用及墙面修补费", date(2027, 1, 31), proof="收条", amount=Decimal(3000)),
)


class Path(Story):
    """A case on its way through its agreement."""

    @property
    def agreement(self) -> Agreement:
        return the_agreement(self.case_id)

    def text(self, **changes: object) -> AgreementText:
        """The agreement binding everybody, with changes."""
        bound = frozenset(party.id for party in self.case.parties)
        plain = AgreementText(facts="双方系前后邻居，因翻建留通道发生争执。", clauses=CLAUSES, bound=bound)
        return replace(plain, **changes)

    @station
    def agreed(self, form: str = "written", level: str = "village", by: str = "mediator", **changes: object) -> Path:
        """Agreed in mediation: the agreement begins."""
        self.register(by, **changes).start_at(level, by)
        self.accept(by).consent(by).tell_rights(by).choose_mediators(by).sit(by)
        self.answer("mediate", by, outcome="agreed", form=form, partial="no")
        return self

    def save(self, by: str = "mediator", seen: int | None = None, **changes: object) -> Path:
        """Save the text."""
        text = self.text(**changes)
        with transaction():
            save_draft(self.case, text, seen_version=seen, actor=self.account(by), now=self.now)
        return self

    @station
    def drafted(self, **changes: object) -> Path:
        """Agreed and written."""
        return self.agreed(**changes).save()

    @property
    def adviser(self) -> int:
        return self.account("adviser").person_id

    def sent(self) -> Path:
        """Before the adviser."""
        self.answer("draft", outcome="review", adviser=self.adviser)
        return self

    def passed(self) -> Path:
        """Passed by the adviser."""
        self.answer("legal_review", "adviser", outcome="passed")
        return self

    @station
    def frozen(self) -> Path:
        """Written, reviewed, fixed."""
        self.drafted().sent().passed().answer("freeze", outcome="frozen")
        return self

    def signatures(self, on: date | None = None) -> list[dict[str, object]]:
        """Everybody's signature by hand, as values of the step."""
        day = on or local(self.now).date()
        return [{"key": one.key, "method": "by_hand", "signed_on": day} for one in signers_of(self.agreement)]

    @station
    def signed(self) -> Path:
        """Fixed and signed by all."""
        self.frozen().answer("sign", outcome="signed", signatures=self.signatures())
        return self

    @station
    def sealed(self) -> Path:
        """In force."""
        self.signed().answer("seal", "head", sealed_on=local(self.now).date())
        return self

    def text_values(self, **changes: object) -> dict[str, object]:
        """The text as plain values of a step."""
        text = self.text(**changes)
        clauses = [vars(one) for one in text.clauses]
        return {"facts": text.facts, "clauses": clauses, "bound": sorted(text.bound)}


def audited(deed: str) -> list[dict[str, Any]]:
    """Details of a deed's audit entries."""
    return [json.loads(one.detail) for one in db.session.query(AuditEntry).filter_by(deed=deed).order_by(AuditEntry.id)]
