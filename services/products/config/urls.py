"""All paths of the products service."""

from kit.api import make_api
from kit.urls import service_urls
from products.api import router

api = make_api("products", title="Products")
api.add_router("", router)

urlpatterns = service_urls(api)
