"""The place that the tests are about."""

from orders.actions.orders import Line
from orders.clients import Product

LOCATION, OWNER, WAITER, STRANGER = 16, 7, 8, 9
LOCATION_PATH = f"/internal/locations/{LOCATION}/"
CREATE, PLACE = "/orders/create/", "/orders/place/"
ADD, SEND = "/orders/cart/add/", "/orders/cart/send/"
CHANGE, REMOVE = "/orders/cart/change/{}/", "/orders/cart/remove/{}/"
CALL = "/orders/calls/make/"
HOLD, RELEASE, MOVE = (f"/internal/stock/{call}/" for call in ("hold", "release", "move"))
UNLISTED = Product(name="", price=None, is_active=True, listed=False)


def espresso(**changes):
    one = {"id": 1, "name": "Espresso", "price": "2.40", "is_active": True, "stock": None}
    return {**one, **changes}


def cake(left=1, **changes):
    """A product that is counted, and so many are left of it."""
    one = {"id": 2, "name": "Cake", "price": "3.50", "stock": left, "available": left}
    return espresso(**{**one, **changes})


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


class Ledger:
    """What products' ledger answers, and what it was asked."""

    def __init__(self, products):
        self._products = products

    def answers(self, path, status=200, **body):
        """Answer a call like this from now on."""
        told = {"success": status == 200, "response": {}, **body}
        self._products.on("POST", path, told, status=status)

    def asked(self, path):
        """The bodies of all calls so far."""
        return [one.body for one in self._products.received if one.path == path]

    def short(self, product_id, left=0):
        """Let it lack units."""
        details = [{"product_id": product_id, "available": left}]
        self.answers(HOLD, 409, reason="insufficient_stock", details=details)
        return details
