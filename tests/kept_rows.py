"""The rows of a PostgreSQL database as they stood at one moment, put back without making the database anew.

Making it anew copies every file of it, the catalogues too, and takes ten times as long.
"""

from __future__ import annotations

from contextlib import closing

import psycopg
from psycopg import sql

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
SHAPE = """
SELECT md5(string_agg(said, ' ' ORDER BY said)) FROM (
  SELECT concat_ws(':', attrelid, attname, atttypid, attnotnull, atthasdef) AS said FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0
  UNION ALL SELECT concat_ws(':', tgrelid, tgname, tgenabled) FROM pg_trigger
  UNION ALL SELECT concat_ws(':', conrelid, conname, convalidated) FROM pg_constraint
) AS shape
"""
"""What a change of tables, columns, indexes, triggers or constraints changes."""
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


class KeptRows:
    """All rows of a database, and where its sequences stand."""

    def __init__(self, address: str) -> None:
        self.address = address
        with closing(psycopg.connect(address)) as connection:
            self.shape = _shape(connection)
            self.tables = [name for (name,) in connection.execute(TABLES)]
            self.rows = {name: found for name in self.tables if (found := _read(connection, name))}
            self.sequences = connection.execute(SEQUENCES).fetchall()
            role = connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone()
            self.may_put_back = bool(role and role[0])

    def put_back(self) -> bool:
        """Whether all stands again as it stood; not where a test changed more than rows, or where we may not."""
        if not self.may_put_back:
            return False
        with closing(psycopg.connect(self.address)) as connection:
            connection.execute(OTHERS, [connection.info.dbname])
            if _shape(connection) != self.shape:
                return False
            connection.execute("SET session_replication_role = replica")  # no trigger and no foreign key asks
            wipe = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in self.tables]
            connection.execute(sql.SQL("; ").join(wipe))
            for name, kept in self.rows.items():
                _write(connection, name, kept)
            for name, last in self.sequences:
                connection.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
            connection.commit()
        return True


def _shape(connection: psycopg.Connection) -> str:
    row = connection.execute(SHAPE).fetchone()
    assert row is not None
    return str(row[0])


def _read(connection: psycopg.Connection, table: str) -> bytes:
    """The rows of a table in the server's own form; nothing for an empty one."""
    if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone() is None:
        return b""
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT BINARY").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(piece) for piece in copy)


def _write(connection: psycopg.Connection, table: str, kept: bytes) -> None:
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN BINARY").format(sql.Identifier(table))) as copy:
        copy.write(kept)
