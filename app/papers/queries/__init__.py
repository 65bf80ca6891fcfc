"""Reads of papers: what was printed, and whose page bears a mark."""
