"""A service as small as one can be, to run the kit in."""
