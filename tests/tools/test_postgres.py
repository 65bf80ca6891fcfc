"""The PostgreSQL of the tests: one for all workers, in a fixed order of search, and gone at the end."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests import postgres


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A run of its own, so that the server this very run uses is left alone."""
    monkeypatch.delenv(postgres.SHARED, raising=False)
    monkeypatch.delenv(postgres.NAMED, raising=False)
    monkeypatch.setattr(postgres, "_answering", lambda: None)
    yield
    postgres.stop_shared()


def ask(url: str, question: str) -> object:
    """The first value of the answer, if there is one."""
    with psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    ) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def test_a_server_makes_copies_and_drops_databases() -> None:
    admin = postgres.start_shared()
    mine = f"own_{os.getpid()}"
    first = postgres.create_database(admin, f"{mine}_a")
    ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    copy = postgres.create_database(admin, f"{mine}_b", f"{mine}_a")
    assert ask(copy, "SELECT answer FROM kept") == 42
    again = postgres.create_database(admin, f"{mine}_a")
    assert ask(again, "SELECT to_regclass('kept')") is None
    for name in ("a", "b"):
        postgres.drop_database(admin, f"{mine}_{name}")
    assert ask(admin, f"SELECT count(*) FROM pg_database WHERE datname LIKE '{mine}%'") == 0


def test_all_workers_share_one_server_and_its_folder_goes_with_it(apart: None) -> None:
    folder = Path(postgres.prepare_shared())
    addresses: list[str] = []
    workers = [threading.Thread(target=lambda: addresses.append(postgres.start_shared())) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(addresses) == 4
    assert len(set(addresses)) == 1
    assert ask(addresses[0], "SHOW fsync") == "off"
    postgres.stop_shared()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        ask(addresses[0], "SELECT 1")


def test_the_packaged_server_does_where_debian_has_none(apart: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_debian_programs", lambda: iter(()))
    with postgres.running_postgres() as address:
        assert ask(address, "SELECT 1") == 1


def test_without_any_server_the_run_fails_with_a_sentence(apart: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_debian_programs", lambda: iter(()))
    monkeypatch.setattr(postgres, "_packaged_programs", lambda folder: iter(()))
    with pytest.raises(postgres.NoPostgres, match="apt-get install postgresql"):
        postgres.start_shared()


@pytest.mark.parametrize("address", ["sqlite:///x.db", "postgresql://nobody@127.0.0.1:9/none"])
def test_a_named_server_that_does_not_do_is_not_passed_over(
    apart: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(postgres.NAMED, address)
    with pytest.raises(postgres.NoPostgres, match=postgres.NAMED):
        postgres.start_shared()


def test_a_named_server_comes_first_and_keeps_nothing_of_a_run(apart: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.running_postgres() as address:
        monkeypatch.setenv(postgres.NAMED, address)
        assert make_url(postgres.start_shared()).query == make_url(address).query
        postgres.create_database(address, "looked_at_by_several")
        postgres.drop_at_end("looked_at_by_several")
        postgres.stop_shared()
        assert ask(address, "SELECT count(*) FROM pg_database WHERE datname = 'looked_at_by_several'") == 0


def test_the_server_of_a_killed_run_is_cleared_away(apart: None) -> None:
    folder = Path(postgres.prepare_shared())
    address = postgres.start_shared()
    orphan = folder.with_name(f"{postgres.PREFIX}4194999-{folder.name[-8:]}")
    folder.rename(orphan)
    (orphan / "server.json").write_text((orphan / "server.json").read_text().replace(str(folder), str(orphan)))
    del os.environ[postgres.SHARED]
    postgres.prepare_shared()
    assert not orphan.exists()
    with pytest.raises(psycopg.OperationalError):
        ask(address, "SELECT 1")
