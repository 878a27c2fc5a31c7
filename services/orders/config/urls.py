"""All paths of the orders service."""

from bills.api import router as bills_router
from django.urls import path
from kit.api import make_api
from kit.urls import service_urls
from orders import pages
from orders.api import router
from printing.api import router as printers

api = make_api("orders", title="Orders")
api.add_router("", router)
api.add_router("", bills_router)
api.add_router("", printers)

urlpatterns = [
    *service_urls(api),  # first: what a full house asks for most
    path("t/", pages.guest_entry),
    path("t/<str:code>/", pages.guest),
    path("orders/panel/", pages.panel),
    path("orders/receipt/<str:receipt_id>/", pages.receipt),
    path("orders/takings/", pages.takings),
    path("orders/setup/", pages.setup),
    path("orders/sessions/debug/<str:session_code>/", pages.debug_session),
]
