"""All paths of the locations service."""

from kit.api import make_api
from kit.urls import service_urls
from locations.api import router

api = make_api("locations", title="Locations")
api.add_router("", router)

urlpatterns = service_urls(api)
