"""How long an order takes to the staff's eyes: the panel in a real Chromium, behind the gateway."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from tools.bench.live import frame_delay
from tools.bench.result import Result, percentile
from tools.bench.suite import Bench, Table
from tools.browser.window import TABLET, opened, window

TABLES = 10
ORDERS = 120
WARM_UP = 10  # orders that are not counted
# Sends an order and waits for its note in the document. One clock for both: the page sends it.
ORDER = """async ([path, body, note]) => {
  const seen = new Promise((resolve) => {
    const watcher = new MutationObserver((changes) => {
      const added = changes.flatMap((change) => [change.target, ...change.addedNodes]);
      if (!added.some((node) => node.isConnected && node.textContent.includes(note))) return;
      watcher.disconnect();
      resolve(performance.now());
    });
    watcher.observe(document.body, {subtree: true, childList: true, characterData: true});
  });
  const began = performance.now();
  const answer = await fetch(path, {method: "POST", body: JSON.stringify({...body, note}),
    headers: {"Content-Type": "application/json", "Prefer": "return=minimal"}});
  if (!answer.ok) throw new Error(await answer.text());
  return (await seen) - began;
}"""


def order_to_panel(bench: Bench) -> Result:
    """POST sent by a page → the order's line in the panel's document, one order at a time."""
    tables = bench.tables(TABLES)
    place = f"/orders/panel/#/{bench.places[0].location}"
    with opened() as browser:
        page = window(browser, TABLET, bench.state["url"], signed_in=bench.signed_in).new_page()
        page.goto(place)
        page.get_by_text(tables[-1].name).first.wait_for()
        found = [_order(page, tables[n % TABLES], n) for n in range(WARM_UP + ORDERS)]
    ours, limit = statistics.median(found[WARM_UP:]), frame_delay(bench) * 1000
    return Result(
        "order → line on the panel in Chromium, p50",
        f"{ours:.1f} ms (p99 {percentile(found[WARM_UP:], 99):.1f})",
        f"{limit:.1f} ms",
        ours / limit,
        None,
    )


def _order(page: Page, table: Table, number: int) -> float:
    """Milliseconds of one order."""
    body = {"session_code": table.code, "product_id": table.product}
    found: float = page.evaluate(ORDER, ["/orders/create/", body, f"note {number:04d}"])
    return found
