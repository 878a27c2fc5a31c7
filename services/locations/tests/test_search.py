"""`/locations/find/` folds letters on both sides alike, in rows of older processes too."""

from importlib import import_module
from urllib.parse import urlencode

import pytest
from conftest import OWNER
from django.apps import apps
from locations import actions
from locations.models import Location

pytestmark = pytest.mark.django_db
PLACES = [
    *("Crêperie Bœuf", "Çay Evi", "Müller's Süßes", "Smørrebrød", "قَهْوة", "Coca-Cola Bar", "C#"),
]


def add(name):
    labels = {"categories": [name], "tags": [name.upper()]}
    return actions.location_create(owner_id=OWNER, fields={"name": name, **labels})


@pytest.fixture
def found(api):
    def ask(**asked):
        response = api.ask(f"/locations/find/?{urlencode(asked)}")
        return [each["location"]["name"] for each in response.json()["response"]]

    return ask


@pytest.fixture
def places():
    return [add(name) for name in PLACES]


@pytest.mark.parametrize(
    ("search", "name"),
    [
        *[("creperie", "Crêperie Bœuf"), ("boeuf CREP", "Crêperie Bœuf"), ("cay", "Çay Evi")],
        *[("muller", "Müller's Süßes"), ("mueller suesses", "Müller's Süßes")],
        *[("smorrebrod", "Smørrebrød"), ("قهوة", "قَهْوة"), ("cola coca", "Coca-Cola Bar")],
        ("c#", "C#"),
    ],
)
def test_a_search_by_name_folds_letters_on_both_sides_alike(found, places, search, name):
    assert name in found(name=search)
    assert len(found(name=search)) < len(PLACES)


@pytest.mark.parametrize("kind", ["category", "tag"])
@pytest.mark.parametrize(
    ("label", "name"),
    [
        *[("creperie boeuf", "Crêperie Bœuf"), ("CAY EVI", "Çay Evi"), ("çay  evi", "Çay Evi")],
        *[("mullers susses", "Müller's Süßes"), ("MUELLER'S SUESSES", "Müller's Süßes")],
        *[("smoerrebroed", "Smørrebrød"), ("قهوة", "قَهْوة"), ("coca-cola bar", "Coca-Cola Bar")],
        ("c#", "C#"),
    ],
)
def test_labels_are_found_as_a_whole_however_they_are_written(found, places, kind, label, name):
    assert found(**{kind: label}) == [name]


@pytest.mark.parametrize("label", ["creperie", "boeuf creperie", "c", "coca cola bar", "%"])
def test_a_part_of_a_label_is_none(found, places, label):
    assert (found(category=label), found(tag=label)) == ([], [])


def test_a_renamed_place_is_found_by_its_new_name(found, places, api, owner):
    path = f"/locations/edit/{places[0].id}/"
    api.send(path, {"location": {"name": "Pâtisserie", "tags": [{"name": "Éclair"}]}}, token=owner)
    assert (found(name="patisserie"), found(name="creperie")) == (["Pâtisserie"], [])
    assert (found(tag="eclair"), found(tag="creperie boeuf")) == (["Pâtisserie"], [])


def test_a_row_of_an_older_process_is_found_as_it_is_written_until_the_migration(found, places):
    labels = ["category:crêperie bœuf", "tag:crêperie bœuf"]
    Location.objects.filter(id=places[0].id).update(searchable="", labels=labels)
    name = ["Crêperie Bœuf"]
    assert (found(name="crêperie"), found(name="creperie")) == (name, [])
    assert (found(tag="CRÊPERIE BŒUF"), found(tag="creperie boeuf")) == (name, [])
    import_module("locations.migrations.0008_fill_in_what_searches_look_into").fill(apps, None)
    assert found(name="creperie", tag="creperie boeuf", category="Creperie Bœuf") == name
