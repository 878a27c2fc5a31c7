"""All paths of the trolleys service."""

from kit.admin import site as admin
from kit.api import make_api
from kit.urls import service_urls
from trolleys.api import routers

api = make_api("trolleys", title="Trolleys")
for router in routers:
    api.add_router("", router)

urlpatterns = [*service_urls(api), *admin.urls()]
