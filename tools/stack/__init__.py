"""The whole suite on one machine: `python -m tools.stack run`. See docs/operations.md."""
