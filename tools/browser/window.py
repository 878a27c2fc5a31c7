"""One Chromium, and windows in it: a tablet of the staff, a phone of a guest."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ViewportSize,
    sync_playwright,
)

from tools.browser import chromium

PATIENCE = 10_000  # milliseconds that anything on a page may take
ARGUMENTS = (
    "--disable-gpu",
    "--in-process-gpu",  # there is none: a process less to talk with
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
LOGIN = "aisle.login"


@dataclass(frozen=True)
class Device:
    """What the page is looked at with; the size is in CSS pixels."""

    name: str
    width: int
    height: int
    mobile: bool

    def __str__(self) -> str:
        return self.name


TABLET = Device("tablet", 1024, 768, mobile=False)
PHONE = Device("phone", 360, 740, mobile=True)


@contextmanager
def opened(*, headless: bool = True) -> Iterator[Browser]:
    """A running Chromium; raises chromium.Missing."""
    with sync_playwright() as playwright, launched(playwright.chromium, headless=headless) as one:
        yield one


@contextmanager
def launched(kind: BrowserType, *more: str, headless: bool = True) -> Iterator[Browser]:
    """A running Chromium with more arguments, such as a camera; another one's `browser_type` starts
    it beside that; raises chromium.Missing.
    """
    program = chromium.ensure()
    arguments = [*ARGUMENTS, *more, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    browser = kind.launch(executable_path=program, args=arguments, headless=headless)
    try:
        yield browser
    finally:
        browser.close()


def window(
    browser: Browser,
    device: Device,
    url: str,
    *,
    signed_in: dict[str, Any] | None = None,
    dark: bool = False,
    language: str = "en-GB",
    sharpness: float = 1,
    motion: bool = False,
    scripts: bool = True,
) -> BrowserContext:
    """A window of its own storage, without motion unless asked for; `signed_in` is a `login`."""
    context = browser.new_context(
        base_url=url,
        viewport=ViewportSize(width=device.width, height=device.height),
        device_scale_factor=sharpness,
        is_mobile=device.mobile,
        has_touch=True,
        color_scheme="dark" if dark else "light",
        reduced_motion="no-preference" if motion else "reduce",
        locale=language,
        java_script_enabled=scripts,
        timezone_id="Europe/Berlin",
        storage_state=_storage(url, signed_in) if signed_in else None,
    )
    context.set_default_timeout(PATIENCE)
    return context


def login(granted: dict[str, Any]) -> dict[str, Any]:
    """What the pages keep (libs/pages, login.js) of an answer of /verification/login/."""
    renewed = round(time.time() * 1000)
    return {
        "userId": granted.get("session_data", granted)["user_id"],
        "sessionKey": granted["session_key"],
        **{name: granted[name] for name in ("username", "roles", "access", "refresh")},
        "renewed": renewed,
        "expires": renewed + granted["expires_in"] * 1000,
    }


def _storage(url: str, signed_in: dict[str, Any]) -> Any:
    entry = {"name": LOGIN, "value": json.dumps(signed_in)}
    return {"cookies": [], "origins": [{"origin": url, "localStorage": [entry]}]}
