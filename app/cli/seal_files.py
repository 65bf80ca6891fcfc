"""Files that lie plain, from before they were sealed: seal each, let its row follow, then take the plain copies away.

Killed at any moment nothing is unreadable: a row names the plain file until the transaction that names the sealed one
is committed, and a plain copy goes only when no row names it any more.  The next start goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import exists, select

from app.core import files
from app.core.crypto import keys
from app.core.db import db
from app.core.files import FileUnreadable, Prepared
from app.core.key_ring import SealBroken
from app.core.transaction import transaction
from app.matters.models.attachments import Attachment

BATCH = 20
OWNER_ONLY_FILE, OWNER_ONLY_FOLDER = 0o600, 0o700


def seal_plain_files() -> int:
    """Seal what still lies plain, in batches with a transaction each; returns how many rows followed.

    A file that is missing or was changed is left as it is: its page says so, and `flask files check` lists it.
    Raises `WrongKeys`, `OSError`.
    """
    done, after = 0, 0
    _take_away(path.name for path in sorted(files.folder().iterdir()) if len(path.name) == files.PLAIN_NAME)
    while True:
        with transaction():
            rows = _plain_after(after)
            names = [name for row in rows if (name := _seal(row)) is not None]
            after = rows[-1].id if rows else 0
        _take_away(set(names))
        done += len(names)
        if not rows:
            break
    if done:
        _for_the_owner_alone(files.folder())
    return done


def _plain_after(after: int) -> Sequence[Attachment]:
    wanted = select(Attachment).where(Attachment.content_mac.is_(None), Attachment.id > after)
    return db.session.scalars(wanted.order_by(Attachment.id).limit(BATCH).with_for_update()).all()


def _seal(row: Attachment) -> str | None:
    """The name of the plain file, when a sealed one is there now and the row names that."""
    plain = row.stored_as
    try:
        content = files.opened(keys(), (files.folder() / plain).read_bytes(), plain, None, row.matter)
    except (FileNotFoundError, SealBroken):
        return None
    prepared = Prepared(content, row.media_type)
    mac = files.mac_of(prepared, row.matter)
    own = (Attachment.subject_kind == row.subject_kind, Attachment.subject_id == row.subject_id)
    twin = exists().where(*own, Attachment.content_mac == mac)
    if db.session.scalar(select(twin)):
        return None  # filed anew while this one was missing: the matter has it, and this row goes on reading it plain
    row.stored_as, row.content_mac = files.keep(prepared, row.matter).name, mac
    return plain


def _take_away(names: Iterable[str]) -> None:
    """Remove plain files that no row names any more and that some row is proven to hold sealed."""
    for name in names:
        named = select(exists().where(Attachment.stored_as == name))
        if not db.session.scalar(named) and _lies_sealed((files.folder() / name).read_bytes()):
            (files.folder() / name).unlink()
    db.session.rollback()


def _lies_sealed(content: bytes) -> bool:
    alike = select(Attachment).where(Attachment.size == len(content), Attachment.content_mac.is_not(None))
    return any(_opens_as(row, content) for row in db.session.scalars(alike))


def _opens_as(row: Attachment, content: bytes) -> bool:
    try:
        return files.read(row) == content
    except FileUnreadable:
        return False


def _for_the_owner_alone(folder: Path) -> None:
    folder.chmod(OWNER_ONLY_FOLDER)
    for path in folder.iterdir():
        path.chmod(OWNER_ONLY_FILE)
