"""HTTP adapters, one router for each room."""

from store.api import board, changes, gates, heartbeats, modes, tickets, visits

# What is above an id in a path goes ahead of it.
rooms = (board, gates, modes, visits, heartbeats, changes, tickets)
routers = [each.router for each in rooms]

__all__ = ["routers"]
