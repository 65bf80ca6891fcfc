"""Field encryption for ID numbers and phones, blind indexes, and the key file.

A sealed value is the token ``v1.<key id>.A256GCM.<base64url(nonce|ciphertext|tag)>``; its associated data is
``table.column:row uid``, so a token copied into another row or column does not open (OWASP ASVS 5.0, 11.3).
The algorithm stands in the token so that SM4-GCM may follow (GB/T 39786).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

ALGORITHM = "A256GCM"


class SealBroken(Exception):
    """A sealed value does not open: another key, another row, or a changed byte."""


@dataclass(frozen=True)
class KeyRing:
    """Field keys by id (the newest seals, every one opens), the blind-index key and the cookie secret."""

    fields: dict[str, bytes]
    index: bytes
    cookie_secret: str

    @classmethod
    def load_or_create(cls, path: Path) -> KeyRing:
        """Read the key file, or draw the keys and write it with mode 600."""
        if not path.exists():
            drawn = {
                "fields": {"1": secrets.token_hex(32)},
                "index": secrets.token_hex(32),
                "cookie_secret": secrets.token_urlsafe(48),
            }
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as stream:
                json.dump(drawn, stream)
        kept = json.loads(path.read_text())
        fields = {name: bytes.fromhex(key) for name, key in kept["fields"].items()}
        return cls(fields, bytes.fromhex(kept["index"]), kept["cookie_secret"])

    def seal(self, text: str, place: str) -> str:
        """The token of `text`, bound to `place` (``table.column:uid``)."""
        name = max(self.fields, key=int)
        nonce = secrets.token_bytes(12)
        body = nonce + AESGCM(self.fields[name]).encrypt(nonce, text.encode(), place.encode())
        return f"v1.{name}.{ALGORITHM}.{base64.urlsafe_b64encode(body).decode()}"

    def open(self, token: str, place: str) -> str:
        """The text in a token.  Raises `SealBroken`."""
        parts = token.split(".")
        if len(parts) != 4 or parts[0] != "v1" or parts[2] != ALGORITHM or parts[1] not in self.fields:
            raise SealBroken(place)
        body = base64.urlsafe_b64decode(parts[3])
        try:
            return AESGCM(self.fields[parts[1]]).decrypt(body[:12], body[12:], place.encode()).decode()
        except InvalidTag as broken:
            raise SealBroken(place) from broken

    def blind_index(self, text: str, column: str) -> str:
        """A keyed hash by which an exact value can be found without being read."""
        value = f"{column}\x00{text.strip().upper()}".encode()
        return hmac.new(self.index, value, hashlib.sha256).hexdigest()


def keys() -> KeyRing:
    """The running application's keys."""
    ring: KeyRing = current_app.config["KEY_RING"]
    return ring


def mask_id_number(number: str) -> str:
    """``370304********0018``: what a screen shows without a reason given."""
    return number[:6] + "*" * max(len(number) - 10, 4) + number[-4:] if len(number) > 10 else "*" * len(number)


def mask_phone(number: str) -> str:
    """``138****5678``: what a screen shows without a reason given."""
    return number[:3] + "****" + number[-4:] if len(number) >= 8 else "*" * len(number)


class SealedIdentity:
    """Columns of a row that holds one human being's ID number and phone, sealed, with blind indexes."""

    __tablename__: str
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    id_number_sealed: Mapped[str | None] = mapped_column(String(200))
    id_number_index: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_sealed: Mapped[str | None] = mapped_column(String(200))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)

    def _place(self, column: str) -> str:
        return f"{self.__tablename__}.{column}:{self.uid}"

    def seal_identity(self, *, id_number: str | None, phone: str | None) -> None:
        """Seal both values (None or empty clears one) and set their blind indexes; also draws the row's uid."""
        ring = keys()
        self.uid = self.uid or str(uuid.uuid4())
        self.id_number_sealed = ring.seal(id_number, self._place("id_number")) if id_number else None
        self.id_number_index = ring.blind_index(id_number, "id_number") if id_number else None
        self.phone_sealed = ring.seal(phone, self._place("phone")) if phone else None
        self.phone_index = ring.blind_index(phone, "phone") if phone else None

    @property
    def id_number(self) -> str:
        """The number itself; showing it to a person is an audited deed."""
        return keys().open(self.id_number_sealed, self._place("id_number")) if self.id_number_sealed else ""

    @property
    def phone(self) -> str:
        """The number itself; showing it to a person is an audited deed."""
        return keys().open(self.phone_sealed, self._place("phone")) if self.phone_sealed else ""

    @property
    def masked_id_number(self) -> str:
        return mask_id_number(self.id_number)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)
