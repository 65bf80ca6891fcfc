"""What the pages of every trade's letters show alike."""
