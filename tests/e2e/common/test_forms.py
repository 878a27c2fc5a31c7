"""What pages are built on: a store and its views, forms, waiting before another attempt."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.common.test_kit import SHARED, bare, run
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes
from tests.e2e.watch import Watch
from tools.browser.window import PHONE

FORM = """const { Form, Wrong } = kit;
const { fieldsView, formView, submitButton } = await import(new URL("fields.js", argument));
const { html, mount } = await import(new URL("view.js", argument));
const { makeStore } = await import(new URL("store.js", argument));
const { Refused, Unreachable } = await import(new URL("api.js", argument));
const store = makeStore({});
window.saved = [];
window.refusals = [];
const taken = () => new Refused(400, "taken");
const late = () => new Refused(429, "too_many_requests");
window.kinds = { taken, lost: () => new Unreachable(), late };
const even = (typed) => {
  if (Number(typed) % 2) throw new Wrong("An even number, please.");
  return Number(typed);
};
window.form = new Form({
  fields: [{ name: "title", label: "Title", required: true },
    { name: "number", label: "Number", value: "2", read: even }],
  changed: store.changed,
  reasons: { taken: () => "This title is taken." },
  places: { taken: "title" },
  save: async (values, button) => {
    const refusal = window.refusals.shift();
    if (refusal) throw window.kinds[refusal]();
    window.saved.push([values, button]);
  },
});
mount(store, () => html`<h1>Sample</h1>${formView(window.form, {
  label: "Sample",
  content: html`${fieldsView(window.form, "title")}<details><summary>More</summary>${
    fieldsView(window.form, "number")}</details>`,
  actions: submitButton(window.form, "Save", { value: "now" }),
})}`, document.querySelector("main"));"""


@pytest.fixture
def page(open_window: Open) -> Page:
    return bare(open_window(PHONE))


@pytest.fixture
def form(page: Page) -> Page:
    """A page with a form of two fields, one of them folded away."""
    run(page, "form", FORM, urljoin(page.url, f"{SHARED}/"))
    return page


def save(page: Page, *refusals: str) -> None:
    page.evaluate("refusals => window.refusals.push(...refusals)", list(refusals))
    page.get_by_role("button", name="Save").click()


def test_a_form_saves_what_was_typed_once(form: Page) -> None:
    form.get_by_label("Title").fill("  Terrace ")
    assert form.evaluate("window.form.dirty()") is True
    save(form)
    becomes(form, "saved.length === 1")
    assert form.evaluate("saved") == [[{"title": "Terrace", "number": 2}, "now"]]
    assert form.evaluate("window.form.dirty()") is False
    axe(form)


def test_what_is_wrong_is_told_at_its_field_which_gets_the_focus(form: Page) -> None:
    title, number = form.get_by_label("Title"), form.get_by_label("Number")
    save(form)
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description("Please fill this in.")
    title.fill("Terrace")
    expect(title).to_have_accessible_description("")
    form.get_by_text("More").click()
    number.fill("3")
    form.get_by_text("More").click()
    save(form)
    expect(number).to_be_focused()
    expect(number).to_have_accessible_description("An even number, please.")
    assert form.evaluate("saved") == []


def test_a_refusal_is_told_where_it_belongs_and_nothing_typed_is_lost(form: Page) -> None:
    title, alert = form.get_by_label("Title"), form.locator("main").get_by_role("alert")
    title.fill("Terrace")
    save(form, "taken")
    expect(title).to_have_accessible_description("This title is taken.")
    save(form, "lost")
    expect(alert).to_contain_text("What you wrote is kept.")
    save(form, "late")
    expect(alert).to_contain_text("Wait a moment, then try again.")
    expect(title).to_have_value("Terrace")
    save(form)
    becomes(form, "saved.length === 1")
    expect(alert).to_have_count(0)


def test_a_fault_of_ours_is_said_and_reported(form: Page, watch: Watch) -> None:
    watch.allow("uncaught: TypeError")
    form.get_by_label("Title").fill("Terrace")
    save(form, "unknown")  # no such kind
    expect(form.locator("main").get_by_role("alert")).to_contain_text("Something went wrong here.")


def test_what_a_view_moves_keeps_the_focus_and_what_is_typed(page: Page) -> None:
    run(
        page,
        "view",
        """const { makeStore } = await import(new URL("store.js", argument));
        window.store = makeStore({ names: ["a", "b", "c"] });
        const row = (name) => kit.html`<li><input aria-label=${name}></li>`;
        const list = ({ names }) => kit.html`<ul>${kit.repeat(names, (name) => name, row)}</ul>`;
        kit.mount(store, list, document.querySelector("main"));""",
        urljoin(page.url, f"{SHARED}/"),
    )
    page.get_by_label("b").fill("half a word")
    page.evaluate("store.set({ names: ['d', 'c', 'a', 'b'] })")
    expect(page.get_by_role("textbox")).to_have_count(4)
    expect(page.get_by_label("b")).to_be_focused()
    expect(page.get_by_label("b")).to_have_value("half a word")


def test_a_store_calls_once_for_the_changes_of_a_moment_and_not_after_the_end(page: Page) -> None:
    called = run(
        page,
        "store",
        """const store = kit.makeStore({ a: 1 }), seen = [];
        const stop = store.watch(() => seen.push(store.state.a));
        store.set({ a: 2 });
        store.set({ a: 3 });
        await null;
        store.set({ a: 4 });
        store.flush();
        store.flush();
        stop();
        store.set({ a: 5 });
        await null;
        return seen;""",
    )
    assert called == [3, 4]


@pytest.mark.parametrize(("attempt", "most"), [(0, 1500), (2, 4500), (9, 15500)])
def test_pauses_grow_to_a_longest_and_differ(page: Page, attempt: int, most: float) -> None:
    limits: dict[str, float] = {"first": 1000, "longest": 15000}
    pauses = [asked_to_wait(page, attempt, limits) for _ in range(30)]
    assert 500 <= min(pauses) < max(pauses) <= most
    assert asked_to_wait(page, attempt, {**limits, "atLeast": 20_000}) == 20_000


def asked_to_wait(page: Page, attempt: int, limits: dict[str, float]) -> float:
    """Milliseconds."""
    code = "return kit.pauseAfter(argument.attempt, argument.limits);"
    pause: float = run(page, "backoff", code, {"attempt": attempt, "limits": limits})
    return pause
