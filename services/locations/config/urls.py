"""All paths of the locations service."""

from django.urls import path
from kit.api import make_api
from kit.urls import service_urls
from locations import pages
from locations.api import router

api = make_api("locations", title="Locations")
api.add_router("", router)

urlpatterns = [
    path("locations/setup/", pages.setup),
    *service_urls(api),
]
