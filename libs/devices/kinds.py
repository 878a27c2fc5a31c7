"""The kinds of devices that a service has, and what it wants to hear of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an app's config, which registers kinds, is there before any model
    from devices.models import Command, Device


def _ignore(_: object) -> None:
    """The service has no use for it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of device; a service registers its kinds in the `ready()` of its app.

    `group` is the Channels group of a device, with `{}` for its external id; no two kinds of a
    service may have names in common. After `silence` seconds without a frame a device is offline;
    with `open_is_alive` an open socket is sign of life enough, for devices that may say nothing for
    long and whose socket answers protocol pings.

    The hooks run in the transaction of what they are told of, which a hook that raises undoes.
    `presence_changed` gets all devices that have come online or gone offline in one transaction, so
    that the service can lock in an order of its own; `command_ended` gets a command with its
    `outcome`.
    """

    name: str
    group: str
    silence: float
    open_is_alive: bool = False
    presence_changed: Callable[[Sequence[Device]], None] = _ignore
    command_ended: Callable[[Command], None] = _ignore


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known to every process of the service."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    """The kind of this name; raises KeyError when the service has not registered it."""
    return _kinds[name]


def kinds() -> tuple[Kind, ...]:
    """All kinds of this service."""
    return tuple(_kinds.values())
