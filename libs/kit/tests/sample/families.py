"""The same few routes below a prefix of each envelope; see ENTRY in the settings."""

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from kit import errors
from kit.api import Done, failures
from kit.auth import Credentials, token_user
from kit.envelopes import answer, done, ready
from kit.fields import Id, Name, Offset
from kit.idempotency import Outcome, once
from ninja import Router, Schema

REFUSALS = failures(400, 401, 403, 404, 409, 422)


class ThingIn(Schema):
    quantity: Id
    name: Name


class ThingOut(Schema):
    quantity: int


@Credentials
def nobody(request: HttpRequest) -> None:
    """What django-ninja takes for a refusal."""


class Busy(errors.Conflict):
    """A refusal that says more."""

    def __init__(self) -> None:
        details = {"held_by": 7}
        super().__init__("thing_held", "Try it later.", title="Thing is held", details=details)


def _fail(how: str) -> Exception:
    """What a view may raise, by name."""
    fields = {"quantity": ["Only 3 unit(s) available"]}
    special = {
        "bug": RuntimeError("secret detail"),
        "database": OperationalError("server closed the connection"),
        "gone": Http404(),
        "held": Busy(),
        "busy": errors.Conflict("busy", body={"status": "busy", "by": None}),
        "list": errors.Conflict("issues_found", details=["one", "two"]),
        "fields": errors.BadRequest("validation_failed", errors=fields),
        "stranger": errors.incorrect_credentials(),
    }
    kinds = {kind.__name__: kind for kind in errors.ApiError.__subclasses__()}
    return special.get(how) or kinds[how]("because_of_it", retry_after=7)


def router_of(family: str) -> Router:
    """The routes of one envelope."""
    router = Router()
    for add in (_things, _refusals):
        add(router, settings.PREFIXES[family], lambda view: {"operation_id": f"{family}_{view}"})
    return router


def _things(router: Router, prefix: str, name: Callable[[str], dict[str, str]]) -> None:
    one = f"{prefix}/{{thing_id}}/"

    @router.post(f"{prefix}/", response={201: ThingOut, **REFUSALS}, **name("create"))
    def create(request: HttpRequest, thing: ThingIn) -> HttpResponse:
        def write() -> Outcome:
            return Outcome(b'{"quantity":%d}' % thing.quantity, 201)

        return ready(request, *once(request, prefix, write=write), message="Thing added")

    @router.get(one, response={200: ThingOut, **REFUSALS}, **name("read"))
    def read(request: HttpRequest, thing_id: Id, offset: Offset = 0) -> HttpResponse:
        return answer(request, {"quantity": thing_id}, message="A thing")

    @router.put(one, response={200: ThingOut, **REFUSALS}, **name("put"))
    @router.patch(one, response={200: ThingOut, **REFUSALS}, **name("patch"))
    def change(request: HttpRequest, thing_id: Id, thing: ThingIn) -> HttpResponse:
        return answer(request, {"quantity": thing.quantity}, message=f"By {request.method}")

    @router.delete(one, response={200: Done, 204: None}, **name("delete"))
    def remove(request: HttpRequest, thing_id: Id) -> HttpResponse:
        return done(request, message="Thing removed")


def _refusals(router: Router, prefix: str, name: Callable[[str], dict[str, str]]) -> None:
    own, warned = f"{prefix}/my/own/", f"{prefix}/my/warned/"

    @router.get(warned, response={200: dict}, **name("warned"))
    def read_warned(request: HttpRequest) -> HttpResponse:
        return answer(request, {"quantity": 1}, message="A thing", warnings=["It is old"])

    @router.post(own, auth=token_user, response={200: ThingOut, **REFUSALS}, **name("own"))
    def create_own(request: HttpRequest, thing: ThingIn) -> HttpResponse:
        return answer(request, {"quantity": request.auth.user_id})

    @router.get(f"{prefix}/my/locked/", auth=nobody, response={200: Done}, **name("locked"))
    def locked(request: HttpRequest) -> HttpResponse:
        return done(request)

    @router.get(f"{prefix}/fail/{{how}}/", response={200: Done}, **name("fail"))
    def fail(request: HttpRequest, how: str) -> HttpResponse:
        raise _fail(how)
