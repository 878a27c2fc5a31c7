"""HTTP adapter of visits, carts, scans and who was here: reviewers see all, others their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from kit.paging import PageIn, each, page
from ninja import Query, Router

from store import access
from store.schemas import visits as schemas
from store.selectors.places import scans_find, users_find
from store.selectors.visits import visit_find, visit_rows, visits_find
from store.wire.places import scan_object, user_object

router = Router()


@router.get(
    "/edge/visits/",
    auth=access.anybody,
    response={200: schemas.VisitsOut, **failures(400, 401, 403, 503)},
)
@allows("signed_in")
def visits(request: Any, asked: Query[schemas.VisitsIn]) -> HttpResponse:
    """Visits, newest first."""
    found = visits_find(user_id=access.only_own(request.auth, asked=asked.own), open=asked.open)
    return answer(request, page(request, asked, found, visit_rows))


@router.get(
    "/edge/visits/{visit_id}/",
    auth=access.anybody,
    response={200: schemas.VisitOut, **failures(401, 403, 404, 503)},
)
@allows("oneself")
def visit(request: Any, visit_id: str) -> HttpResponse:
    """One visit with its cart."""
    found = visit_find(visit_id, user_id=access.only_own(request.auth))
    return answer(request, visit_rows([found])[0])


@router.get(
    "/edge/carts/{visit_id}/",
    auth=access.anybody,
    response={200: schemas.CartOut, **failures(401, 403, 404, 503)},
)
@allows("oneself")
def cart(request: Any, visit_id: str) -> HttpResponse:
    """What a visit holds."""
    found = visit_find(visit_id, user_id=access.only_own(request.auth))
    return answer(request, visit_rows([found])[0]["cart"])


@router.get(
    "/edge/user-sessions/",
    auth=access.anybody,
    response={200: schemas.ScansOut, **failures(400, 401, 403, 503)},
)
@allows("signed_in")
def scans(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """Scans that let somebody through, newest first."""
    found = scans_find(user_id=access.only_own(request.auth))
    return answer(request, page(request, asked, found, each(scan_object)))


@router.get(
    "/edge/users/",
    auth=access.anybody,
    response={200: schemas.UsersOut, **failures(400, 401, 403, 503)},
)
@allows("signed_in")
def users(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """Who has been here, newest first."""
    found = users_find(user_id=access.only_own(request.auth))
    return answer(request, page(request, asked, found, each(user_object)))
