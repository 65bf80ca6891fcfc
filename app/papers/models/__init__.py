"""Tables of papers, whatever they are about."""
