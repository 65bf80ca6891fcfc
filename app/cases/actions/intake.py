"""What is submitted at registration, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from app.cases.models import CourtFile, Source
from app.core.contact import Need
from app.core.identity_documents import DocumentKind
from app.core.normalise import take_as_meant
from app.core.terms import DisputeType, Gender
from app.matters.terms import AgentKind, PartyKind, Power, Standing

MOST_PARTIES = 30


@dataclass(frozen=True)
class AgentIntake:
    """An agent or guardian as it was submitted."""

    kind: AgentKind
    name: str
    relation: str = ""
    id_number: str = ""
    phone: str = ""
    document_kind: DocumentKind = DocumentKind.ID_CARD
    powers: frozenset[Power] = frozenset()
    authorised_on: date | None = None

    def __post_init__(self) -> None:
        take_as_meant(self, "name")


@dataclass(frozen=True)
class PartyIntake:
    """A party as it was submitted."""

    side: int
    name: str
    kind: PartyKind = PartyKind.NATURAL
    standing: Standing = Standing.PRINCIPAL
    id_number: str = ""
    phone: str = ""
    gender: Gender | None = None
    born_on: date | None = None
    ethnicity: str = ""
    occupation: str = ""
    address: str = ""
    credit_code: str = ""
    legal_representative: str = ""
    representative_post: str = ""
    document_kind: DocumentKind = DocumentKind.ID_CARD
    needs: frozenset[Need] = frozenset()
    safe_contact: str = ""
    agents: tuple[AgentIntake, ...] = ()

    def __post_init__(self) -> None:
        take_as_meant(self, "name", "legal_representative")


@dataclass(frozen=True)
class CaseIntake:
    """A dispute as it was submitted."""

    source: Source
    village_id: int
    dispute_type: DisputeType
    facts: str
    claims: str
    parties: tuple[PartyIntake, ...]
    applied_at: datetime
    spoken_by: str
    referred_by: str = ""
    reply_due_on: date | None = None
    court_file: CourtFile | None = None
    court_received_on: date | None = None
    rights_known_on: date | None = None
    is_land_contract: bool = False
    is_grave: bool = False
    is_ownership: bool = False
    has_cadre_party: bool = False
    shared: str = field(default="none")
