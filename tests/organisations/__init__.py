"""Tests of the town: its bodies and its offices."""
