"""The papers, filled from the tables."""
