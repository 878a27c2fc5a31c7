"""What products, categories and options are called in other languages; allergens by their codes."""

import pytest
from conftest import HERE, OWNER, THERE
from products.actions import products as actions
from products.models import CategoryWords, Product
from testing.races import at_once

pytestmark = pytest.mark.django_db
WORDS = {"de": {"name": "Milchkaffee", "description": "Mit Milch"}, "ar": {"name": "قهوة"}}
FOURTEEN = [
    *("gluten", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk", "nuts", "celery"),
    *("mustard", "sesame", "sulphites", "lupin", "molluscs"),
]


@pytest.fixture
def edit(api, owner, espresso):
    def send(product_id=espresso.id, expected=None, token=owner, **fields):
        body = {"product": fields, **({"expected": expected} if expected else {})}
        return api.send(f"/products/edit/{product_id}/", body, token=token)

    return send


@pytest.fixture
def shown(api, espresso):
    return lambda: api.ask(f"/products/get/{espresso.id}/").json()["response"]


def test_a_product_is_called_otherwise_beside_its_own_words(edit, shown, espresso):
    assert shown()["words"] == {}
    assert edit(words=WORDS).json()["response"] == shown()
    assert (shown()["name"], shown()["words"]) == (espresso.name, dict(sorted(WORDS.items())))
    assert edit(price="3").json()["response"]["words"] == shown()["words"]
    left = {"de": {"name": "  Kaffee ", "description": ""}, "ar": {"name": ""}}
    assert edit(words=left).json()["response"]["words"] == {"de": {"name": "Kaffee"}}
    assert edit(words=None).json()["response"]["words"] == {}


def test_a_new_product_may_have_words(api, owner):
    product = {"location_id": HERE, "name": "Latte", "price": "3", "words": WORDS}
    made = api.send("/products/create/", {"product": product}, token=owner).json()["response"]
    assert made["words"] == WORDS
    found = api.ask(f"/products/find/?location_id={HERE}&name=latte").json()["response"]
    assert found == [{"product": made}]


def test_a_tag_is_one_however_it_is_written(edit):
    words = edit(words={"de-AT": {"name": "Verlängerter"}}).json()["response"]["words"]
    assert words == {"de-at": {"name": "Verlängerter"}}


@pytest.mark.parametrize(
    "words",
    [
        [],
        "de",
        {"": {"name": "x"}},
        {"german": {"name": "x"}},
        {"DE": {"name": "x"}},
        {"de_AT": {"name": "x"}},
        {"de": "x"},
        {"de": {"title": "x"}},
        {"de": {"name": 1}},
        {"de": {"name": "x" * 201}},
        {"de": {"description": "x" * 2001}},
        {f"a{letter}": {"name": "x"} for letter in "abcdefghijklmnopqrstu"},
    ],
)
def test_bad_languages_and_shapes_are_refused(edit, shown, words):
    response = edit(words=words)
    assert (response.status_code, response.json()["reason"]) == (400, "malformed_json")
    assert shown()["words"] == {}


def test_who_saw_other_words_is_told(edit):
    assert edit(words=WORDS, expected={"words": {}}).status_code == 200
    late = edit(words={"de": {"name": "Kaffee"}}, expected={"words": {}})
    assert (late.status_code, late.json()["reason"]) == (409, "product_changed")
    assert late.json()["details"][0]["words"] == dict(sorted(WORDS.items()))


class TestAllergens:
    def test_the_fourteen_are_codes_in_the_order_of_the_regulation(self, edit, shown):
        assert edit(allergens=FOURTEEN[::-1]).json()["response"]["allergens"] == FOURTEEN
        assert edit(allergens=["milk", "gluten", "milk"]).status_code == 200
        assert shown()["allergens"] == ["gluten", "milk"]
        assert shown()["additives"] == [{"name": "Caffeine"}]
        assert edit(allergens=None).json()["response"]["allergens"] == []

    @pytest.mark.parametrize("allergens", [["Milk"], ["lactose"], "milk", [1], FOURTEEN + FOURTEEN])
    def test_others_are_refused(self, edit, shown, allergens):
        assert edit(allergens=allergens).json()["reason"] == "malformed_json"
        assert shown()["allergens"] == []


class TestCategories:
    """A category is called once for the whole place, whichever product it was said of."""

    @pytest.fixture
    def cortado(self, espresso):
        fields = {"location_id": HERE, "name": "Cortado", "price": "3", "categories": ["COFFEE"]}
        return actions.product_create(seller_id=OWNER, fields=fields)

    def test_all_products_of_a_category_say_it(self, api, edit, cortado, cake):
        said = {"de": "Kaffee", "ar": "قهوة"}
        edited = edit(categories=[{"name": "Coffee", "words": said}]).json()["response"]
        assert edited["categories"] == [{"name": "Coffee", "words": said}]
        found = api.ask(f"/products/find/?location_id={HERE}").json()["response"]
        categories = {each["product"]["name"]: each["product"]["categories"] for each in found}
        assert categories["Cortado"] == [{"name": "COFFEE", "words": said}]
        assert all("words" not in each for each in categories["Cake"])
        elsewhere = {"location_id": THERE, "name": "Tea", "price": "1", "categories": ["Coffee"]}
        there = actions.product_create(seller_id=OWNER, fields=elsewhere)
        told = api.ask(f"/products/get/{there.id}/").json()["response"]
        assert told["categories"] == [{"name": "Coffee"}]

    def test_who_says_nothing_of_it_leaves_it(self, edit, shown):
        edit(categories=[{"name": "Coffee", "words": {"de": "Kaffee"}}])
        edit(categories=[{"name": "Coffee"}])
        assert shown()["categories"] == [{"name": "Coffee", "words": {"de": "Kaffee"}}]
        edit(categories=[{"name": "Coffee", "words": {}}])
        assert shown()["categories"] == [{"name": "Coffee"}]
        assert not CategoryWords.objects.exists()

    def test_what_comes_to_a_category_later_says_it_too(self, api, edit, owner, cake):
        edit(categories=[{"name": "Coffee", "words": {"de": "Kaffee"}}])
        said = [{"name": "coffee", "words": {"de": "Kaffee"}}]
        inside = edit(cake.id, categories=[{"name": "coffee"}]).json()["response"]
        assert inside["categories"] == said
        product = {"location_id": HERE, "name": "Ristretto", "price": "3"}
        body = {"product": {**product, "categories": [{"name": "coffee"}]}}
        made = api.send("/products/create/", body, token=owner).json()["response"]
        assert made["categories"] == said
        moved = edit(cake.id, location_id=THERE).json()["response"]
        assert moved["categories"] == [{"name": "coffee"}]

    def test_who_saw_another_word_is_told(self, edit):
        old = {"categories": [{"name": "Coffee"}]}
        said = [{"name": "Coffee", "words": {"de": "Kaffee"}}]
        assert edit(categories=said, expected=old).status_code == 200
        assert edit(categories=said, expected=old).status_code == 200  # as it is already
        late = edit(categories=[{"name": "Coffee", "words": {"de": "Café"}}], expected=old)
        assert (late.status_code, late.json()["reason"]) == (409, "product_changed")
        assert late.json()["details"][0]["categories"] == said

    @pytest.mark.parametrize(
        "words", [{"german": "x"}, {"de": ""}, {"de": 1}, {"de": "x" * 101}, ["de"]]
    )
    def test_bad_words_are_refused(self, edit, words):
        response = edit(categories=[{"name": "Coffee", "words": words}])
        assert response.json()["reason"] == "malformed_json"
        assert not CategoryWords.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_do_not_wait_for_each_other_for_ever(self, edit, espresso, cortado):
        def say(number):
            words = {"de": f"Kaffee {number}"}
            product = (espresso, cortado)[number % 2]
            name = product.categories[0]
            return edit(product.id, categories=[{"name": name, "words": words}]).status_code

        assert at_once(say, 12) == [200] * 12
        assert CategoryWords.objects.count() == 1


class TestOptions:
    def test_groups_and_options_have_words_and_options_allergens(self, api, owner):
        german = {"de": {"name": "Hafermilch"}}
        options = [
            {"name": "Oat milk", "words": german, "allergens": ["gluten"]},
            {"name": "Soy milk"},
        ]
        group = {"location_id": HERE, "name": "Milk", "words": {"de": {"name": "Milch"}}}
        body = {"group": {**group, "options": options}}
        made = api.send("/products/options/create/", body, token=owner).json()["response"]
        oat, soy = made["options"]
        assert (made["words"], oat["words"]) == (group["words"], german)
        assert (oat["allergens"], soy["words"], soy["allergens"]) == (["gluten"], {}, [])
        kept = {"group": {"words": {}, "options": [{"id": oat["id"]}]}}
        path = f"/products/options/edit/{made['id']}/"
        edited = api.send(path, kept, token=owner).json()["response"]
        assert (edited["words"], edited["options"]) == ({}, [oat])

    @pytest.mark.parametrize("words", [{"de": {"description": "x"}}, {"de": "x"}, {"german": {}}])
    def test_bad_words_are_refused(self, api, owner, words):
        for more in ({"words": words}, {"options": [{"name": "A", "words": words}]}):
            group = {"location_id": HERE, "name": "Milk", "options": [{"name": "A"}], **more}
            response = api.send("/products/options/create/", {"group": group}, token=owner)
            assert response.json()["reason"] == "malformed_json"


class TestFiles:
    def export(self, api, owner):
        return api.ask(f"/products/export/{HERE}/", token=owner).content.decode()

    def send(self, api, owner, text, **body):
        path = f"/products/import/{HERE}/"
        return api.send(path, {"csv": text, **body}, token=owner).json()

    def test_words_are_columns_and_come_back_unchanged(self, api, owner, edit, cake):
        edit(words={**WORDS, "de-AT": {"name": "=Verlängerter"}}, allergens=["nuts", "milk"])
        text = self.export(api, owner)
        header, *_ = text.splitlines()
        assert header.endswith(";allergens;description:de;name:ar;name:de;name:de-at")
        assert ";milk|nuts;Mit Milch;قهوة;Milchkaffee;'=Verlängerter" in text
        report = self.send(api, owner, text)["response"]
        assert (report["changed"], report["unchanged"], report["errors"]) == (0, 2, [])

    def test_a_cell_changes_just_its_word(self, api, owner, edit, espresso, shown):
        edit(words=WORDS)
        text = f"id;name:de;description:DE;name:fr;allergens\n{espresso.id};Kaffee;;Café;milk\n"
        report = self.send(api, owner, text)["response"]
        assert report["lines"][0]["changes"] == {
            "allergens": [[], ["milk"]],
            "description:de": ["Mit Milch", ""],
            "name:de": ["Milchkaffee", "Kaffee"],
            "name:fr": ["", "Café"],
        }
        said = {"ar": {"name": "قهوة"}, "de": {"name": "Kaffee"}, "fr": {"name": "Café"}}
        assert (shown()["words"], shown()["allergens"]) == (said, ["milk"])

    def test_a_new_product_has_its_words(self, api, owner):
        self.send(api, owner, "name;price;name:de\nTea;2;Tee\nWater;1;\n")
        words = Product.objects.order_by("id").values_list("name", "words")
        assert list(words) == [("Tea", {"de": {"name": "Tee"}}), ("Water", {})]

    @pytest.mark.parametrize(
        ("column", "cell"),
        [("name:de", "x" * 201), ("description:de", "x" * 2001), ("allergens", "lactose")],
    )
    def test_what_is_unsound_is_told(self, api, owner, column, cell):
        refused = self.send(api, owner, f"name;price;{column}\nTea;2;{cell}\n")
        told = [{"line": 2, "field": column, "reason": "erroneous_value"}]
        assert (refused["reason"], refused["details"]) == ("erroneous_lines", told)

    @pytest.mark.parametrize("column", ["name:", "name:german", "price:de", "name:de:at"])
    def test_other_columns_are_none(self, api, owner, column):
        refused = self.send(api, owner, f"name;price;{column}\nTea;2;x\n")
        told = [{"line": 1, "field": column, "reason": "erroneous_value"}]
        assert refused["details"] == told
