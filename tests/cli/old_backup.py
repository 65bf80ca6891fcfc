"""A backup as it was written before files were sealed: format 1, a plain zip, files plain under their SHA-256.

What is here is that version's writer, kept so that its backups can be restored for ever.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from app.cli.snapshot import count_rows, take_snapshot


def write_old_backup(target: Path, engine: Engine, files: Path, key_ids: list[str]) -> None:
    """Back up a living database of whatever version, and its folder of files."""
    snapshot = target.with_suffix(".database")
    rows = take_snapshot(engine, snapshot, count_rows)
    with engine.connect() as connection:
        revision = str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
    hashes = {}
    with zipfile.ZipFile(target, "w") as archive:
        for path, name in [(snapshot, "database"), *((path, f"files/{path.name}") for path in sorted(files.iterdir()))]:
            archive.write(path, name, zipfile.ZIP_DEFLATED if name == "database" else zipfile.ZIP_STORED)
            hashes[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        manifest = {
            "made_at": "2026-11-23T09:00:00+08:00", "kind": engine.dialect.name, "revision": revision, "rows": rows,
            "key_ids": key_ids, "hashes": hashes, "format": 1,
        }  # fmt: skip
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    snapshot.unlink()
