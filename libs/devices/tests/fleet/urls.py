"""Calls of devices, in both orders of checks."""

from devices import commands, credentials, presence
from kit.api import make_api
from kit.envelopes import answer
from kit.errors import NotFound
from kit.urls import service_urls
from ninja import Router

router = Router()
NAMED = credentials.path("external_id")
REFUSALS = credentials.Refusals(unknown=lambda: NotFound("machine_not_registered"))


@router.get("/fleet/boxes/{external_id}/", auth=credentials.by_device("box", NAMED, REFUSALS))
def box(request, external_id: str):
    presence.device_seen(device_id=request.auth.pk)
    open_ones = commands.commands_hand_out(device=request.auth)
    return answer(request, {"commands": [command.payload for command in open_ones]})


@router.get("/fleet/trolleys/{external_id}/", auth=credentials.by_key("trolley", named=NAMED))
def trolley(request, external_id: str):
    return answer(request, {"device": request.auth.external_id})


@router.get("/fleet/who/", auth=credentials.by_key("trolley", "box"))
def who(request):
    return answer(request, {"device": request.auth.external_id})


api = make_api("fleet", title="Fleet")
api.add_router("", router)
urlpatterns = service_urls(api)
