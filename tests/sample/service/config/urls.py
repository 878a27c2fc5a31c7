"""All paths of the sample service."""

from django.urls import path
from kit.admin import site as admin
from kit.api import make_api
from kit.urls import service_urls
from lockers import pages
from lockers.api import router as lockers_router
from visits.api import router as visits_router
from visits.fee_api import router as fees_router

api = make_api("sample", title="Sample")
api.add_router("", lockers_router)
api.add_router("", fees_router)
api.add_router("", visits_router)

urlpatterns = [path("sample/page/", pages.locker), *admin.urls(), *service_urls(api)]
