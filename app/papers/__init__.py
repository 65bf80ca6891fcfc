"""Papers, whatever they are about: what every one carries, and who gets which copy of it."""
