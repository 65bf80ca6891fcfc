"""Two servers that begin at once on one PostgreSQL after an upgrade: what is done once is done once, and both begin."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, get_ident

import pytest
from flask import Flask

from app.cli import prepare
from app.core.db import db
from app.organisations.queries import fact

SERVERS, TAKES = 3, 0.3


@pytest.mark.only("postgresql")
def test_of_servers_that_begin_at_once_one_does_what_is_done_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    together = Barrier(SERVERS, timeout=60)

    def carry_out() -> None:
        time.sleep(TAKES)
        done.append(get_ident())

    def start() -> None:
        together.wait()
        prepare.prepare_tables(app, as_server=True)

    monkeypatch.setattr(prepare, "ONCE", {"tried_once": carry_out})
    db.session.remove()
    with ThreadPoolExecutor(SERVERS) as servers:
        for begun in [servers.submit(start) for _ in range(SERVERS)]:
            begun.result()
    assert len(done) == 1
    assert fact("tried_once") == prepare.DONE
