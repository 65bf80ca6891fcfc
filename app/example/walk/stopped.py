"""The walk cannot go on: a page is not as its people expect."""

from __future__ import annotations


class Stopped(Exception):
    """What is missing on which page, as a sentence."""
