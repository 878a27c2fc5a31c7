"""What is too large is refused here, and by nobody else."""

from __future__ import annotations

from gateway.tests.conftest import Gateway
from suite.registry import BODY_LIMIT, UPLOAD_LIMIT

TOO_LARGE = {"success": False, "reason": "request_too_large"}


def test_a_body_is_as_large_as_a_service_takes_it(gateway: Gateway) -> None:
    orders = gateway.services["orders-http"]
    assert gateway.client.post("/orders/create/", b" " * BODY_LIMIT).status == 200
    orders.reset()

    for client in (gateway.client, gateway.development_client(4)):
        answer = client.post("/orders/create/", b" " * (BODY_LIMIT + 1))
        assert (answer.status, answer.json()) == (413, TOO_LARGE)
    assert orders.seen == []


def test_large_bodies_back_to_back_are_refused_and_leave_the_service_up(gateway: Gateway) -> None:
    large = 300 * 1024
    plain = f"Content-Length: {large}\r\n\r\n".encode() + b" " * large
    chunked = f"Transfer-Encoding: chunked\r\n\r\n{large:x}\r\n".encode() + b" " * large
    for body in (plain, chunked + b"\r\n0\r\n\r\n") * 100:
        head = b"POST /orders/create/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
        answer = gateway.client.raw(head + body)
        assert (answer.status, answer.json()) == (413, TOO_LARGE)

    assert gateway.services["orders-http"].seen == []
    assert gateway.client.get("/orders/x/").status == 200


PICTURE = "/products/picture/16/"


def test_a_picture_may_be_five_megabytes_and_nothing_else(gateway: Gateway) -> None:
    products = gateway.services["products-http"]
    whole = b"x" * UPLOAD_LIMIT
    for path in (PICTURE, PICTURE.rstrip("/"), f"{PICTURE}?for=logo"):
        assert gateway.client.post(path, whole).status == 200
    assert [len(seen.body) for seen in products.seen] == [UPLOAD_LIMIT] * 3
    assert gateway.development_client(3).post(PICTURE, whole).status == 200
    products.reset()

    for client in (gateway.client, gateway.development_client(3)):
        answer = client.post(PICTURE, whole + b"x")
        assert (answer.status, answer.json()) == (413, TOO_LARGE)
    for path in (
        *("/products/picture/", "/products/picture/16/x/", "/products/pictures/16/", "/products/"),
        *("/products/import/16/", "/orders/products/picture/16/", "/locations/edit/16/"),
    ):
        answer = gateway.client.post(path, b" " * (BODY_LIMIT + 1))
        assert (answer.status, answer.json()) == (413, TOO_LARGE)
    assert products.seen == []
