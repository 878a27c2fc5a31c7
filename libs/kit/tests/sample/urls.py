"""One route for everything that the kit does around a view."""

from collections import Counter

import orjson
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from kit import errors
from kit.admin import site as admin
from kit.api import failures, make_api
from kit.auth import service_caller, signed_in
from kit.body import read_json
from kit.client import Peer
from kit.envelopes import answer, done, ready
from kit.fields import Id, Name
from kit.idempotency import Outcome, once
from kit.models import IdempotentAnswer
from kit.urls import service_urls
from ninja import Router, Schema
from pages.shell import page

from sample.families import router_of

router = Router()
calls: list[str] = []


class Thing(Schema):
    thing_id: Id
    name: Name


@router.post("/sample/things/", auth=signed_in, response={200: dict, **failures(400, 403, 503)})
def make(request: HttpRequest, thing: Thing) -> HttpResponse:
    return answer(
        request, {"thing_id": thing.thing_id, "name": thing.name, "by": request.auth.user_id}
    )


@router.get("/sample/things/{thing_id}/", response={200: dict, **failures(404)})
def read(request: HttpRequest, thing_id: Id, page: Id = 1) -> HttpResponse:
    return answer(request, {"thing_id": thing_id, "page": page})


@router.post("/sample/once/", response={200: dict, **failures(400, 422)})
def write_once(request: HttpRequest) -> HttpResponse:
    def write() -> bytes:
        calls.append("written")
        return b"%d" % len(calls)

    return HttpResponse(once(request, "sample", write=write).payload)


@router.post("/sample/prepared/", response={201: dict, **failures(400, 422)})
def write_prepared(request: HttpRequest) -> HttpResponse:
    """A write that asks somebody before; its answer counts how often each has run."""

    def prepare() -> str:
        calls.append("prepared")
        return "by the peer"

    def write(word: str) -> Outcome:
        if read_json(request).get("fail"):
            raise errors.Conflict("not_now")
        calls.append("written")
        payload = {"word": word, **Counter(calls)}
        return Outcome(orjson.dumps(payload), 201)

    return ready(request, *once(request, "prepared", prepare=prepare, write=write))


@router.get("/internal/sample/", auth=service_caller, response={200: dict, **failures(403, 503)})
def internal(request: HttpRequest) -> HttpResponse:
    return answer(request, {"caller": request.auth.username})


@router.get("/sample/fail/{how}/", response={200: dict})
def fail(request: HttpRequest, how: str) -> HttpResponse:
    if how == "bug":
        raise RuntimeError("secret detail")
    if how == "database":
        raise OperationalError("server closed the connection")
    kinds = {kind.__name__: kind for kind in errors.ApiError.__subclasses__()}
    raise kinds[how]("because_of_it", retry_after=7)


@router.get("/sample/rows/", response={200: dict})
def rows(request: HttpRequest) -> HttpResponse:
    return answer(request, {"rows": IdempotentAnswer.objects.count()})


@router.get("/sample/done/", response={200: dict})
def nothing(request: HttpRequest) -> HttpResponse:
    return done(request)


api = make_api("sample", title="Sample")
for part in (router, *map(router_of, settings.PREFIXES)):
    api.add_router("", part)


def show(request: HttpRequest) -> HttpResponse:
    return page(request, "sample/page.html", texts=("sample",))


urlpatterns = [path("sample/page/", show), *admin.urls(), *service_urls(api)]


def peer(url: str) -> Peer:
    return Peer(url, unavailable="peer_unavailable")
