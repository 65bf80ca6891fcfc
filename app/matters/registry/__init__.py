"""Where the trades enter their kinds of matter."""
