"""The commands of `flask`: every file here that has a `commands` tuple is one door for the office's own computer."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

OWNER_ONLY = 0o077


def register(app: Flask) -> None:
    """Add the commands of every file in this folder to `flask`; what a command makes is its owner's alone."""
    if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        os.umask(OWNER_ONLY)
    for found in iter_modules(__path__):
        for command in getattr(import_module(f"{__name__}.{found.name}"), "commands", ()):
            app.cli.add_command(command)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _write_whatever_the_locale(stream)


def _write_whatever_the_locale(stream: io.TextIOWrapper) -> None:
    """A terminal whose locale has no Chinese gets codes in its place: a sentence must not stop a command."""
    if stream.encoding.lower().replace("-", "") != "utf8":
        stream.reconfigure(errors="backslashreplace")
