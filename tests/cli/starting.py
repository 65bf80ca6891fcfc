"""Commands of the system as an office runs them: a process of its own, on a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 300


def surroundings(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of such a process: nothing of ours but the folder and these settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("JIEYOU_", "FLASK_", "PYTEST_"))}
    return plain | {"JIEYOU_DATA_FOLDER": str(folder)} | {f"JIEYOU_{name}": text for name, text in settings.items()}


def flask(folder: Path, *arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, with `given` on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=PROJECT,
        env=surroundings(folder, **settings),
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def python(folder: Path, code: str) -> str:
    """What a program prints that runs in the project."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env=surroundings(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout
