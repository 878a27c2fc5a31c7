"""All paths of the verification service."""

from kit.api import make_api
from kit.urls import service_urls
from ninja.errors import ValidationError
from verification.api import invalid_field, router

api = make_api("verification", title="Verification")
api.add_router("", router)
api.add_exception_handler(ValidationError, invalid_field)

urlpatterns = service_urls(api)
