"""What `tools.check_services` looks at. Each check yields what it has found wrong."""
