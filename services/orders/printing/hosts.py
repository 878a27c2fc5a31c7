"""Where printers may be: the service talks to addresses that staff have typed, so to few.

A printer is in a network of PRINTER_NETWORKS and at a port of PRINTER_PORTS. A name is looked up
once for each connection, and what was found is what is connected to.
"""

from __future__ import annotations

import re
import socket
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from kit.errors import BadRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# A name whose last label has a letter first: "127.1" and "0x7f000001" are numbers in disguise.
LABEL = r"[a-z0-9_-]{1,63}"
NAME = re.compile(rf"({LABEL}\.)*(?=[a-z]){LABEL}")
# Of the machines that clouds run, whatever network the operator allows: their keys are told there.
METADATA = frozenset(map(ip_address, ("169.254.169.254", "fd00:ec2::254", "100.100.100.200")))
REFUSED = BadRequest("printer_refused")


class Refused(Exception):
    """A printer's name leads to where no printer may be."""


def networks(items: list[str]) -> tuple[Network, ...]:
    """The networks of a setting; raises ImproperlyConfigured."""
    try:
        return tuple(map(ip_network, items))
    except ValueError as odd:
        raise ImproperlyConfigured(f"PRINTER_NETWORKS: {odd}") from odd


def ports(text: str) -> range:
    """The ports of a setting as `9100-9109`; raises ImproperlyConfigured."""
    first, dash, last = text.partition("-")
    last = last if dash else first
    if not (first.isdecimal() and last.isdecimal()):
        raise ImproperlyConfigured("PRINTER_PORTS must be as 9100-9109")
    found = range(int(first), int(last) + 1)
    if not found or not 0 < found[0] <= found[-1] < 65536:
        raise ImproperlyConfigured("PRINTER_PORTS must be as 9100-9109")
    return found


def require_host(text: str) -> str:
    """A host as somebody typed it: an address where printers may be, or a name, which is looked up
    when it is connected to. Raises 400 `printer_refused`.
    """
    try:
        address = ip_address(text)
    except ValueError:
        if not NAME.fullmatch(text):
            raise REFUSED from None
        return text
    if "%" in text or not is_allowed(address):
        raise REFUSED
    return str(address)


def is_allowed(address: Address) -> bool:
    """Whether a printer may have this address."""
    plain = getattr(address, "ipv4_mapped", None) or address
    if plain in METADATA or plain.is_link_local or plain.is_multicast or plain.is_unspecified:
        return False
    return any(plain in network for network in settings.PRINTER_NETWORKS)


def resolve(host: str, port: int) -> tuple[socket.AddressFamily, str]:
    """The address to connect to, and its family. Raises Refused for a port that is no printer's,
    and for a name one of whose addresses is not allowed; OSError for a name that is none.
    """
    if port not in settings.PRINTER_PORTS:
        raise Refused(f"port {port}")
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for _, _, _, _, place in found:
        if not is_allowed(ip_address(str(place[0]).partition("%")[0])):
            raise Refused(host)
    family, _, _, _, place = found[0]
    return family, str(place[0])
