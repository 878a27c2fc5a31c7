"""What the demo's café has taken."""

from __future__ import annotations

from demo.api import Api
from demo.bills import BEFORE, FLOAT, RECEIPTS, SINCE


def its_cafe_has_taken_money(api: Api) -> None:
    """Check that each of its visits has been paid once, in two rates of tax, and that one day is
    closed.
    """
    [place] = api.get("/locations/find/", name="Café Aisle")
    location_id = place["location"]["id"]
    settings = api.get(f"/orders/bills/settings/{location_id}/")
    assert (settings["name"], settings["vat_rates"]) == (RECEIPTS["name"], ["19.00", "7.00"])
    takings = api.get(f"/orders/takings/get/{location_id}/")
    assert takings["receipts"] == {"first": 1, "last": 6, "count": len(BEFORE) + len(SINCE)}
    assert [each["vat_rate"] for each in takings["taxes"]] == ["19.00", "7.00"]
    assert [each["reason"] for each in takings["taken_off"]] == ["regular guest"]
    assert {each["step"] for each in takings["waits"]} == {
        *("accepted", "preparing", "ready", "served"),
    }
    (closing,) = api.get("/orders/closings/find/", location_id=location_id)
    assert (closing["receipts"]["count"], closing["difference"]) == (len(BEFORE), "0.00")
    assert api.get(f"/orders/drawer/get/{location_id}/")["opening"] == FLOAT
