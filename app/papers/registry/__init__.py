"""Where upper rooms enter what this one must know of their papers."""
