"""All paths of the codes service."""

from codes.api import router
from kit.api import make_api
from kit.urls import service_urls

api = make_api("codes", title="Codes")
api.add_router("", router)

urlpatterns = service_urls(api)
