"""How long something takes to somebody's eyes: pages in a real Chromium, behind the gateway."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, Page

from tools.bench.live import frame_delay
from tools.bench.result import Result, percentile
from tools.bench.suite import Bench, Table
from tools.bench.trolleys import Shopper, shelf, shoppers, trolleys
from tools.browser.network import PHONE_LATENCY, PHONE_RATE, first_seen, slow_down
from tools.browser.window import PHONE, TABLET, opened, window

TABLES = 10
ORDERS = 120
SCANS = 60  # of each scanner; a cart has at most a hundred lines
WARM_UP = 10  # orders and scans that are not counted
PAUSE_MS = 120  # a trolley's scanner reads at most ten a second
SCANNED_MS = 1500  # until then a guest who was never here is to see a dish
VISITS = 10  # of such guests, each by a window of its own
SOON_MS = 300  # until then a shopper's line is to be there

# Waits for an element that has some words in it. One clock for both ends: the page acts as well.
TIMED = """const timed = async (selector, words, act) => {
  const there = () => [...document.querySelectorAll(selector)].some(
    (each) => each.textContent.includes(words));
  const seen = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`never seen: ${words}`)), 10_000);
    const watcher = new MutationObserver(() => {
      if (!there()) return;
      watcher.disconnect();
      resolve(performance.now());
    });
    watcher.observe(document.body, {subtree: true, childList: true, characterData: true});
  });
  const began = performance.now();
  await act();
  return (await seen) - began;
};"""
ORDER = f"""async ([path, body, note]) => {{ {TIMED}
  return timed(".note", note, async () => {{
    const answer = await fetch(path, {{method: "POST", body: JSON.stringify({{...body, note}}),
      headers: {{"Content-Type": "application/json", "Prefer": "return=minimal"}}}});
    if (!answer.ok) throw new Error(await answer.text());
  }});
}}"""
REGISTER = """async ([path, key]) => {
  window.trolley = new WebSocket(`ws://${location.host}${path}`);
  await new Promise((resolve, reject) => Object.assign(window.trolley,
    {onopen: resolve, onerror: () => reject(new Error(path))}));
  const registered = new Promise((resolve) => {
    window.trolley.addEventListener("message", ({data}) => resolve(data), {once: true});
  });
  window.trolley.send(JSON.stringify({id: "0", type: "register", data: {key}}));
  return registered;
}"""
SCAN = f"""async ([number, barcode, pause]) => {{ {TIMED}
  await new Promise((resolve) => {{ setTimeout(resolve, pause); }});
  return timed(".line:not(.coming)", barcode, () => window.trolley.send(
    JSON.stringify({{id: String(number), type: "scan", data: {{barcode}}}})));
}}"""
TYPE = f"""async ([barcode]) => {{ {TIMED}
  const field = document.querySelector("#adding");
  return timed(".line:not(.coming)", barcode, () => {{
    field.value = barcode;
    field.dispatchEvent(new Event("input"));
    field.form.requestSubmit();
  }});
}}"""


def scan_to_dish(bench: Bench) -> Result:
    """A code scanned by a phone that was never here → the first dish in the document of the
    guest's page, through a phone's network as Chromium plays it.
    """
    table = bench.tables(1)[0]
    with opened() as browser:
        found = [_first_dish(browser, bench, table) for _ in range(VISITS)]
    ours = statistics.median(found)
    network = f"{PHONE_LATENCY} ms away, {PHONE_RATE / 1e6:.1f} Mbit/s"
    work = f"code scanned, nothing kept, {network} → first dish in Chromium, p50"
    told = f"{ours:.0f} ms (slowest {max(found):.0f})"
    return Result(work, told, f"{SCANNED_MS} ms", ours / SCANNED_MS, 1.0)


def _first_dish(browser: Browser, bench: Bench, table: Table) -> float:
    """Milliseconds of one visit."""
    context = window(browser, PHONE, bench.state["url"])
    page = context.new_page()
    slow_down(page)
    found = first_seen(page, f"/t/{table.code}/", ".dish")
    context.close()
    return found


def order_to_panel(bench: Bench) -> Result:
    """POST sent by a page → the order's line in the panel's document, one order at a time."""
    tables = bench.tables(TABLES)
    place = f"/orders/panel/#/{bench.places[0].location}"
    with opened() as browser:
        page = window(browser, TABLET, bench.state["url"], signed_in=bench.signed_in).new_page()
        page.goto(place)
        page.get_by_text(tables[-1].name).first.wait_for()
        found = [_order(page, tables[n % TABLES], n) for n in range(WARM_UP + ORDERS)]
    limit = frame_delay(bench) * 1000
    return _result("order → line on the panel in Chromium, p50", found, limit, None)


def _order(page: Page, table: Table, number: int) -> float:
    """Milliseconds of one order."""
    body = {"session_code": table.code, "product_id": table.product}
    found: float = page.evaluate(ORDER, ["/orders/create/", body, f"note {number:04d}"])
    return found


def barcode_to_line(bench: Bench) -> Iterator[Result]:
    """A barcode that the trolley reads, and one that the phone reads → its line in the document of
    the shopper's page, each a good that is new in the cart, one at a time.
    """
    goods = shelf(bench, bench.places[0].location, WARM_UP + SCANS)
    by_trolley, by_phone = shoppers(bench, trolleys(bench, [goods], 2))
    key = bench.api.make(f"/api/trolleys/{by_trolley.trolley.name}/keys", {})["key"]
    with opened() as browser:
        page = _shopping(window(browser, PHONE, bench.state["url"]).new_page(), by_trolley)
        page.evaluate(REGISTER, [f"/ws/devices/trolleys/{by_trolley.trolley.name}/", key])
        numbers = itertools.count(1)
        yield _lines(
            "barcode by the trolley's scanner",
            by_trolley,
            lambda barcode: page.evaluate(SCAN, [next(numbers), barcode, PAUSE_MS]),
        )
        page.close()
        other = _shopping(window(browser, PHONE, bench.state["url"]).new_page(), by_phone)
        yield _lines(
            "barcode by the phone", by_phone, lambda barcode: other.evaluate(TYPE, [barcode])
        )


def _shopping(page: Page, shopper: Shopper) -> Page:
    """The shopper's page, on the phone that has taken the trolley."""
    page.add_init_script(f"localStorage.setItem('session_id', '{shopper.session_id}')")
    page.goto(f"/trolley/{shopper.trolley.name}")
    page.locator("#adding").wait_for()
    return page


def _lines(work: str, shopper: Shopper, scan: Callable[[str], float]) -> Result:
    found = [scan(article.barcode) for article in shopper.trolley.shelf]
    return _result(f"{work} → line on the page in Chromium, p50", found, SOON_MS, 1.0)


def _result(work: str, found: list[float], limit: float, target: float | None) -> Result:
    """Of milliseconds."""
    counted = found[WARM_UP:]
    ours = statistics.median(counted)
    told = f"{ours:.1f} ms (p99 {percentile(counted, 99):.1f})"
    return Result(work, told, f"{limit:.1f} ms", ours / limit, target)
