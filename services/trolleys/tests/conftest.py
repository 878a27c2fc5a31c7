"""A supermarket with staff, shoppers, a trolley, a session on it, and products that answers for
its goods.
"""

import secrets

import pytest
from devices.keys import device_create
from django.conf import settings
from django.utils import timezone
from frames import recorded
from kit import client
from machines import connect, device_key, quick  # noqa: F401 - fixtures
from paying import line_of
from payments import transport
from tills import (  # noqa: F401 - fixtures
    ask,
    check_out,
    hear,
    make_payment,
    order,
    payment,
    provider_process,
    sandbox_process,
    shelves,
    verify,
)
from trolleys import catalogue
from trolleys.models import (
    Board,
    BoardEvent,
    Cart,
    CartLine,
    Session,
    SessionEvent,
    SpareCode,
    Trolley,
)
from world import (
    ADMIN,
    BATCH,
    CLERK,
    JANE,
    JOHN,
    MARKET,
    NAMES,
    OPERATOR,
    OWNER,
    PHONE,
    TROLLEY,
    goods,
    success,
)

PATIENCE = 20.0  # seconds, instead of half of one, two and five


@pytest.fixture(autouse=True)
def _peers(locations, verification):
    """The market is OWNER's, CLERK works there; verification knows everybody's name."""
    people = {"id": MARKET, "name": "Aisle Market", "user_id": OWNER, "staff": [CLERK]}
    locations.on("GET", f"/internal/locations/{MARKET}/", success(people))
    users = [
        {"user_id": user_id, "username": name, "first_name": "", "last_name": ""}
        for user_id, name in NAMES.items()
    ]
    verification.on("POST", "/internal/users/", success(users))


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Nobody takes a machine that has much else to do for a peer that hangs; see test_slow."""
    monkeypatch.setattr(client, "READ", PATIENCE)
    monkeypatch.setattr(client, "CONNECT", PATIENCE)
    monkeypatch.setattr(transport, "CALL", PATIENCE)


@pytest.fixture(autouse=True)
def _no_feed(monkeypatch):
    """No thread asks products for changes behind the tests; they do so by follower.round()."""
    monkeypatch.setattr(catalogue.follower, "ensure", lambda: None)


@pytest.fixture(autouse=True)
def _what_listeners_are_told_is_as_described(request):
    """Every event that a test has recorded is as docs/events/trolleys.schema.json says."""
    stored = request.node.get_closest_marker("django_db") or "db" in request.fixturenames
    if stored:
        request.getfixturevalue("_django_db_helper")  # taken down after this one
    yield
    if stored:
        for event in [*SessionEvent.objects.all(), *BoardEvent.objects.all()]:
            recorded(event)


@pytest.fixture
def token(signer):
    """The access token of somebody, by id."""
    roles = {ADMIN: ("admin",), OPERATOR: ("operator",)}
    return lambda user_id: signer.access(
        user_id, username=NAMES[user_id], roles=roles.get(user_id, ())
    )


@pytest.fixture
def john(token):
    return token(JOHN)


@pytest.fixture
def jane(token):
    return token(JANE)


@pytest.fixture
def clerk(token):
    return token(CLERK)


@pytest.fixture
def operator(token):
    return token(OPERATOR)


@pytest.fixture
def make_trolley(db):
    """A further trolley, of the market unless another place is named."""

    def make(trolley_id, location_id=MARKET, **more):
        Board.objects.get_or_create(location_id=location_id)
        device = device_create(kind="trolley", external_id=trolley_id)
        return Trolley.objects.create(
            trolley_id=trolley_id, device=device, location_id=location_id, **more
        )

    return make


@pytest.fixture
def trolley(make_trolley):
    """TROLLEY_01 of the market."""
    return make_trolley(TROLLEY)


@pytest.fixture
def spare_codes(db):
    """Codes in stock, so that nobody asks codes for one."""
    SpareCode.objects.bulk_create(SpareCode(code=secrets.token_hex(20)) for _ in range(20))


@pytest.fixture
def make_session(trolley):
    """An open session, of a guest unless a user is named, without going through HTTP."""

    def make(on=None, user_id=None, **more):
        on = on or trolley
        session = Session.objects.create(
            code=secrets.token_hex(20),
            trolley=on,
            location_id=on.location_id,
            user_id=user_id,
            user_name=NAMES.get(user_id, ""),
            **{"alive_until": timezone.now() + settings.SESSION_LIFE, **more},
        )
        Cart.objects.create(session=session)
        return session

    return make


@pytest.fixture
def session(make_session):
    """John's open session on TROLLEY_01."""
    return make_session(user_id=JOHN)


@pytest.fixture
def shop(products):
    """Products sells these goods from now on: `shop(goods(), goods(11, barcode=…))`."""

    def sell(*sold):
        catalogue.forget()
        products.on("POST", BATCH, success(list(sold)))
        for one in sold:
            if one["barcode"]:
                path = f"/products/barcode/{one['barcode']}/"
                for query in ("", f"?location_id={one['location_id']}"):
                    products.on("GET", path + query, success(one))

    return sell


@pytest.fixture
def fill():
    """Put lines into a cart, without going through HTTP."""

    def put(cart, **line):
        return CartLine.objects.create(cart=cart, **line_of(**line))

    return put


@pytest.fixture
def full(session, fill):
    """John's session with two units at 4.50 in its cart."""
    fill(session.cart, quantity=2)
    return session


@pytest.fixture
def phone(shop):
    """The smartphone of the seed carts is sold; called with changes, as it is from now on."""

    def sell(*others, **changes):
        shop(goods(**{**PHONE, **changes}), *others)

    sell()
    return sell


@pytest.fixture
def user_call(api, john):
    """A call on John's cart: `user_call("POST", "add", product_id=10)` → status, body."""

    def make(method, name="", token=john, **body):
        path = f"/api/cart/{name}/" if name else "/api/cart/"
        answer = api.call(method, path, body or None, token=token)
        return answer.status_code, answer.json()

    return make


@pytest.fixture
def session_call(api, session):
    """A call on the cart of the session, or of another `session_id` → status, body."""

    def make(method, name="", session_id=session.session_id, token="", **body):
        query = f"?session_id={session_id}" if method == "GET" else ""
        sent = None if method == "GET" else {"session_id": str(session_id), **body}
        answer = api.call(method, f"/api/cart/{name}{query}", sent, token=token)
        return answer.status_code, answer.json()

    return make
