"""HTTP adapter of operators: cameras, scanners, and the keys of scanners."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer, done
from kit.openapi import allows
from kit.paging import PageIn, page
from ninja import Query, Router

from store import access
from store.actions import onboarding
from store.api.keys import key_added, key_removed
from store.api.writing import written
from store.schemas import devices as schemas
from store.selectors import devices as selectors

router = Router()


@router.get(
    "/edge/cameras/",
    auth=access.operator,
    response={200: schemas.CamerasOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def cameras(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """Cameras, by name."""
    return answer(request, page(request, asked, selectors.cameras_find(), selectors.camera_rows))


@router.post(
    "/edge/cameras/",
    auth=access.operator,
    response={201: schemas.CameraOut, **failures(400, 401, 403, 409, 503)},
)
@allows("operator")
def add_camera(request: Any, body: schemas.CameraIn) -> HttpResponse:
    """A new camera; without a name it gets a short one."""

    def write() -> dict[str, Any]:
        return selectors.camera_rows([onboarding.camera_create(fields=body.sent())])[0]

    return written(request, "camera", write, status=201)


@router.get(
    "/edge/cameras/{camera_id}/",
    auth=access.operator,
    response={200: schemas.CameraOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def camera(request: Any, camera_id: str) -> HttpResponse:
    """One camera."""
    return answer(request, selectors.camera_rows([selectors.camera_find(camera_id)])[0])


@router.patch(
    "/edge/cameras/{camera_id}/",
    auth=access.operator,
    response={200: schemas.CameraOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("operator")
def change_camera(request: Any, camera_id: str, body: schemas.CameraIn) -> HttpResponse:
    """Change some of what is said of a camera."""

    def write() -> dict[str, Any]:
        changed = onboarding.camera_change(camera_id=camera_id, fields=body.sent())
        return selectors.camera_rows([changed])[0]

    return written(request, f"camera {camera_id[:50]}", write)


@router.delete(
    "/edge/cameras/{camera_id}/",
    auth=access.operator,
    response={204: None, **failures(401, 403, 404, 503)},
)
@allows("operator")
def remove_camera(request: Any, camera_id: str) -> HttpResponse:
    """Take a camera out of use; its clips stay."""
    onboarding.camera_remove(camera_id=camera_id)
    return done(request)


@router.get(
    "/edge/scanners/",
    auth=access.operator,
    response={200: schemas.ScannersOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def scanners(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """Scanners, by name."""
    return answer(request, page(request, asked, selectors.scanners_find(), selectors.scanner_rows))


@router.post(
    "/edge/scanners/",
    auth=access.operator,
    response={201: schemas.ScannerOut, **failures(400, 401, 403, 409, 503)},
)
@allows("operator")
def add_scanner(request: Any, body: schemas.ScannerIn) -> HttpResponse:
    """A new scanner; it scans when it has a key."""

    def write() -> dict[str, Any]:
        return selectors.scanner_rows([onboarding.scanner_create(fields=body.sent())])[0]

    return written(request, "scanner", write, status=201)


@router.get(
    "/edge/scanners/{scanner_id}/",
    auth=access.operator,
    response={200: schemas.ScannerOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def scanner(request: Any, scanner_id: str) -> HttpResponse:
    """One scanner."""
    return answer(request, selectors.scanner_rows([selectors.scanner_find(scanner_id)])[0])


@router.patch(
    "/edge/scanners/{scanner_id}/",
    auth=access.operator,
    response={200: schemas.ScannerOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("operator")
def change_scanner(request: Any, scanner_id: str, body: schemas.ScannerChangeIn) -> HttpResponse:
    """Change some of what is said of a scanner."""

    def write() -> dict[str, Any]:
        changed = onboarding.scanner_change(scanner_id=scanner_id, fields=body.sent())
        return selectors.scanner_rows([changed])[0]

    return written(request, f"scanner {scanner_id[:50]}", write)


@router.delete(
    "/edge/scanners/{scanner_id}/",
    auth=access.operator,
    response={204: None, **failures(401, 403, 404, 503)},
)
@allows("operator")
def remove_scanner(request: Any, scanner_id: str) -> HttpResponse:
    """Take a scanner out of use; its keys end."""
    onboarding.scanner_remove(scanner_id=scanner_id)
    return done(request)


@router.post(
    "/edge/scanners/{scanner_id}/keys/",
    auth=access.operator,
    response={201: schemas.NewDeviceKeyOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def add_scanner_key(request: Any, scanner_id: str) -> HttpResponse:
    """A further key for a scanner, shown this once; older ones stay valid."""
    return key_added(request, selectors.scanner_find(scanner_id).device)


@router.delete(
    "/edge/scanners/{scanner_id}/keys/{key_id}/",
    auth=access.operator,
    response={204: None, **failures(401, 403, 404, 503)},
)
@allows("operator")
def remove_scanner_key(request: Any, scanner_id: str, key_id: str) -> HttpResponse:
    """End a key of a scanner."""
    return key_removed(request, selectors.scanner_find(scanner_id).device, key_id)
