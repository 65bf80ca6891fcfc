"""The key ring: field keys, the blind-index key and the cookie secret, and the file they are kept in.

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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALGORITHM = "A256GCM"
KEY_BYTES = 32


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk: a file that was renamed into it is there after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep_owner(rough: Path, place: Path) -> None:
    """Let what will lie at `place` belong to whom it belonged, when root writes it anew.  Raises `OSError`."""
    if os.geteuid() == 0 and place.exists():
        before = place.stat()
        os.chown(rough, before.st_uid, before.st_gid)


class SealBroken(Exception):
    """A sealed value does not open: another key, another row, or a changed byte."""


class KeyFileBroken(Exception):
    """The key file is there, but is not one that can be used."""


@dataclass(frozen=True)
class KeyRing:
    """Field keys by id (the last one seals, every one opens), the blind-index key and the cookie secret."""

    fields: dict[str, bytes]
    index: bytes
    cookie_secret: str

    @classmethod
    def draw(cls) -> KeyRing:
        """A fresh ring, in memory only.  Its key id is random, so that no token of another ring looks like its own."""
        keys = {secrets.token_hex(4): secrets.token_bytes(KEY_BYTES)}
        return cls(keys, secrets.token_bytes(KEY_BYTES), secrets.token_urlsafe(48))

    @classmethod
    def read(cls, path: Path) -> KeyRing | None:
        """The ring of a key file; None when there is none.  Raises `KeyFileBroken` for any other file, `OSError`."""
        try:
            kept = json.loads(path.read_bytes())
            fields = {str(name): bytes.fromhex(key) for name, key in kept["fields"].items()}
            index, cookie_secret = bytes.fromhex(kept["index"]), str(kept["cookie_secret"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as broken:
            raise KeyFileBroken(str(path)) from broken
        if not fields or not cookie_secret or {len(key) for key in (*fields.values(), index)} != {KEY_BYTES}:
            raise KeyFileBroken(str(path))
        return cls(fields, index, cookie_secret)

    def keep(self, path: Path) -> bool:
        """Write the key file (mode 600), whole or not at all; False when one lies there already.  Raises `OSError`."""
        rough = self._write_beside(path)
        try:
            with suppress(FileExistsError):
                os.link(rough, path)
                sync_folder(path.parent)
                return True
            return False
        finally:
            rough.unlink()

    def replace(self, path: Path) -> None:
        """Write the key file over the one that lies there, whole or not at all, onto the disk.  Raises `OSError`."""
        rough = self._write_beside(path)
        try:
            keep_owner(rough, path)
            rough.replace(path)
            sync_folder(path.parent)
        finally:
            rough.unlink(missing_ok=True)

    def _write_beside(self, path: Path) -> Path:
        kept = {
            "fields": {name: key.hex() for name, key in self.fields.items()},
            "index": self.index.hex(),
            "cookie_secret": self.cookie_secret,
        }
        rough = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        handle = os.open(rough, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            json.dump(kept, stream)
            stream.flush()
            os.fsync(stream.fileno())
        return rough

    @property
    def fingerprint(self) -> str:
        """By which a database names its ring: 32 hex digits that tell nothing of the keys."""
        return hmac.new(self.index, b"name of this key ring", hashlib.sha256).hexdigest()[:32]

    @property
    def chain_key(self) -> bytes:
        """The key of the audit trail's hashes: of the index key, which a rotation leaves as it is."""
        return hmac.new(self.index, b"key of the audit chain", hashlib.sha256).digest()

    @property
    def mark_key(self) -> bytes:
        """The key of the marks on paper: of the index key too, so that after a rotation old papers are still known."""
        return hmac.new(self.index, b"key of printed marks", hashlib.sha256).digest()

    @property
    def sealing_key(self) -> str:
        """The id of the key that seals: the last one."""
        return list(self.fields)[-1]

    def seal(self, text: str, place: str) -> str:
        """The token of `text`, bound to `place` (``table.column:uid``)."""
        name = self.sealing_key
        nonce = secrets.token_bytes(12)
        body = nonce + AESGCM(self.fields[name]).encrypt(nonce, text.encode(), place.encode())
        return f"v1.{name}.{ALGORITHM}.{base64.urlsafe_b64encode(body).decode()}"

    def holds(self, token: str) -> bool:
        """Whether a token names a key of this ring."""
        parts = token.split(".")
        return len(parts) == 4 and parts[0] == "v1" and parts[2] == ALGORITHM and parts[1] in self.fields

    def open(self, token: str, place: str) -> str:
        """The text in a token.  Raises `SealBroken`."""
        if not self.holds(token):
            raise SealBroken(place)
        name = token.split(".")[1]
        try:
            body = base64.urlsafe_b64decode(token.split(".")[3])
            return AESGCM(self.fields[name]).decrypt(body[:12], body[12:], place.encode()).decode()
        except (InvalidTag, ValueError) as broken:
            raise SealBroken(place) from broken

    def blind_index(self, text: str, column: str) -> str:
        """A keyed hash by which an exact value can be found without being read."""
        return self.keyed_hash(text.strip().upper(), column)

    def keyed_hash(self, text: str, about: str) -> str:
        """By which a text is told from any other of its kind: 64 hexadecimal digits, the same after a rotation."""
        return hmac.new(self.index, f"{about}\x00{text}".encode(), hashlib.sha256).hexdigest()
