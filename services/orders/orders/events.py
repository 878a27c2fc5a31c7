"""The streams of orders: every event of a session is one of its location's panel too. What happens
to a place, as to its tables, is on the panel only.
"""

from __future__ import annotations

from live.recorder import Recorder, Stream

from orders.models import Event, OrderSession, Panel

SESSION = Stream(OrderSession, name="code", group="session_{}", events=Event, link="session")
PANEL = Stream(
    Panel,
    name="location_id",
    group="panel_{}",
    events=Event,
    link="location_id",
    number="panel_seq",
)

# All who look at the menu of a place; what is said there is of no stream.
MENU = "menu_{}"
MENU_CHANGED = "menu.changed"  # of the message in the group, and of the frame
OFFER_CHANGED = "offer.changed"  # the same

recorder = Recorder(own=SESSION, board=PANEL)
place_recorder = Recorder(own=PANEL)
