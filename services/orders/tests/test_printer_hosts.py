"""Where printers may be: what staff type leads to few addresses, whatever a name says."""

import socket

import pytest
from django.core.exceptions import ImproperlyConfigured
from kit.errors import BadRequest
from printing import hosts

ALLOWED = ["127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.178.40", "::1", "fd12:3456::1"]
FORBIDDEN = [
    "8.8.8.8",
    "172.32.0.1",
    "169.254.169.254",
    "169.254.1.1",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "100.100.100.200",
    "100.64.0.1",
    "0.0.0.0",
    "::",
    "224.0.0.1",
    "255.255.255.255",
    "2001:db8::1",
]
ODD = [
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "printer.0x7f",
    "a b",
    "user@host",
    "host:9100",
    "http://host",
    "host/path",
    "..",
    "",
    "x" * 64,
    "kitchen\n",
    "küche",
]


@pytest.mark.parametrize("host", ALLOWED)
def test_a_private_address(host):
    assert hosts.require_host(host) == host


@pytest.mark.parametrize("host", [*FORBIDDEN, *ODD])
def test_what_is_refused_at_once(host):
    with pytest.raises(BadRequest, match="Printer refused"):
        hosts.require_host(host)


@pytest.mark.parametrize("host", ["printer", "kitchen.local", "epson-1.lan", "a_b.c"])
def test_a_name_is_looked_up_later(host):
    assert hosts.require_host(host) == host


def found(*addresses):
    """What a name leads to."""

    def look_up(host, port, **_):
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port))
            for each in addresses
        ]

    return look_up


def test_a_name_is_looked_up_once_and_that_is_connected_to(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", found("192.168.1.7", "10.0.0.1"))
    assert hosts.resolve("kitchen", 9100) == (socket.AF_INET, "192.168.1.7")


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_name_that_leads_to_what_is_refused(monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", found("192.168.1.7", address))
    with pytest.raises(hosts.Refused):
        hosts.resolve("kitchen", 9100)


@pytest.mark.parametrize("port", [22, 80, 5432, 6379, 9099, 9110])
def test_other_ports_are_no_printers(port):
    with pytest.raises(hosts.Refused):
        hosts.resolve("127.0.0.1", port)


def test_an_operator_allows_other_networks_but_never_what_tells_keys(settings):
    settings.PRINTER_NETWORKS = hosts.networks(["0.0.0.0/0", "::/0"])
    assert hosts.require_host("8.8.8.8") == "8.8.8.8"
    for host in ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "224.0.0.1", "0.0.0.0"):
        with pytest.raises(BadRequest):
            hosts.require_host(host)


@pytest.mark.parametrize("text", ["", "a", "9100-", "-9109", "0-5", "9109-9100", "9100-70000"])
def test_odd_ports_end_the_start(text):
    with pytest.raises(ImproperlyConfigured):
        hosts.ports(text)


def test_settings_are_read():
    assert hosts.ports("9100") == range(9100, 9101)
    assert hosts.ports("9100-9109") == range(9100, 9110)
    with pytest.raises(ImproperlyConfigured):
        hosts.networks(["10.0.0.1/8"])
