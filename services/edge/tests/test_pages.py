"""The shells of the pages: what they hand to their modules, and how they are locked up."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

SHELLS = ["/vend/", "/vend/M001/", f"/vend/receipt/{uuid.uuid4()}/", "/edge/board/", "/edge/demo/"]


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("path", SHELLS)
def test_a_shell_for_everybody(client: Client, path: str, language: str) -> None:
    """No database: whether there is such a machine or receipt is told by the API."""
    shell = client.get(path, headers={"Accept-Language": language})
    assert shell.status_code == 200
    assert shell["Content-Language"] == language
    assert "script-src 'self'" in shell["Content-Security-Policy"]
    assert 'data-currency="INR" data-decimals="2"' in shell.content.decode()


@pytest.mark.parametrize("path", SHELLS)
def test_nothing_is_written_through_a_page(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("machine_id", ["M001", '"><script>alert(1)</script>', "É" * 60])
def test_a_name_of_a_machine_is_only_a_name(client: Client, machine_id: str) -> None:
    shell = client.get(f"/vend/{machine_id.replace('/', '%2F')}/").content.decode()
    [body] = re.findall(r"<body [^>]*>", shell)
    assert "<script>alert" not in shell
    assert body.count("data-machine=") == 1


def test_a_receipt_is_named_by_its_secret_alone(client: Client) -> None:
    secret = uuid.uuid4()
    shell = client.get(f"/vend/receipt/{secret}/")
    assert f'data-receipt="{secret}"' in shell.content.decode()
    assert client.get("/vend/receipt/1/").status_code == 404


def test_only_the_page_that_pays_loads_what_the_provider_needs(
    client: Client, settings: Any
) -> None:
    settings.PAYMENTS = {**settings.PAYMENTS, "RAZORPAY_KEY_ID": "rzp_live_1"}
    policies = {path: client.get(path)["Content-Security-Policy"] for path in SHELLS}
    assert [path for path in SHELLS if "razorpay" in policies[path]] == ["/vend/M001/"]


@pytest.mark.parametrize("where", ["", "/nowhere"])
def test_the_demo_is_linked_where_there_is_one(client: Client, settings: Any, where: str) -> None:
    settings.DEMO_DISPLAYS = where
    for path in ("/vend/", "/vend/M001/"):
        [body] = re.findall(r"<body [^>]*>", client.get(path).content.decode())
        assert ("data-demo" in body) == bool(where)
