"""The example town: real village names, fictional people, the counts of the real one."""
