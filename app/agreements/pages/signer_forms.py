"""A row for everybody who signs: on the page of signing, and beside the transcript of an original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from wtforms import BooleanField, Form, FormField, HiddenField

from app.agreements.actions.record_signature import SignatureEntry
from app.agreements.models import SIGNING_METHOD_NAMES, SigningMethod
from app.agreements.queries import Signer
from app.core import clock
from app.core.date_fields import deed_day
from app.core.fields import none_or_one_of, person_name
from app.core.rows import Rows

MOST_SIGNERS = 200
"""Rows the page makes itself, one for each who signs; far more than there can be."""


class SignerForm(Form):
    """One signer's row."""

    key = HiddenField()
    method = none_or_one_of("签了没有", {"": "还没签", **SIGNING_METHOD_NAMES}, "")
    signed_on = deed_day("哪天签的")
    agent_name = person_name("代理人姓名", "要有特别授权，或者是监护人。")
    was_read_aloud = BooleanField("签之前念给本人听过")
    witness = person_name("见证人姓名")
    knows_on = deed_day("哪天写的“知道有人没签，仍愿按本协议履行”", hint="写在他的签名旁边，本人写上日子。")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever signed, signed on a day."""
        fits = super().validate(extra_validators)
        if self.method.data and self.signed_on.data is None and not self.signed_on.errors:
            self.signed_on.errors = ["请填哪天签的。"]
            return False
        return fits

    def entry(self) -> SignatureEntry | None:
        """The signature as typed; None while this person has not signed."""
        if not self.method.data or self.signed_on.data is None:
            return None
        return SignatureEntry(
            key=self.key.data or "",
            method=SigningMethod(self.method.data),
            signed_on=self.signed_on.data,
            agent_name=(self.agent_name.data or "").strip(),
            witness=(self.witness.data or "").strip(),
            was_read_aloud=bool(self.was_read_aloud.data),
        )


def signer_rows(signers: Sequence[Signer]) -> list[dict[str, object]]:
    """What the rows of `signers` show on a fresh page."""
    rows: list[dict[str, object]] = []
    for one in signers:
        kept = one.signature
        rows.append(
            {
                "key": one.key,
                "method": kept.method.value if kept else "",
                "signed_on": kept.signed_on if kept else clock.today(),
                "agent_name": kept.agent_name if kept else "",
                "was_read_aloud": kept.was_read_aloud if kept else False,
                "witness": kept.witness if kept else "",
                "knows_on": None,
            }
        )
    return rows


class SignersFields(Form):
    """A row per signer."""

    signers = Rows(FormField(SignerForm, label="签字"), "签字", most=MOST_SIGNERS, unit="位")

    def limit(self) -> None:
        """A mediator signs in person: the other ways are not offered."""
        for row in self.signers:
            if str(row.form.key.data).startswith("mediator-"):
                row.form.method.choices = {"": "还没签", "by_hand": SIGNING_METHOD_NAMES[SigningMethod.BY_HAND]}

    def entries(self) -> list[SignatureEntry | None]:
        """One for each row, None where nobody signed yet."""
        return [row.form.entry() for row in self.signers]

    def signature_values(self) -> list[object]:
        """The same as plain values of a step's answer, with the day on which each wrote that they know of it."""
        known = [row.form.knows_on.data for row in self.signers]
        return [
            {**asdict(one), "knows_on": day} if one else None for one, day in zip(self.entries(), known, strict=True)
        ]
