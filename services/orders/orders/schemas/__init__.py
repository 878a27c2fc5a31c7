"""What requests and answers of the orders service hold, by noun."""
