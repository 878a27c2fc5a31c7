"""All paths of the edge service."""

from django.urls import path
from kit.admin import site as admin
from kit.api import make_api
from kit.urls import service_urls
from store import pages as store_pages
from store.api import routers as store_routers
from vending import pages
from vending.api import routers as vending_routers

api = make_api("edge", title="Edge")
for router in (*vending_routers, *store_routers):
    api.add_router("", router)

urlpatterns = [
    *service_urls(api),
    path("vend/", pages.machines),
    path("vend/<str:machine_id>/", pages.machine),
    path("vend/receipt/<uuid:receipt>/", pages.receipt),
    path("edge/board/", pages.board),
    path("edge/demo/", pages.displays),
    path("store/", store_pages.visit),
    path("store/review/", store_pages.review),
    path("store/desk/", store_pages.desk),
    *admin.urls(),
]
