"""How fast a long menu opens, with pictures: measured as the work of the phone's own processor,
which others on the machine do not slow down.
"""

from __future__ import annotations

from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.tables.photographs import send_pictures
from tests.support.api import Api
from tools.browser.window import PHONE

VISITS = 6  # of each phone at least,
MOST_VISITS = 18  # and so many on a machine whose other work shows in every one of them
ROWS = 60  # of a file of dishes
WHOLE = 60_000  # ms that the rest of a menu may take beside other suites
MORE = 1.2  # of the work for a menu of 30 dishes may one of 300 take
ABOUT = "Bread and croissants from our oven, soft-boiled eggs, smoked ham, three cheeses, jam. " * 2
# What a page leaves for when it has nothing else to do waits until it is let go.
HELD = """const held = [];
window.requestIdleCallback = (act) => held.push(act);
window.letGo = () => {
  window.requestIdleCallback = (act) => setTimeout(act, 0);
  for (const act of held) act();
};"""
# The first dishes, with what they are ordered by, are on the screen.
OPENED = """() => new Promise((done) => {
  const look = () => document.querySelector("li.dish .dish-add")
    ? requestAnimationFrame(() => setTimeout(done, 0))
    : requestAnimationFrame(look);
  look();
})"""


def test_a_menu_of_300_dishes_with_pictures_opens_as_fast_as_one_of_30(
    open_window: Open, api: Api
) -> None:
    short, long = (Phone(open_window(PHONE), menu(api, count), count) for count in (30, 300))
    works = [(short.work(), long.work()) for _ in range(VISITS)]
    while ratio(works) > MORE and len(works) < MOST_VISITS:
        works.append((short.work(), long.work()))
    assert ratio(works) <= MORE, works


def ratio(works: list[tuple[float, float]]) -> float:
    """Of the least work for the long menu to the least for the short one."""
    return min(long for _, long in works) / min(short for short, _ in works)


def menu(api: Api, count: int) -> str:
    """The code of a table of a café with so many dishes, all with a picture."""
    cafe = Cafe.opened(api, api.register())
    images = send_pictures(cafe, 4)
    for name, product in cafe.menu.items():
        cafe.staff(f"/products/edit/{product}/", product={"name": name, "image": images[0]})
    rows = [
        f"Dish {number};5.00;Part {number // 15};{ABOUT};{images[number % len(images)]}"
        for number in range(count - len(cafe.menu))
    ]
    for first in range(0, len(rows), ROWS):
        text = "\n".join(["name;price;categories;description;image", *rows[first : first + ROWS]])
        cafe.staff(f"/products/import/{cafe.location_id}/", csv=text)
    return cafe.open()


class Phone:
    """A phone that opens the same table again and again."""

    def __init__(self, page: Page, code: str, dishes: int) -> None:
        self.page, self.code, self.dishes = page, code, dishes
        self.meter: CDPSession = page.context.new_cdp_session(page)
        page.add_init_script(HELD)
        self.meter.send("Performance.enable", {"timeDomain": "threadTicks"})

    def work(self) -> float:
        """Seconds of the processor from the scan until the first dishes are on the screen."""
        self.page.goto(f"/t/{self.code}/", wait_until="commit")
        self.page.evaluate(OPENED)
        metrics = self.meter.send("Performance.getMetrics")["metrics"]
        worked = next(each["value"] for each in metrics if each["name"] == "TaskDuration")
        self.page.evaluate("letGo()")
        expect(self.page.locator("li.dish")).to_have_count(self.dishes, timeout=WHOLE)
        expect(self.page.locator(".dish .picture")).to_have_count(self.dishes)
        return float(worked)  # of this document: each begins at nothing
