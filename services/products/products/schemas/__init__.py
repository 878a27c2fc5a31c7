"""What requests and answers of the products service hold, by noun."""
