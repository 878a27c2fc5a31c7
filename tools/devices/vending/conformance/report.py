"""Checks that run one after the other, and what they have found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


class Fault(Exception):
    """What is checked does not keep to the rule; the text says how."""


class Unchecked(Exception):
    """It cannot be checked here; the text says why."""


class Hopeless(Fault):
    """The checks that follow would say nothing new."""


@dataclass(frozen=True)
class Finding:
    """The end of a check: `word` is `ok`, `FAILS` or `skipped`, and `why` what is to be said."""

    name: str
    word: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.word:<8} {self.name}{': ' if self.why else ''}{self.why}"


def demand(holds: object, why: str) -> None:
    """Raise Fault unless it holds."""
    if not holds:
        raise Fault(why)


async def run(
    checks: Sequence[Callable[[T], Awaitable[None]]], subject: T, say: Callable[[str], None]
) -> list[Finding]:
    """Run them in their order; a check is called by its function's name, and says by its docstring
    what holds.
    """
    findings = list[Finding]()
    for check in checks:
        finding, is_over = await _run(check, subject)
        findings.append(finding)
        say(str(finding))
        if is_over:
            break
    return findings


async def _run(check: Callable[[T], Awaitable[None]], subject: T) -> tuple[Finding, bool]:
    name = getattr(check, "__name__", "check")
    promise = " ".join((check.__doc__ or "").split()).rstrip(".")
    try:
        await check(subject)
    except Fault as fault:
        return Finding(name, "FAILS", f"{fault} (wanted: {promise})"), isinstance(fault, Hopeless)
    except Unchecked as unchecked:
        return Finding(name, "skipped", str(unchecked)), False
    return Finding(name, "ok", promise), False


def failed(findings: Sequence[Finding]) -> list[str]:
    """The names of the checks that have failed."""
    return [finding.name for finding in findings if finding.word == "FAILS"]


def summary(findings: Sequence[Finding]) -> str:
    """The last line."""
    words = [finding.word for finding in findings]
    counts = (f"{words.count(word)} {word.lower()}" for word in ("ok", "FAILS", "skipped"))
    return ", ".join(counts)
