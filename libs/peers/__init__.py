"""What several services ask of the same peer."""
