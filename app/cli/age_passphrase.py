"""A stream locked with a passphrase, in the age format v1 (https://age-encryption.org/v1): `age -d` opens it, too.

Written out here because the library at hand takes a passphrase only with the whole content in memory; with recipients
it streams, and is used (`app/cli/backup_lock.py`).  The primitives come from `cryptography`; the tests open with the
library what is written here, and the other way round.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

FIRST_LINE = b"age-encryption.org/v1\n"
WORK_FACTOR, HARDEST = 18, 20
"""Powers of two of scrypt's cost: 18 takes a second and 256 megabytes (ASVS 5.0, 11.4.4); beyond 20 is not tried."""
CHUNK, TAG = 1 << 16, 16
STANZA = re.compile(rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n")
LAST_LINE = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")


class WrongPassphrase(Exception):
    """The passphrase does not open it."""


class Damaged(Exception):
    """It is no such stream, it was changed, or its end is missing."""


class Reads(Protocol):
    """What can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Writes(Protocol):
    """What can be written to."""

    def write(self, content: bytes, /) -> object:
        """All of it."""


def lock(source: Reads, target: Writes, passphrase: str) -> None:
    """Read everything from `source` and write it locked, some 64 KiB at a time."""
    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_wrap_key(passphrase, salt, WORK_FACTOR)).encrypt(bytes(12), file_key, None)
    head = FIRST_LINE + b"-> scrypt %s %d\n%s\n---" % (_plain64(salt), WORK_FACTOR, _plain64(wrapped))
    target.write(head + b" " + _plain64(_header_mac(file_key, head)) + b"\n" + nonce)
    cipher = ChaCha20Poly1305(_derived(file_key, b"payload", nonce))
    for number, (chunk, is_last) in enumerate(_chunks(source, CHUNK)):
        target.write(cipher.encrypt(_chunk_nonce(number, is_last), chunk, None))


def unlock(source: Reads, target: Writes, passphrase: str) -> None:
    """The way back.  What was written before a fault is found is not to be used.

    Raises `WrongPassphrase`, `Damaged`.
    """
    first, stanza, last = (_line(source) for _ in range(3))
    found = STANZA.fullmatch(stanza + last)
    end = _line(source)
    mac = LAST_LINE.fullmatch(end)
    if first != FIRST_LINE or found is None or mac is None or int(found[2]) > HARDEST:
        raise Damaged
    wrap_key = _wrap_key(passphrase, _bytes64(found[1]), int(found[2]))
    try:
        file_key = ChaCha20Poly1305(wrap_key).decrypt(bytes(12), _bytes64(found[3]), None)
    except InvalidTag:
        raise WrongPassphrase from None
    if not hmac.compare_digest(_header_mac(file_key, first + stanza + last + b"---"), _bytes64(mac[1])):
        raise Damaged
    _unlock_chunks(source, target, ChaCha20Poly1305(_derived(file_key, b"payload", _exactly(source, 16))))


def _unlock_chunks(source: Reads, target: Writes, cipher: ChaCha20Poly1305) -> None:
    for number, (chunk, is_last) in enumerate(_chunks(source, CHUNK + TAG)):
        try:
            content = cipher.decrypt(_chunk_nonce(number, is_last), chunk, None)
        except (InvalidTag, ValueError):
            raise Damaged from None
        if not content and number:
            raise Damaged  # an empty last chunk is only allowed when there is nothing at all
        target.write(content)


def _chunks(source: Reads, size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of exactly `size`, the last one shorter or full; each with whether it is the last."""
    chunk = _exactly(source, size)
    while True:
        following = _exactly(source, size) if len(chunk) == size else b""
        yield chunk, not following
        if not following:
            return
        chunk = following


def _exactly(source: Reads, size: int) -> bytes:
    parts, left = [], size
    while left and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _line(source: Reads) -> bytes:
    line = b""
    while len(line) < 100 and not line.endswith(b"\n"):
        one = source.read(1)
        if not one:
            break
        line += one
    return line


def _wrap_key(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    kdf = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=1 << work_factor, r=8, p=1)
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())


def _derived(file_key: bytes, use: bytes, salt: bytes = b"") -> bytes:
    return HKDF(SHA256(), 32, salt, use).derive(file_key)


def _header_mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"header"), head, "sha256")


def _chunk_nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _plain64(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _bytes64(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))
