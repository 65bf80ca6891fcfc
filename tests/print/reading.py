"""Read a finished paper back."""

from __future__ import annotations

import re
import subprocess

from app.core.pdf import lay_out


def words_of(html: str) -> str:
    """The text of a paper that was filled and is laid out here, without white space, in the order it was set."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=lay_out(html).content, capture_output=True, check=True)
    return re.sub(r"\s", "", done.stdout.decode())
