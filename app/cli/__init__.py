"""The commands of `flask`: every file here that has a `commands` tuple is one door for the office's own computer."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask) -> None:
    """Add the commands of every file in this folder to `flask`."""
    for found in iter_modules(__path__):
        for command in getattr(import_module(f"{__name__}.{found.name}"), "commands", ()):
            app.cli.add_command(command)
