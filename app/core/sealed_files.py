"""A file sealed with the key ring: one line that names version, key and algorithm, then nonce, ciphertext and tag.

The line and the file's own name are associated data: a file laid under another's name does not open, nor one whose
line was changed (OWASP ASVS 5.0, 5.3.2, 11.3.2, 11.3.3).  The algorithm stands in the line, as it does in a token, so
that SM4-GCM may follow (GB/T 39786).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core.key_ring import ALGORITHM, KeyRing, SealBroken

HEAD = re.compile(rb"jieyou-file v1 ([0-9a-zA-Z]{1,40}) A256GCM\n")
LONGEST_HEAD = 80
NONCE_BYTES = 12


class OtherKey(SealBroken):
    """The file names a key that is not in the ring at hand."""


def new_name() -> str:
    """A name on the disk that tells nothing: 32 random hex digits."""
    return secrets.token_hex(16)


def seal_file(ring: KeyRing, content: bytes, name: str) -> bytes:
    """The bytes that lie on the disk under `name`."""
    head = f"jieyou-file v1 {ring.sealing_key} {ALGORITHM}\n".encode()
    nonce = secrets.token_bytes(NONCE_BYTES)
    return head + nonce + AESGCM(ring.fields[ring.sealing_key]).encrypt(nonce, content, head + name.encode())


def key_of(start: bytes) -> str | None:
    """The id of the key a file was sealed with, from its first `LONGEST_HEAD` bytes; None for a plain file."""
    found = HEAD.match(start)
    return found[1].decode() if found else None


def open_file(ring: KeyRing, sealed: bytes, name: str) -> bytes:
    """The content of what lies under `name`.  Raises `OtherKey`, or `SealBroken` for what was changed or is plain."""
    found = HEAD.match(sealed)
    if found is None:
        raise SealBroken(name)
    key = ring.fields.get(found[1].decode())
    if key is None:
        raise OtherKey(name)
    nonce, body = sealed[found.end() : found.end() + NONCE_BYTES], sealed[found.end() + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, found[0] + name.encode())
    except (InvalidTag, ValueError) as broken:
        raise SealBroken(name) from broken


def content_mac(ring: KeyRing, content: bytes, matter: str) -> str:
    """A keyed hash of a content within one matter (``case:12``): the same in another matter looks different."""
    value = b"content of a file\x00" + matter.encode() + b"\x00" + content
    return hmac.new(ring.index, value, hashlib.sha256).hexdigest()
