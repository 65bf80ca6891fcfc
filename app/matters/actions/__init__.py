"""What is done to the rows of matters."""
