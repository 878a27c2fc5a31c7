"""What the shared modules promise to every page, each by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes
from tests.e2e.watch import Watch
from tools.browser.window import LOGIN, PHONE

SHARED = "/locations/static/pages"
FAILED = "Failed to load resource"
OLD = {
    "userId": 1,
    "username": "ada",
    "roles": [],
    "access": "old",
    "refresh": "r1",
    "sessionKey": "k",
    "renewed": 0,
    "expires": 0,
}
NEW = {
    "session_data": {"user_id": 1},
    "username": "ada",
    "roles": [],
    "access": "new",
    "refresh": "r2",
    "expires_in": 900,
}


@pytest.fixture
def page(open_window: Open) -> Page:
    """A page with the shared base, and nothing going on."""
    return bare(open_window(PHONE))


def nothing(route: Route) -> None:
    """An empty module."""
    route.fulfill(content_type="text/javascript", body="")


def bare(page: Page) -> Page:
    """The shell of a page without its own modules."""
    page.route("**/locations/setup/app.js", nothing)
    page.goto("/locations/setup/")
    page.evaluate("document.querySelector('main').replaceChildren()")
    return page


def run(page: Page, module: str, code: str, argument: Any = None) -> Any:
    """The value of code that has a module's exports as `kit`."""
    return page.evaluate(
        f"async (argument) => {{ const kit = await import('{SHARED}/{module}.js'); {code} }}",
        argument,
    )


def answer(route: Route, status: int, **body: Any) -> None:
    route.fulfill(status=status, content_type="application/json", body=json.dumps(body))


def in_turn(*answers: Callable[[Route], None]) -> tuple[list[Any], Callable[[Route], None]]:
    """A handler that answers so, one after the other, and the requests that it has seen."""
    seen: list[Any] = []
    left: Iterator[Callable[[Route], None]] = iter(answers)

    def handle(route: Route) -> None:
        seen.append(route.request)
        next(left)(route)

    return seen, handle


def test_a_list_that_is_reordered_keeps_what_is_being_typed(page: Page) -> None:
    run(
        page,
        "dom",
        """const list = kit.h("ul");
        document.querySelector("main").append(list);
        window.show = (...items) => kit.keyed(list, items, (item) => item,
          (item) => kit.h("li", {}, kit.h("input", { "aria-label": item })),
          (node) => node.classList.add("updated"));
        show("a", "b", "c");""",
    )
    page.get_by_label("b").fill("half a word")
    page.evaluate("show('c', 'b', 'd', 'a')")
    expect(page.get_by_label("b")).to_be_focused()
    expect(page.get_by_label("b")).to_have_value("half a word")
    names = page.get_by_role("textbox").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert names == ["c", "b", "d", "a"]
    assert page.locator("li.updated").count() == 3
    page.evaluate("show('d')")
    expect(page.get_by_role("textbox")).to_have_count(1)


def test_texts_are_never_read_as_html(page: Page) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    run(
        page,
        "dom",
        """document.querySelector("main").append(kit.h("p", { title: argument }, argument));
        kit.toast(argument);""",
        hostile,
    )
    assert page.locator("main p").inner_text() == hostile
    assert page.locator("main img, .toast img").count() == 0


def test_a_dialog_holds_the_focus_and_speaks_for_itself(page: Page) -> None:
    run(
        page,
        "dialog",
        """const { h, toast } = await import(new URL("dom.js", argument));
        window.toast = toast;
        const ask = async () => (window.given = await kit.ask(
          { title: "New table", label: "Name", required: true, maxlength: 10, yes: "Create" }));
        const properties = { class: "button", on: { click: ask } };
        document.querySelector("main").append(h("button", properties, "Open"));""",
        urljoin(page.url, f"{SHARED}/"),
    )
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_label("Name")).to_be_focused()
    axe(page)
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("dialog")).to_be_visible()  # a name is required
    page.evaluate("toast('Not yet')")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Not yet")
    page.get_by_label("Name").fill("  Table 7 ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Open")).to_be_focused()
    becomes(page, "window.given === 'Table 7'")
    expect(page.locator(".toast")).to_be_visible()  # what the dialog was saying outlives it
    page.get_by_role("button", name="Open").click()
    page.keyboard.press("Escape")
    becomes(page, "window.given === null")


def test_a_write_is_repeated_with_its_key_until_it_is_answered(page: Page, watch: Watch) -> None:
    watch.allow(FAILED)
    seen, handle = in_turn(
        lambda route: route.abort(),
        lambda route: answer(route, 503, success=False, reason="service_unavailable"),
        lambda route: answer(route, 429, success=False, reason="too_many_requests"),
        lambda route: route.fulfill(status=200, body="<html>a hotel's login</html>"),
        lambda route: answer(route, 200, success=True, response={"batch": 7}),
    )
    page.route("**/orders/place/", handle)
    told = run(
        page,
        "api",
        """const pauses = [];
        const onTrouble = (seconds) => {
          pauses.push(seconds);
          setTimeout(() => dispatchEvent(new Event("online")));  // ends the pause
        };
        const key = kit.newKey();
        return [await kit.insist("/orders/place/", { a: 1 }, { key, onTrouble }), pauses, key];""",
    )
    assert told[0] == {"batch": 7}
    assert len(told[1]) == 4
    assert all(0 < pause <= 15 for pause in told[1])
    assert {request.headers["idempotency-key"] for request in seen} == {told[2]}


def test_a_refusal_is_not_repeated(page: Page, watch: Watch) -> None:
    watch.allow(FAILED)
    seen, handle = in_turn(lambda route: answer(route, 409, success=False, reason="cart_empty"))
    page.route("**/orders/cart/send/", handle)
    told = run(
        page,
        "api",
        """return kit.insist("/orders/cart/send/", {}, { key: "k" })
          .catch(({ name, status, reason }) => [name, status, reason]);""",
    )
    assert (told, len(seen)) == (["Refused", 409, "cart_empty"], 1)


def signed(page: Page, **login: Any) -> None:
    page.evaluate(
        "([place, login]) => localStorage.setItem(place, login)", [LOGIN, json.dumps(login)]
    )


def signed_in_too_long(page: Page) -> None:
    """An old token that nobody renews any more."""
    signed(page, **OLD)
    _, refuse = in_turn(
        lambda route: answer(route, 403, success=False, reason="incorrect_credentials")
    )
    page.route("**/verification/refresh/", refuse)


def test_two_calls_at_once_renew_an_old_token_once(page: Page) -> None:
    signed(page, **OLD)
    renewed, renew = in_turn(lambda route: answer(route, 200, success=True, response=NEW))
    page.route("**/verification/refresh/", renew)
    called, call = in_turn(*[lambda route: answer(route, 200, success=True, response=1)] * 2)
    page.route("**/locations/mine/", call)
    told = run(
        page,
        "login",
        """const call = () => kit.signedGet("/locations/mine/");
        return [await Promise.all([call(), call()]), kit.who().username];""",
    )
    assert told == [[1, 1], "ada"]
    assert len(renewed) == 1
    assert {request.headers["authorization"] for request in called} == {"Bearer new"}


def test_a_token_that_is_refused_for_its_age_is_renewed(page: Page, watch: Watch) -> None:
    watch.allow(FAILED)
    signed(page, **{**OLD, "expires": 10**15})
    _, renew = in_turn(lambda route: answer(route, 200, success=True, response=NEW))
    page.route("**/verification/refresh/", renew)
    called, call = in_turn(
        lambda route: answer(route, 403, success=False, reason="incorrect_credentials"),
        lambda route: answer(route, 200, success=True),
    )
    page.route("**/orders/move/1/", call)
    assert run(page, "login", "return kit.signedPost('/orders/move/1/', {})") is None
    tokens = [request.headers["authorization"] for request in called]
    assert tokens == ["Bearer old", "Bearer new"]


def test_a_login_that_has_ended_is_told(page: Page, watch: Watch) -> None:
    watch.allow(FAILED)
    signed_in_too_long(page)
    told = run(
        page,
        "login",
        """let told = 0;
        kit.onSignedOut(() => told++);
        const name = await kit.token().catch(({ name }) => name);
        return [name, told, kit.who(), localStorage.length];""",
    )
    assert told == ["SignedOut", 1, None, 0]


def test_a_login_that_another_tab_has_replaced_lives_on(page: Page, watch: Watch) -> None:
    watch.allow(FAILED)
    signed_in_too_long(page)
    told = run(
        page,
        "login",
        """const name = "aisle.login", real = fetch;
        window.fetch = (...asked) => {
          const login = JSON.parse(localStorage.getItem(name));
          localStorage.setItem(name, JSON.stringify({ ...login, refresh: "r2", access: "theirs" }));
          return real(...asked);
        };
        return kit.token();""",
    )
    assert told == "theirs"


@pytest.mark.parametrize(
    ("language", "price", "time"), [("en", "€1,234.50", "14:05"), ("de", "1.234,50 €", "14:05")]
)
def test_prices_and_times_are_the_readers(
    open_window: Open, language: str, price: str, time: str
) -> None:
    page = bare(open_window(PHONE, language=language))
    told = run(
        page,
        "texts",
        """const soon = new Date();
        soon.setHours(14, 5);
        const { money, units } = await import("/locations/static/pages/money.js");
        return [money(units("1234.50")), kit.clock(soon), units("0.07"), units(null),
          kit.t("Table {name}", { name: "{name}" }),
          kit.n("{count} x", "{count} y", 1)];""",
    )
    assert [told[0].replace("\xa0", " "), *told[1:]] == [price, time, 7, 0, "Table {name}", "1 x"]
