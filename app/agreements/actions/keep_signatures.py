"""Keep the signatures seen so far, a row of the form each; what is there already stays untouched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.agreements.actions.record_signature import SignatureEntry, record_signature
from app.agreements.models import Agreement, Signature
from app.agreements.queries import signers_of
from app.core.permissions import Actor


def keep_signatures(
    agreement: Agreement,
    entries: Sequence[SignatureEntry | None],
    *,
    occurred_at: datetime,
    spoken_by: str,
    actor: Actor,
    now: datetime,
) -> int:
    """Record every new or changed entry (None: not signed yet); returns how many.  Raises like `record_signature`."""
    kept = {one.key: one.signature for one in signers_of(agreement)}
    written = 0
    for row, entry in enumerate(entries):
        if entry is None or _says_the_same(kept.get(entry.key), entry):
            continue
        record_signature(agreement, entry, occurred_at=occurred_at, spoken_by=spoken_by, actor=actor, now=now, row=row)
        written += 1
    return written


def _says_the_same(kept: Signature | None, entry: SignatureEntry) -> bool:
    return kept is not None and (
        kept.method,
        kept.signed_on,
        kept.agent_name,
        kept.witness,
        kept.was_read_aloud,
    ) == (entry.method, entry.signed_on, entry.agent_name.strip(), entry.witness.strip(), entry.was_read_aloud)
