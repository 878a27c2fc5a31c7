"""A page behind a slow network, as Chromium plays one."""

from __future__ import annotations

from playwright.sync_api import Page

#: A phone's network as in the evidence of issue 17: milliseconds, bits a second.
PHONE_LATENCY, PHONE_RATE = 150, 1_600_000


def slow_down(page: Page, latency: int = PHONE_LATENCY, rate: int | None = PHONE_RATE) -> None:
    """Each answer of this page comes so many milliseconds later, in so many bits a second."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    bytes_a_second = rate / 8 if rate else -1
    network.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )


# Remembers when something is in the page's document first.
FIRST_SEEN = """new MutationObserver((_, watcher) => {
  if (!document.querySelector("%s")) return;
  watcher.disconnect();
  window.firstSeen = performance.now();
}).observe(document, {subtree: true, childList: true});"""


def first_seen(page: Page, address: str, selector: str) -> float:
    """Milliseconds from the navigation to the first element that the selector finds."""
    page.add_init_script(FIRST_SEEN % selector)
    page.goto(address, wait_until="commit")
    page.locator(selector).first.wait_for(state="attached")
    found: float = page.evaluate("window.firstSeen")
    return found
