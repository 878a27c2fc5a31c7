"""What changes trolleys, sessions, carts and payments."""
