"""What the suite consists of, as data: the lowest layer, which everything else may read."""
