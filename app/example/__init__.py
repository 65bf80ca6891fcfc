"""The example: a town with its people and matters, and the walk of `make demo`."""
