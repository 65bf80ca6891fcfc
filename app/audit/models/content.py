"""What an entry says, sealed: a token under a key of the entry's own, and that key sealed by the ring.

Two layers, because the chain covers the token and must never change: a rotation of the ring seals the small key anew,
and an erasure throws it away.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core.crypto import keys, sealing_keys
from app.core.key_ring import ALGORITHM, KEY_BYTES, KeyRing, SealBroken

MARK = f"e1.{ALGORITHM}."
NONCE_BYTES = 12


@dataclass(frozen=True)
class Content:
    """Who spoke, and the details of a deed."""

    spoken_by: str = ""
    detail: dict[str, object] = field(default_factory=dict)


def key_place(previous_hash: str) -> str:
    """What an entry's own key is bound to: no two entries follow the same hash."""
    return f"audit_entry.key:{previous_hash}"


def seal_content(content: Content, previous_hash: str) -> tuple[str, str]:
    """The token, and the key that opens it sealed by the ring.  Raises `WrongKeys`."""
    return seal_with(sealing_keys(), content, previous_hash)


def seal_with(ring: KeyRing, content: Content, previous_hash: str) -> tuple[str, str]:
    """The same with a given ring."""
    own, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    said = {"spoken_by": content.spoken_by, "detail": content.detail}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    body = nonce + AESGCM(own).encrypt(nonce, text.encode(), previous_hash.encode())
    token = MARK + base64.urlsafe_b64encode(body).decode()
    return token, ring.seal(base64.urlsafe_b64encode(own).decode(), key_place(previous_hash))


def open_content(token: str, key_sealed: str | None, previous_hash: str) -> Content:
    """What an entry says; nothing when it was erased.  Raises `SealBroken`, `WrongKeys`."""
    return Content() if key_sealed is None else open_with(keys(), token, key_sealed, previous_hash)


def open_with(ring: KeyRing, token: str, key_sealed: str, previous_hash: str) -> Content:
    """The same with a given ring.  Raises `SealBroken`."""
    try:
        own = base64.urlsafe_b64decode(ring.open(key_sealed, key_place(previous_hash)))
        body = base64.urlsafe_b64decode(token.removeprefix(MARK))
        opened = AESGCM(own).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], previous_hash.encode())
    except (InvalidTag, ValueError) as broken:
        raise SealBroken(previous_hash) from broken
    return Content(**json.loads(opened))
