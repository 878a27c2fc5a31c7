"""Money on its way back: one engine for every service that takes payments. See README.md."""
