"""What was submitted when a petition came in, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.contact import Need
from app.core.identity_documents import DocumentKind
from app.core.normalise import take_as_meant
from app.core.terms import Gender
from app.petitions.terms import Channel, Origin, Urgency


@dataclass(frozen=True)
class PetitionerIntake:
    """One person; numbers as typed, empty when not known.  ``proxy_name`` speaks for the person.

    Who `signs_only` stands on the list of a joint letter and did not come.
    """

    name: str
    id_number: str = ""
    phone: str = ""
    address: str = ""
    gender: Gender | None = None
    born_on: date | None = None
    is_representative: bool = False
    proxy_name: str = ""
    proxy_relation: str = ""
    signs_only: bool = False
    document_kind: DocumentKind = DocumentKind.ID_CARD
    needs: frozenset[Need] = frozenset()
    safe_contact: str = ""

    def __post_init__(self) -> None:
        take_as_meant(self, "name", "proxy_name")


@dataclass(frozen=True)
class PetitionIntake:
    """A letter, a call, a visit; ``claims`` are what it asks for, one text each."""

    channel: Channel
    received_on: date
    petitioners: tuple[PetitionerIntake, ...]
    story: str
    claims: tuple[str, ...]
    village_id: int | None = None
    origin: Origin = Origin.DIRECT
    transferred_by: str = ""
    transferred_on: date | None = None
    transfer_number: str = ""
    upper_received_on: date | None = None
    reply_due_on: date | None = None
    signatures: int = 1
    urgency: Urgency = Urgency.ORDINARY
    repeats_id: int | None = None
    spoken_by: str = ""
    national_number: str = ""
    national_query_code: str = ""
    national_due_on: date | None = None
