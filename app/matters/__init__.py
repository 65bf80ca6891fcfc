"""What every kind of matter has in common; a kind itself is declared in the room of its trade (`kind.py`)."""
