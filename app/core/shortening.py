"""A text that has to fit: as it is, or its beginning."""

from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """At most so many characters, the last of them an ellipsis where the text goes on."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
