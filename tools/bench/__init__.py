"""`make bench`: each figure as a ratio to its limit, measured in the same run on this machine."""
