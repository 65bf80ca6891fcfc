"""Diagrams as they are drawn: read, checked, narrated, with their forms, tables and expressions."""
