"""Pictures that nobody has any more are removed, and never one that somebody has."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from conftest import FOREIGN, HERE, OWNER, THERE
from django.db import transaction
from django.db.models import F
from kit.errors import BadRequest
from locks import in_thread
from photographs import folder, image, photograph
from products import shelf
from products.actions import picture_sweeps
from products.actions.picture_sweeps import pictures_sweep
from products.actions.pictures import picture_keep
from products.actions.products import product_create, product_edit
from products.models import Picture, Product
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db
__all__ = ["folder"]
KEY = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def says(locations):
    """Let locations say which logo a place has."""

    def say(logo, location_id=HERE, **more):
        people = {"id": location_id, "name": "Café", "user_id": OWNER, "staff": [], "logo": logo}
        answer = {"success": True, "response": people | more}
        locations.on("GET", f"/internal/locations/{location_id}/", answer)

    for place in (HERE, THERE, FOREIGN):
        say(None, place)
    return say


def keep(key=KEY, location_id=HERE, *, is_logo=False):
    """A picture that was sent; its address."""
    files = {f"{key}-{end}": b"pixels" for end in shelf.ENDS}
    return picture_keep(location_id=location_id, key=key, files=files, is_logo=is_logo)


def pass_days(days):
    ago = timedelta(days=days)
    Picture.objects.update(kept_at=F("kept_at") - ago, logo_at=F("logo_at") - ago)


def dish(address, name="Cake", location_id=HERE):
    fields = {"location_id": location_id, "name": name, "price": "1", "image": address}
    return product_create(seller_id=OWNER, fields=fields)


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def keys():
    return set(Picture.objects.values_list("key", flat=True))


def test_what_nobody_refers_to_goes_after_a_day(folder):
    keep()
    assert (pictures_sweep(), keys(), len(files(folder))) == (False, {KEY}, 6)
    pass_days(0.99)
    assert (pictures_sweep(), keys(), len(files(folder))) == (False, {KEY}, 6)
    pass_days(0.02)
    assert (pictures_sweep(), keys(), files(folder)) == (False, set(), [])


@pytest.mark.parametrize("end", shelf.ENDS)
def test_what_a_product_has_stays_whichever_size_it_names(folder, end):
    product = dish(keep().replace("640.jpg", end))
    pass_days(400)
    pictures_sweep()
    assert len(files(folder)) == 6
    Product.objects.filter(id=product.id).update(image=None)
    pictures_sweep()
    assert files(folder) == []


def test_what_a_product_has_that_has_moved_away_stays(folder):
    product = dish(keep())
    fields = {"location_id": THERE}
    product_edit(product_id=product.id, at_location=HERE, fields=fields, seller_id=OWNER)
    pass_days(2)
    pictures_sweep()
    assert keys() == {KEY}


def test_the_same_picture_of_another_place_is_another(folder):
    dish(keep())
    keep(location_id=THERE)
    pass_days(2)
    pictures_sweep()
    assert list(Picture.objects.values_list("location_id", "key")) == [(HERE, KEY)]
    assert len(files(folder / str(HERE))) == 6
    assert files(folder / str(THERE)) == []


def test_the_newest_two_logos_stay_and_that_of_the_place(folder, says):
    addresses = []
    for number in range(5):
        addresses.append(keep(f"{number}" * 32, is_logo=True))
        pass_days(1)
    says(addresses[1].replace("640.jpg", "320.webp"))
    pictures_sweep()
    assert {key[0] for key in keys()} == {"1", "3", "4"}


def test_a_dish_s_picture_that_became_the_logo_stays(folder, says):
    says(keep())
    pass_days(2)
    pictures_sweep()
    assert keys() == {KEY}


@pytest.mark.parametrize("trouble", ["down", "older", "nonsense"])
def test_while_locations_does_not_say_which_is_its_logo_all_of_the_place_stay(
    folder, says, locations, trouble
):
    keep()
    keep(location_id=THERE)
    pass_days(2)
    if trouble == "down":
        answer = {"success": False, "reason": "x"}
        locations.on("GET", f"/internal/locations/{HERE}/", answer, status=503)
    elif trouble == "older":
        people = {"id": HERE, "name": "Café", "user_id": OWNER, "staff": []}
        response = {"success": True, "response": people}
        locations.on("GET", f"/internal/locations/{HERE}/", response)
    else:
        says(5)
    pictures_sweep()
    assert list(Picture.objects.values_list("location_id", flat=True)) == [HERE]


def test_pictures_of_a_place_that_is_gone_go(folder, locations):
    keep()
    pass_days(2)
    missing = {"success": False, "reason": "location_not_found"}
    locations.on("GET", f"/internal/locations/{HERE}/", missing, status=404)
    pictures_sweep()
    assert files(folder) == []


def test_a_product_refers_only_to_what_is_there(folder, api, owner, refused, espresso):
    path = f"/products/edit/{espresso.id}/"
    here, there = shelf.address(HERE, KEY), keep(location_id=THERE)
    for address, reason in ((here, "picture_not_found"), (there, "picture_elsewhere")):
        refused(api.send(path, {"product": {"image": address}}, token=owner), 400, reason)
        body = {"product": {"location_id": HERE, "name": "Pie", "price": 1, "image": address}}
        refused(api.send("/products/create/", body, token=owner), 400, reason)
    assert list(Product.objects.values_list("image")) == [(None,)]
    keep()
    answer = api.send(path, {"product": {"image": here}}, token=owner)
    assert answer.json()["response"]["image"] == here


def test_what_a_product_has_already_may_be_said_again(folder, api, owner, espresso):
    Product.objects.update(image=shelf.address(HERE, KEY))  # kept before a restore
    body = {"product": {"image": shelf.address(HERE, KEY), "name": "Ristretto"}}
    answer = api.send(f"/products/edit/{espresso.id}/", body, token=owner)
    assert answer.json()["response"]["name"] == "Ristretto"


@pytest.mark.parametrize(
    "image",
    [
        *(f"/products/pictures/{HERE}/{KEY}-640.png", f"/products/pictures/{HERE}/{KEY}.jpg"),
        *(f"/products/pictures/0/{KEY}-640.jpg", f"/products/pictures/{HERE}/{KEY}-640.jpg?x"),
        *("/products/pictures/", f"/products/pictures/{HERE}/../17/{KEY}-640.jpg"),
    ],
)
def test_an_address_that_looks_like_ours_and_is_none(folder, api, owner, espresso, refused, image):
    body = {"product": {"image": image}}
    refused(api.send(f"/products/edit/{espresso.id}/", body, token=owner), 400, "malformed_json")


def test_files_that_were_begun_and_never_ended_go(folder):
    begun = folder / ".begun"
    begun.mkdir(parents=True)
    for name, age in (("old", 2), ("new", 0)):
        (begun / name).write_bytes(b"half")
        then = time.time() - age * 24 * 3600
        os.utime(begun / name, (then, then))
    pictures_sweep()
    assert files(folder) == ["new"]


def test_a_sweep_that_died_between_two_files_is_ended_by_the_next(folder, monkeypatch):
    keep()
    pass_days(2)

    def dies(location_id, key):
        (folder / str(HERE) / f"{KEY}-320.webp").unlink()
        raise KeyboardInterrupt

    monkeypatch.setattr(shelf, "files_remove", dies)
    with pytest.raises(KeyboardInterrupt):
        pictures_sweep()
    assert len(files(folder)) == 5
    with pytest.raises(BadRequest, match="Picture not found"):
        dish(shelf.address(HERE, KEY))
    monkeypatch.undo()
    assert keep()  # sent again: whole again
    assert len(files(folder)) == 6
    dish(shelf.address(HERE, KEY))
    pictures_sweep()
    assert len(files(folder)) == 6


def test_without_a_place_nothing_is_swept(settings):
    settings.STORAGES = {}
    assert pictures_sweep() is False


def test_many_go_in_rounds(folder, monkeypatch):
    monkeypatch.setattr(picture_sweeps, "BATCH", 2)
    for number in range(5):
        keep(f"{number}" * 32)
    pass_days(2)
    assert [pictures_sweep() for _ in range(4)] == [True, True, False, False]
    assert files(folder) == []


@pytest.mark.django_db(transaction=True)
def test_a_product_that_refers_to_a_picture_while_it_is_swept_keeps_it(folder):
    """It has been locked by who refers to it, and is not committed yet."""
    address = keep()
    pass_days(2)
    with transaction.atomic():
        dish(address)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(in_thread, pictures_sweep).result() is False
    pictures_sweep()
    assert (keys(), len(files(folder))) == ({KEY}, 6)


@pytest.mark.django_db(transaction=True)
def test_a_product_that_refers_to_what_is_being_removed_is_told(folder, monkeypatch):
    address = keep()
    pass_days(2)
    begun, told = threading.Event(), threading.Event()
    remove = shelf.files_remove

    def removes(location_id, key):
        begun.set()
        assert told.wait(10)
        remove(location_id, key)

    monkeypatch.setattr(shelf, "files_remove", removes)
    with ThreadPoolExecutor(1) as pool:
        swept = pool.submit(in_thread, pictures_sweep)
        assert begun.wait(10)
        with pytest.raises(BadRequest, match="Picture not found"):
            dish(address)
        told.set()
        swept.result()
    assert (Product.objects.count(), files(folder)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_sent_again_and_swept_at_the_same_time_it_is_whole_or_gone(folder):
    for _ in range(3):
        keep()
        pass_days(2)
        at_once(lambda number: keep() if number % 2 else pictures_sweep(), 8)
        assert (keys(), len(files(folder))) == ({KEY}, 6)


@pytest.mark.django_db(transaction=True)
def test_two_send_the_same_picture_at_once(folder, owner):
    content = photograph()

    def upload(_):
        headers = {"Authorization": f"Bearer {owner}"}
        path = f"/products/picture/{HERE}/"
        answer = ApiClient().generic(
            "POST", path, content, content_type="image/jpeg", headers=headers
        )
        return image(answer)

    assert len(set(at_once(upload, 6))) == 1
    assert (Picture.objects.count(), len(files(folder))) == (1, 6)
