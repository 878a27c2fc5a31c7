"""Renders the demo's drawings by Chromium: `python -m tools.drawings [NAME …]`.

Run by hand when a drawing changes: the pictures are in the repository (`demo/pictures`), a user's
machine has no renderer. What several drawings share is defined in `parts.svg`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from demo.gallery import DRAWINGS, LOGO, PICTURES
from tools.browser import chromium

PARTS = "parts"
SIZES = {LOGO.stem: (512, 512)}
DISH = (800, 600)
SHARPNESS = 2  # drawn so many times larger: edges come out fine
# Filters are worked out once for each tile: one tile is many times as fast.
WHOLE = ("--default-tile-width=2048", "--default-tile-height=2048")
PATIENCE = 300_000  # ms for one drawing, on a machine that is busy


def names() -> list[str]:
    """Of all drawings."""
    return sorted(path.stem for path in DRAWINGS.glob("*.svg") if path.stem != PARTS)


def markup(drawing: str, parts: str) -> str:
    """A page that shows a drawing, with the parts that it may use."""
    hidden = parts.replace("<svg ", '<svg style="position:absolute;width:0;height:0" ', 1)
    return f"<style>body{{margin:0}}svg{{display:block}}</style>{hidden}{drawing}"


def render(page: Page, name: str) -> Path:
    """Write the picture of a drawing; returns where."""
    width, height = SIZES.get(name, DISH)
    page.set_viewport_size({"width": width, "height": height})
    parts, drawing = ((DRAWINGS / f"{each}.svg").read_text() for each in (PARTS, name))
    page.set_content(markup(drawing, parts))
    seen = Image.open(BytesIO(page.screenshot(timeout=PATIENCE))).convert("RGB")
    target = PICTURES / f"{name}.webp"
    fine = seen.resize((width, height), Image.Resampling.LANCZOS)
    fine.save(target, "WEBP", quality=80, method=6)
    return target


def render_all(wanted: Iterable[str]) -> None:
    """Write these pictures, one by one."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox", *WHOLE]
        browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=options)
        page = browser.new_page(device_scale_factor=SHARPNESS)
        for name in wanted:
            written = render(page, name)
            print(f"{written.name}: {written.stat().st_size // 1024} kB", flush=True)
        browser.close()


def main() -> None:
    """The command line."""
    render_all(sys.argv[1:] or names())


if __name__ == "__main__":
    main()
