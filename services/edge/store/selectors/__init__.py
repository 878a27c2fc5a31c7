"""What is read from the store's tables."""
