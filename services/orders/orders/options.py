"""What may be chosen with a product, as products tells it, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kit.errors import BadRequest

NOTHING = {"is_default": False, "is_active": True}


@dataclass(frozen=True, slots=True)
class Option:
    """One of a group; `price` is the difference that it makes. `product_id` is what one of it takes
    from stock, None where nobody counts.
    """

    id: int
    name: str
    price: Decimal
    is_default: bool
    is_active: bool
    product_id: int | None


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """At least `least` and at most `most` of its options are chosen."""

    id: int
    name: str
    least: int
    most: int
    options: tuple[Option, ...]

    def shown(self) -> dict[str, Any]:
        """As a refusal tells it."""
        return {
            "option_group_id": self.id,
            "name": self.name,
            "least": self.least,
            "most": self.most,
        }


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option that was chosen, with the name of its group."""

    group: str
    option: Option

    def stored(self) -> dict[str, Any]:
        """As orders and lines keep and show it."""
        of = self.option
        return {
            "id": of.id,
            "group": self.group,
            "name": of.name,
            "price": str(of.price),
            "product_id": of.product_id,
        }


def chosen_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Chosen, ...]:
    """What Chosen.stored has kept."""
    return tuple(Chosen(each["group"], _option({**NOTHING, **each})) for each in stored)


Groups = tuple[OptionGroup, ...]


def groups_of(wire: Iterable[dict[str, Any]]) -> Groups:
    """Groups as products shows them, or as they are remembered; raises KeyError, TypeError,
    ValueError or ArithmeticError for what is nothing of the kind.
    """
    return tuple(
        OptionGroup(
            id=int(group["id"]),
            name=str(group["name"]),
            least=int(group["least"]),
            most=int(group["most"]),
            options=tuple(map(_option, group["options"])),
        )
        for group in wire
    )


def _option(wire: Mapping[str, Any]) -> Option:
    product_id = wire["product_id"]
    return Option(
        id=int(wire["id"]),
        name=str(wire["name"]),
        price=Decimal(str(wire["price"])),
        is_default=bool(wire["is_default"]),
        is_active=bool(wire["is_active"]),
        product_id=None if product_id is None else int(product_id),
    )


def remembered(groups: Groups) -> list[dict[str, Any]]:
    """Groups as they are remembered."""
    return [
        {
            "id": group.id,
            "name": group.name,
            "least": group.least,
            "most": group.most,
            "options": [_remembered(each) for each in group.options],
        }
        for group in groups
    ]


def _remembered(option: Option) -> dict[str, Any]:
    return {
        "id": option.id,
        "name": option.name,
        "price": str(option.price),
        "is_default": option.is_default,
        "is_active": option.is_active,
        "product_id": option.product_id,
    }


def choose(groups: Groups, ids: Sequence[int] | None) -> tuple[Chosen, ...]:
    """The options of these ids in the order of the groups; None means what is chosen where nobody
    says anything: the defaults that there are.

    Raises 400 `option_unavailable` for one that is not there or sold out, and `choice_needed` for a
    group of which too few or too many are chosen, with the groups as `details`.
    """
    wanted = _defaults(groups) if ids is None else set(ids)
    known = {option.id: option for group in groups for option in group.options}
    gone = [each for each in sorted(wanted) if each not in known or not known[each].is_active]
    if gone:
        raise BadRequest("option_unavailable", details=[{"option_id": each} for each in gone])
    open_groups = [group for group in groups if not _is_settled(group, wanted)]
    if open_groups:
        raise BadRequest("choice_needed", details=[group.shown() for group in open_groups])
    return tuple(
        Chosen(group.name, option)
        for group in groups
        for option in group.options
        if option.id in wanted
    )


def _defaults(groups: Groups) -> set[int]:
    options = (option for group in groups for option in group.options)
    return {option.id for option in options if option.is_default and option.is_active}


def _is_settled(group: OptionGroup, wanted: set[int]) -> bool:
    chosen = sum(option.id in wanted for option in group.options)
    return group.least <= chosen <= group.most
