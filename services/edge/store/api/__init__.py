"""HTTP adapters, one router for each room."""

from store.api import board

rooms = (board,)
routers = [each.router for each in rooms]

__all__ = ["routers"]
