"""Pages that every kind of matter has."""
