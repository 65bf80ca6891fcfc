"""Field encryption for ID numbers and phones: the keys of the running application, and sealed columns."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Word
from app.core.identity_documents import DocumentKind, number_name
from app.core.key_check import checked_ring, ring_for_sealing
from app.core.key_ring import KeyRing
from app.core.masking import mask_id_number, mask_phone
from app.core.normalise import phone_digits
from app.core.sealed_columns import BY_UID

PHONE_DIGITS, PHONE_TAIL = "phone digits", "phone tail"
LEAST_OF_A_PHONE, TAIL = 7, 4
"""Digits of a whole number at least, and of what is read off the ear."""


def keys() -> KeyRing:
    """The running application's keys, to open and to find.  Raises `WrongKeys` when they are not the database's."""
    return checked_ring()


def sealing_keys() -> KeyRing:
    """The same before something is sealed: kept in their file and named by the database.  Raises `WrongKeys`."""
    return ring_for_sealing()


def phone_indexes(phone: str) -> tuple[str | None, str | None]:
    """The blind indexes of a telephone number by its digits and by its last four; None of what has too few."""
    digits = phone_digits(phone)
    whole = keys().blind_index(digits, PHONE_DIGITS) if len(digits) >= LEAST_OF_A_PHONE else None
    return whole, keys().blind_index(digits[-TAIL:], PHONE_TAIL) if len(digits) >= TAIL else None


def marks_of(*people: SealedIdentity) -> list[str]:
    """The blind indexes by which people are found: their identity numbers and telephones, whole and by the end."""
    indexes = ((one.id_number_index, one.phone_digits_index, one.phone_tail_index) for one in people)
    return [index for several in indexes for index in several if index]


class SealedIdentity:
    """Columns of a row that holds one human being's ID number and phone, sealed, with blind indexes."""

    if TYPE_CHECKING:  # of the table that carries these columns; named at run time, a subclass would be a table
        __tablename__: str
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    document_kind: Mapped[DocumentKind] = mapped_column(
        Word(DocumentKind), default=DocumentKind.ID_CARD, server_default=DocumentKind.ID_CARD.value
    )
    """Of what document the number is, also while there is none yet."""
    id_number_sealed: Mapped[str | None] = mapped_column(String(200), info=BY_UID)
    id_number_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_sealed: Mapped[str | None] = mapped_column(String(200), info=BY_UID)
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_digits_index: Mapped[str | None] = mapped_column(String(64))
    phone_tail_index: Mapped[str | None] = mapped_column(String(64))
    """Of its digits alone, and of the last four: by these a number at the ear is found (ADR 6)."""

    def _place(self, column: str) -> str:
        return f"{self.__tablename__}.{column}:{self.uid}"

    def seal_identity(self, *, id_number: str | None, phone: str | None) -> None:
        """Seal both values (None or empty clears one) and set their blind indexes; also draws the row's uid."""
        ring = sealing_keys() if id_number or phone else keys()
        self.uid = self.uid or str(uuid.uuid4())
        self.id_number_sealed = ring.seal(id_number, self._place("id_number")) if id_number else None
        self.id_number_index = ring.blind_index(id_number, "id_number") if id_number else None
        self.phone_sealed = ring.seal(phone, self._place("phone")) if phone else None
        self.phone_index = ring.blind_index(phone, "phone") if phone else None
        self.phone_digits_index, self.phone_tail_index = phone_indexes(phone or "")

    @property
    def number_name(self) -> str:
        """What the number is called: ``身份证号``, ``护照号``."""
        return number_name(self.document_kind)

    @property
    def id_number(self) -> str:
        """The number itself; showing it to a person is recorded."""
        return keys().open(self.id_number_sealed, self._place("id_number")) if self.id_number_sealed else ""

    @property
    def phone(self) -> str:
        """The number itself; showing it to a person is recorded."""
        return keys().open(self.phone_sealed, self._place("phone")) if self.phone_sealed else ""

    @property
    def masked_id_number(self) -> str:
        return mask_id_number(self.id_number)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)
