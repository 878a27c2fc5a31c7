"""Staff on the set-up page: names, roles, new passwords handed over; and forgotten passwords."""

from __future__ import annotations

import re
import secrets
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.watch import Watch
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, TABLET

FRESH = "battery staple 7"


def sign_in(page: Page, name: str, password: str, path: str = "/locations/setup/") -> None:
    page.goto(path)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def staff_page(open_window: Open, cafe: Cafe) -> Page:
    """The owner's list of staff."""
    page = open_window(TABLET)
    sign_in(page, cafe.owner.username, cafe.owner.password)
    page.get_by_role("link", name="Staff", exact=True).click()
    return page


def make(page: Page, name: str) -> str:
    """Make an account for Willi Wirt; its password."""
    form = page.get_by_role("region", name="Somebody new")
    fields = {"First name": "Willi", "Last name": "Wirt", "E-mail": f"{name}@example.org"}
    for label, value in (fields | {"Username": name}).items():
        form.get_by_label(label).fill(value)
    expect(form.get_by_label("Role")).to_have_value("waiter")
    form.get_by_role("button", name="Create the account").click()
    expect(form.get_by_role("heading", name=f"{name} can sign in now")).to_be_focused()
    password = form.locator("dd").nth(2).inner_text()
    form.get_by_role("button", name="I have written it down").click()
    return password


def mailed(stack: Stack, name: str) -> str:
    """The link in the mail about this account, which a suite on one machine writes into a file,
    without the suite's own address, which the tests know by another name.
    """
    found: list[str] = []

    def arrived() -> bool:
        for path in (stack.home / "mails").glob("*.log"):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            text = str(message.get_content())
            if name in text:
                found.extend(re.findall(r"https?://[^/]+(/\S+)", text))
        return bool(found)

    wait_for(arrived, 20.0, "the mail arrives")
    return found[0]


def test_names_are_shown_roles_changed_and_a_new_password_handed_over(
    staff_page: Page, open_window: Open, cafe: Cafe, watch: Watch
) -> None:
    watch.allow("status of 403", "status of 400")  # the old password, and a weak one
    name = f"willi-{secrets.token_hex(4)}"
    old = make(staff_page, name)
    people = staff_page.get_by_role("region", name="Who works here").get_by_role("listitem")
    willi = people.filter(has_text="Willi Wirt")
    expect(willi).to_contain_text(name)
    willi.get_by_label("Role of Willi Wirt").select_option("kitchen")
    expect(staff_page.get_by_text("Willi Wirt is Kitchen here now.").first).to_be_visible()
    willi.get_by_role("button", name="New password for Willi Wirt").click()
    dialog = staff_page.get_by_role("dialog")
    axe(staff_page)
    dialog.get_by_role("button", name="New password").click()
    expect(willi.get_by_role("heading", name=f"{name} can sign in now")).to_be_focused()
    axe(staff_page)
    new = willi.locator("dd").nth(2).inner_text()
    willi.get_by_role("button", name="I have written it down").click()

    theirs = open_window(PHONE)
    sign_in(theirs, name, old)
    expect(theirs.get_by_role("alert").filter(has_text="wrong")).to_be_visible()
    theirs.get_by_label("Password", exact=True).fill(new)
    theirs.get_by_role("button", name="Sign in", exact=True).click()
    expect(theirs.get_by_role("heading", name="Choose your own password")).to_be_focused()
    axe(theirs)
    theirs.get_by_label("New password").fill("password")
    theirs.get_by_role("button", name="Save and go on").click()
    expect(theirs.get_by_label("New password")).to_have_accessible_description(
        re.compile("guessed first")
    )
    theirs.get_by_label("New password").fill(FRESH)
    theirs.get_by_role("button", name="Save and go on").click()
    expect(theirs.get_by_role("switch").first).to_be_visible()


def test_who_made_their_account_themselves_gets_no_new_password(
    open_window: Open, cafe: Cafe
) -> None:
    user = cafe.hire("manager")
    page = open_window(TABLET)
    sign_in(page, cafe.owner.username, cafe.owner.password)
    page.get_by_role("link", name="Staff", exact=True).click()
    person = page.get_by_role("listitem").filter(has_text=user.username)
    expect(person.get_by_role("button", name=re.compile("^Remove"))).to_be_visible()
    expect(person.get_by_role("button", name=re.compile("^New password"))).to_have_count(0)


@pytest.mark.parametrize("role", ["waiter", "kitchen"])
def test_a_waiter_and_the_kitchen_see_the_sold_out_switches_only(
    open_window: Open, cafe: Cafe, role: str
) -> None:
    user = cafe.hire(role)
    page = open_window(PHONE)
    sign_in(page, user.username, user.password)
    switch = page.get_by_role("switch", name="On sale: Espresso")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(switch).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("link", name="Add a product")).to_have_count(0)
    expect(page.get_by_role("link", name="Place", exact=True)).to_have_count(0)
    axe(page)
    fits_across(page)
    product = cafe.api.get(f"/products/get/{cafe.menu['Espresso']}/").json()["response"]
    assert product["is_active"] is False


def test_a_password_is_shown_and_a_weak_one_told_beside_its_field(
    open_window: Open, watch: Watch
) -> None:
    watch.allow("status of 403")
    page = open_window(PHONE)
    page.goto("/locations/setup/")
    page.get_by_role("button", name="I run a place and have no account yet").click()
    fields = {"First name": "Ada", "Last name": "Example", "E-mail": "ada@example.org"}
    for label, value in (fields | {"Username": f"ada-{secrets.token_hex(4)}"}).items():
        page.get_by_label(label).fill(value)
    password = page.get_by_label("Password", exact=True)
    password.fill("password")
    page.get_by_role("button", name="Create the account").click()
    expect(password).to_be_focused()
    expect(password).to_have_accessible_description(re.compile("guessed first"))
    expect(page.get_by_label("E-mail")).to_have_accessible_description(
        re.compile("link to a new password")
    )
    show = page.get_by_role("button", name="Show the password")
    show.click()
    expect(password).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    axe(page)
    show.press("Enter")
    expect(password).to_have_attribute("type", "password")


def test_a_forgotten_password_comes_back_by_mail(
    open_window: Open, cafe: Cafe, stack: Stack, watch: Watch
) -> None:
    watch.allow("status of 400")
    user = cafe.api.register()
    page = open_window(PHONE)
    page.goto("/orders/panel/")
    page.get_by_role("button", name="Forgot your password?").click()
    expect(page.get_by_role("heading", name="Forgot your password?")).to_be_focused()
    page.get_by_label("Username or e-mail").fill(user.username)
    axe(page)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("status").filter(has_text="on its way")).to_be_visible()
    axe(page)
    link = mailed(stack, user.username)

    other = open_window(PHONE)
    other.goto(link)
    expect(other.get_by_role("heading", name="Choose a new password")).to_be_focused()
    assert "reset" not in other.url
    axe(other)
    fits_across(other)
    other.get_by_label("New password", exact=True).fill(FRESH)
    other.get_by_role("button", name="Save and sign in").click()
    expect(other.get_by_text(f"Signed in as {user.username}")).to_be_visible()

    again = open_window(PHONE)
    again.goto(link)
    again.get_by_label("New password", exact=True).fill(FRESH)
    again.get_by_role("button", name="Save and sign in").click()
    expect(again.get_by_role("alert").filter(has_text="has been used")).to_be_visible()
