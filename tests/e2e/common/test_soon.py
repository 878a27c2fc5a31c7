"""What many changes make due is done once, and the last change counts."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.common.test_kit import page, run

__all__ = ["page"]

PAUSE = 20  # milliseconds


def begun(page: Page, code: str) -> list[int]:
    """How often it was called for when each work began; each takes three pauses."""
    found: list[int] = run(
        page,
        "soon",
        f"""const begun = [];
        let calls = 0, working = 0;
        const rest = (pauses) => new Promise((done) => setTimeout(done, pauses * {PAUSE}));
        const later = kit.soon(async () => {{
          if (working++) throw new Error("two at a time");
          begun.push(calls);
          await rest(3);
          working--;
        }}, {PAUSE});
        const call = () => {{ calls += 1; later(); }};
        {code}
        while (working || (begun.at(-1) ?? 0) < calls) await rest(1);
        return begun;""",
    )
    return found


def test_what_is_called_for_together_is_done_once(page: Page) -> None:
    assert begun(page, "call(); call(); call();") == [3]


def test_what_is_called_for_meanwhile_is_done_once_more(page: Page) -> None:
    code = "call(); while (!working) await rest(1); call(); call();"
    assert begun(page, code) == [1, 3]


def test_a_steady_stream_holds_nothing_up(page: Page) -> None:
    found = begun(page, "for (let turn = 0; turn < 40; turn++) { call(); await rest(0.5); }")
    assert found[0] < 10
    assert len(found) >= 3
    assert found[-1] == 40


def test_what_fails_is_done_again_when_it_is_called_for(page: Page) -> None:
    tries = run(
        page,
        "soon",
        f"""let tries = 0;
        const later = kit.soon(async () => {{ if (!tries++) throw new Error("no"); }}, {PAUSE});
        addEventListener("unhandledrejection", (event) => event.preventDefault());
        const turn = (count) => new Promise((done) => {{
          later();
          const look = setInterval(() => tries === count && done(clearInterval(look)), 5);
        }});
        await turn(1);
        await turn(2);
        return tries;""",
    )
    assert tries == 2
