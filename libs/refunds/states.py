"""What a refund is."""

from __future__ import annotations

# SENT: the provider has taken it, and has still to say how it ended. REFUSED: nothing was done.
DUE, SENT, DONE, REFUSED = STATES = ("due", "sent", "done", "failed")
