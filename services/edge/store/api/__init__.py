"""HTTP adapters, one router for each room."""

from store.api import (
    board,
    changes,
    devices,
    gates,
    heartbeats,
    machines,
    modes,
    money,
    tickets,
    videos,
    visits,
)

rooms = (
    board,
    gates,
    modes,
    visits,
    money,
    heartbeats,
    changes,
    tickets,
    videos,
    devices,
    machines,
)
routers = [each.router for each in rooms]

__all__ = ["routers"]
