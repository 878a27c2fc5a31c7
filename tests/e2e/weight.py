"""How many bytes a page takes to load, as the network sees them: compressed, with headers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page


@dataclass
class Weight:
    """Counts what a page loads from now on."""

    page: Page
    urls: dict[str, str] = field(default_factory=dict)  # by id of the request
    images: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)  # by id of the request

    def __post_init__(self) -> None:
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        listeners: dict[str, Callable[[dict[str, Any]], None]] = {
            "Network.responseReceived": self._answered,
            "Network.loadingFinished": self._finished,
        }
        for event, listener in listeners.items():
            network.on(event, listener)

    @property
    def total(self) -> int:
        """Bytes without images."""
        return sum(size for key, size in self.sizes.items() if key not in self.images)

    def table(self) -> str:
        """What was loaded, the heaviest first."""
        heaviest = sorted(self.sizes.items(), key=lambda item: -item[1])
        return "\n".join(f"{size:>8} {self.urls.get(key)}" for key, size in heaviest)

    def _answered(self, event: dict[str, Any]) -> None:
        self.urls[event["requestId"]] = event["response"]["url"]
        if event["type"] == "Image":
            self.images.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])
