"""A small TCP proxy before the test's PostgreSQL: cut, the database is away; opened again, it is back."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from sqlalchemy.engine import URL, make_url

PIECE = 65_536


class Proxy:
    """Listens on a port of its own and passes everything on to the server of an address."""

    def __init__(self, address: str) -> None:
        self.server = make_url(address)
        self.port = 0
        self.listener: socket.socket | None = None
        self.open_ends: list[socket.socket] = []
        self.open()

    @property
    def address(self) -> str:
        """The same database, reached through here."""
        query = {name: value for name, value in self.server.query.items() if name != "host"}
        through: URL = self.server.set(host="127.0.0.1", port=self.port, query=query)
        return through.render_as_string(hide_password=False)

    def open(self) -> None:
        """Take connections, on the same port as before."""
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._take, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        """End every connection and take no more."""
        if self.listener is not None:
            with suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
        for end in self.open_ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.open_ends.clear()

    def _take(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = self._connect()
                self.open_ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _connect(self) -> socket.socket:
        folder = self.server.query.get("host") or self.server.host or "127.0.0.1"
        port = self.server.port or 5432
        if not str(folder).startswith("/"):
            return socket.create_connection((str(folder), port))
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{folder}/.s.PGSQL.{port}")
        return far

    @staticmethod
    def _pass_on(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
