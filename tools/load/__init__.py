"""How many vending machines one websocket process of edge carries, beside plain asyncio."""
