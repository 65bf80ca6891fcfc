"""Papers, whatever they are about."""
