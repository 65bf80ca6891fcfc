"""Fixtures of the process room."""

from tests.processes.talks import talks

__all__ = ["talks"]
