"""Which changes a reading shows, against what each scale was known to weigh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from store.weighing.readings import Weighed

THRESHOLD_G = 30  # a change of so much counts, as with the original


@dataclass(frozen=True, slots=True)
class Rules:
    """When a difference is a change. Grams; `gap` is the silence after which a difference may be of
    several changes; `hold_off` is how long a weight must have been steady.
    """

    threshold_g: int = THRESHOLD_G
    gap: timedelta = timedelta(seconds=60)
    hold_off: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a scale: the weight up to which all changes are told, what it showed last,
    when, and since when it has shown about that.
    """

    baseline_g: int
    weight_g: int
    at: datetime
    steady_since: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A scale shows so many grams less (below 0) or more than before, as of `at`; it weighs
    `weight_g` now.
    """

    scale_id: str
    grams: int
    at: datetime
    gap: bool = False  # after a silence
    weight_g: int = 0


def weigh(
    known: Mapping[str, Known],
    scales: Iterable[Weighed],
    at: datetime,
    *,
    rules: Rules,
    anybody: bool,
) -> tuple[dict[str, Known], list[Change]]:
    """What is known after a reading of the moment `at`, which is not older than any before, and the
    changes that it shows.

    The first reading of a scale is its baseline. A difference of the threshold or more is a change
    and the new baseline; smaller ones add up against the old one, but while nobody is inside
    (`anybody` False) they are drift, and move it. Scales that a reading leaves out stay as known.
    """
    after, changes = dict(known), list[Change]()
    for scale in scales:
        before = known.get(scale.scale_id)
        if before is None:
            after[scale.scale_id] = Known(scale.weight_g, scale.weight_g, at, at)
            continue
        now, change = _weigh(before, scale, at, rules, anybody=anybody)
        after[scale.scale_id] = now
        if change is not None:
            changes.append(change)
    return after, changes


def _weigh(
    before: Known, scale: Weighed, at: datetime, rules: Rules, *, anybody: bool
) -> tuple[Known, Change | None]:
    moved = abs(scale.weight_g - before.weight_g) >= rules.threshold_g
    steady = at if moved else before.steady_since
    now = replace(before, weight_g=scale.weight_g, at=at, steady_since=steady)
    difference = scale.weight_g - before.baseline_g
    if abs(difference) >= rules.threshold_g:
        if at - steady < rules.hold_off:
            return now, None
        gap = at - before.at > rules.gap
        told = Change(scale.scale_id, difference, at, gap, scale.weight_g)
        return replace(now, baseline_g=scale.weight_g), told
    if not anybody:
        return replace(now, baseline_g=scale.weight_g), None
    return now, None
