"""What papers are made of, as plain values: no tables, no web."""
