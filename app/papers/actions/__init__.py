"""What is done with papers, one use case a module."""
