"""Where a request comes from: the address for people, the network for limits."""

import pytest
from django.test import RequestFactory
from kit.addresses import client_address, client_network


@pytest.mark.parametrize(
    ("peer", "told", "address", "network"),
    [
        ("", "203.0.113.7", "203.0.113.7", "203.0.113.7"),
        ("", "2001:db8::1", "2001:db8::1", "2001:db8::/64"),
        ("", "::ffff:203.0.113.7", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7", "203.0.113.7"),
        ("1.1.1.1", "203.0.113.7", "1.1.1.1", "1.1.1.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1", "127.0.0.1"),
        ("", "", None, "local"),
    ],
)
def test_the_gateways_word_is_taken_of_near_peers_only(peer, told, address, network):
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_REAL_IP=told)
    assert (client_address(request), client_network(request)) == (address, network)
