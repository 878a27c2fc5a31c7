"""POST /products/delete/: gone for good, its name and barcode free."""

import pytest
from conftest import HERE


@pytest.mark.django_db(transaction=True)
def test_a_deleted_product_is_gone(api, waiter, other, espresso, service, refused):
    path = f"/products/delete/{espresso.id}/"
    refused(api.send(path, {}, token=other), 403, "incorrect_credentials")
    assert api.ask("/products/barcode/4006381333931/").status_code == 200
    assert api.send(path, {}, token=waiter).json() == {"success": True}
    refused(api.send(path, {}, token=waiter), 404, "product_not_found")
    refused(api.ask(f"/products/get/{espresso.id}/"), 404, "product_not_found")
    refused(api.ask("/products/barcode/4006381333931/"), 404, "product_not_found")
    again = {"location_id": HERE, "name": "Espresso", "price": 1, "barcode": espresso.barcode}
    assert api.send("/products/create/", {"product": again}, token=waiter).status_code == 200
    asked = api.ask(f"/internal/products/{espresso.id}/?location_id={HERE}", token=service)
    assert asked.json()["response"] == {"keeps_products": True, "product": None}
