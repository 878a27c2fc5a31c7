"""A service as small as one with devices can be."""
