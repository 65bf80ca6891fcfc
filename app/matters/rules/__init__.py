"""What a matter is in short, and its public id; without a database."""
