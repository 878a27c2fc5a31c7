"""What requests and answers of the bills hold, by noun."""
