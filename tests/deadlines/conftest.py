"""Fixtures of the deadline room."""

from tests.deadlines.things import things

__all__ = ["things"]
