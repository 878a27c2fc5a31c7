"""Where a request comes from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.http import HttpRequest

IPV6_SITE = 64  # bits: one customer of a provider holds at least such a network
Address = IPv4Address | IPv6Address


def client_network(request: HttpRequest) -> str:
    """The client's IPv4 address or IPv6 /64, for limits; `local` for a peer on a unix socket that
    names none.
    """
    return _network(_client(request))


def client_address(request: HttpRequest) -> str | None:
    """The client's address; None for a peer on a unix socket that names none."""
    address = _client(request)
    return None if address is None else str(address)


def _client(request: HttpRequest) -> Address | None:
    """The gateway tells it in `X-Real-IP`. That header is believed only of a peer on a unix socket,
    on loopback or in a private network, where the gateway is: any other peer counts as itself.
    """
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    near = peer is None or not peer.is_global
    forwarded = _address(request.META.get("HTTP_X_REAL_IP", "")) if near else None
    return forwarded or peer


def _address(text: str) -> Address | None:
    """None for what is no address."""
    try:
        parsed = ip_address(text.strip())
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed


def _network(address: Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), IPV6_SITE), strict=False))
    return str(address or "local")
