"""What changes machines, locks and sales."""
