"""All paths of the edge service."""

from kit.admin import site as admin
from kit.api import make_api
from kit.urls import service_urls
from vending.api import routers

api = make_api("edge", title="Edge")
for router in routers:
    api.add_router("", router)

urlpatterns = [*service_urls(api), *admin.urls()]
