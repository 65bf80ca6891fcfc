"""The way of a letter, one action each."""
