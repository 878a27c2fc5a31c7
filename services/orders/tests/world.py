"""The place that the tests are about."""

from orders.actions.orders import Line
from orders.clients import Product

LOCATION, OWNER, WAITER, STRANGER = 16, 7, 8, 9
LOCATION_PATH = f"/internal/locations/{LOCATION}/"
CREATE, PLACE = "/orders/create/", "/orders/place/"
ADD, SEND = "/orders/cart/add/", "/orders/cart/send/"
CHANGE, REMOVE = "/orders/cart/change/{}/", "/orders/cart/remove/{}/"
CALL = "/orders/calls/make/"
UNLISTED = Product(name="", price=None, is_active=True, listed=False)


def espresso(**changes):
    one = {"id": 1, "name": "Espresso", "price": "2.40", "is_active": True, "stock": None}
    return {**one, **changes}


def wanted(table, **changes):
    """The body of an order."""
    return {"product_id": 1337, "session_code": table, **changes}


def line(**changes):
    """What an order without HTTP asks for."""
    return Line(**{"product_id": 1, "product": UNLISTED, **changes})


def answer(response):
    """What is under `response` of a success."""
    assert response.status_code == 200, response.content
    return response.json()["response"]


def shown(api, table):
    """The cart as a page sees it."""
    return answer(api.ask(f"/orders/sessions/live/{table}/"))["data"]["cart"]


def refusal(response):
    """Status and reason."""
    assert response.json()["success"] is False
    return response.status_code, response.json()["reason"]
