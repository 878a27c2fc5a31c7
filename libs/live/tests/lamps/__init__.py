"""A service as small as one can be with live streams: lamps of houses, and visitors."""
