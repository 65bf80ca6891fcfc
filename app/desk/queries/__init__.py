"""Reads of what waits, from every kind of matter."""
