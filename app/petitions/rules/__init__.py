"""Rules of petitions by subject: what comes in, what is decided, its periods, its letters.  Pure."""
