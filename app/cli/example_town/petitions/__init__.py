"""Petitions of the example town: fictional people on every road, through the same deeds the pages carry out."""
