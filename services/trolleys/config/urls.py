"""All paths of the trolleys service."""

from django.urls import path
from kit.admin import site as admin
from kit.api import make_api
from kit.urls import service_urls
from trolleys import pages
from trolleys.api import routers

api = make_api("trolleys", title="Trolleys")
for router in routers:
    api.add_router("", router)

urlpatterns = [
    *service_urls(api),
    path("trolley/", pages.shopper),
    path("trolley/<str:trolley_id>/", pages.shopper),
    path("trolleys/board/", pages.board),
    path("trolleys/cart/", pages.own_cart),
    *admin.urls(),
]
