"""Where on the page of a whole case stands what one of its steps refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

NAMES = {"form": "agreement_form", "target": "level", "occurred_at": "applied_on", "disclosure": "chosen_by"}
"""Fields of single steps that are called otherwise on this page."""
SIGNER = re.compile(r"signers-(\d+)-(\w+)")
PANEL = re.compile(r"part_\w+")


def fields_of(refused: Mapping[str, str]) -> dict[str, str]:
    """The sentences of a refusal by the fields of the page: a signer's row is that of the party in the same place."""
    return {_field(name): words for name, words in refused.items()}


def _field(name: str) -> str:
    signer = SIGNER.fullmatch(name)
    if signer:
        return f"parties-{signer[1]}-{signer[2]}"
    return "presiding" if PANEL.fullmatch(name) else NAMES.get(name, name)
