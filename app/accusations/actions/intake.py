"""What an accuser said, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.identity_documents import DocumentKind
from app.core.normalise import take_as_meant


@dataclass(frozen=True)
class Accuser:
    """Who accuses; an anonymous one has no name."""

    name: str
    id_number: str = ""
    phone: str = ""
    address: str = ""
    document_kind: DocumentKind = DocumentKind.ID_CARD

    def __post_init__(self) -> None:
        take_as_meant(self, "name")


@dataclass(frozen=True)
class AccusationIntake:
    """An accusation as received; `channel` in words, `transferred_by` empty when it came directly."""

    channel: str
    received_on: date
    accusers: tuple[Accuser, ...]
    text: str
    accused: str
    accused_unit: str = ""
    transferred_by: str = ""
    spoken_by: str = ""

    def __post_init__(self) -> None:
        take_as_meant(self, "accused")
