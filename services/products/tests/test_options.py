"""/products/options/…: what may be chosen with products."""

import pytest
from conftest import FOREIGN, HERE, NOWHERE, OTHER, OWNER, THERE
from products.actions import products as actions
from products.models import Option, OptionGroup, Product
from testing.races import at_once

pytestmark = pytest.mark.django_db
MILK = {
    "location_id": HERE,
    "name": "Milk",
    "least": 1,
    "most": 1,
    "options": [
        {"name": "Cow's milk", "is_default": True, "additives": [{"name": "Lactose"}]},
        {"name": "Oat milk", "price": "0.50"},
    ],
}


@pytest.fixture
def create(api, owner):
    def send(token=owner, **fields):
        return api.send("/products/options/create/", {"group": {**MILK, **fields}}, token=token)

    return send


@pytest.fixture
def milk(create):
    return create().json()["response"]


@pytest.fixture
def edit(api, owner, milk):
    def send(token=owner, expected=None, group_id=None, **fields):
        body = {"group": fields, **({"expected": expected} if expected else {})}
        return api.send(f"/products/options/edit/{group_id or milk['id']}/", body, token=token)

    return send


@pytest.fixture
def latte(api, owner, espresso, milk):
    """Espresso is sold with a choice of milk."""
    edited = api.send(
        f"/products/edit/{espresso.id}/", {"product": {"option_groups": [milk["id"]]}}, token=owner
    )
    return edited.json()["response"]


def options_of(group):
    return {each["name"]: each for each in group["options"]}


def test_a_group_is_created_and_shown(api, milk):
    assert milk["location_id"] == HERE
    assert (milk["name"], milk["least"], milk["most"]) == ("Milk", 1, 1)
    cow, oat = milk["options"]
    assert cow == {
        "id": cow["id"],
        "name": "Cow's milk",
        "price": "0.00",
        "is_default": True,
        "is_active": True,
        "additives": [{"name": "Lactose"}],
        "allergens": [],
        "words": {},
        "product_id": None,
    }
    assert (oat["name"], oat["price"], oat["is_default"]) == ("Oat milk", "0.50", False)
    assert api.ask(f"/products/options/find/?location_id={HERE}").json()["response"] == [milk]
    assert api.ask(f"/products/options/find/?location_id={THERE}").json()["response"] == []
    assert api.ask("/products/options/find/").json()["response"] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"least": 2},
        {"least": -1},
        {"most": 0},
        {"most": 51},
        {"least": 3, "most": 3},
        {"least": True},
        {"options": []},
        {"options": [{}]},
        {"options": [{"name": "A", "price": "0.005"}]},
        {"options": [{"name": "A", "price": "free"}]},
        {"options": [{"name": "A", "price": "--1"}]},
        {"options": [{"name": "A", "price": "-100000000"}]},
        {"options": [{"name": "A", "price": "NaN"}]},
        {"options": [{"name": "A", "is_default": "yes"}]},
        {"options": [{"name": "A", "is_default": True}, {"name": "B", "is_default": True}]},
        {"options": [{"name": "A"}, {"name": " a "}]},
        {"options": [{"name": "A", "id": 1}]},
        {"options": [{"name": f"{n}"} for n in range(51)]},
        {"options": [{"name": "A", "product_id": 0}]},
    ],
)
def test_what_nobody_could_choose_from_is_refused(create, fields):
    response = create(**fields)
    assert response.status_code == 400, response.content
    assert response.json()["reason"] in {"malformed_json", "erroneous_value", "duplicate_option"}
    assert not OptionGroup.objects.exists()
    assert not Option.objects.exists()


def test_without_numbers_one_may_be_chosen(api, owner):
    fields = {"location_id": HERE, "name": "Size", "options": [{"name": "Large"}]}
    made = api.send("/products/options/create/", {"group": fields}, token=owner)
    assert [made.json()["response"][name] for name in ("least", "most")] == [0, 1]


@pytest.mark.parametrize("price", ["-0.50", -0.5, "-0"])
def test_an_option_may_make_it_cheaper(create, price):
    made = create(options=[{"name": "Small", "price": price}]).json()["response"]
    assert made["options"][0]["price"] in {"-0.50", "0.00"}


def test_a_name_stands_once_at_a_place(create, milk, refused):
    refused(create(name=" MILK "), 400, "duplicate_option_group")
    assert create(name="Size").status_code == 200
    assert create(location_id=THERE).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_one_group(create):
    statuses = sorted(each.status_code for each in at_once(lambda _: create(), 4))
    assert statuses == [200, 400, 400, 400]
    assert OptionGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "status", "reason"),
    [(FOREIGN, 403, "incorrect_credentials"), (NOWHERE, 403, "incorrect_credentials")],
)
def test_only_who_manages_the_place_creates(create, refused, place, status, reason):
    refused(create(location_id=place), status, reason)


def test_others_and_kitchen_change_nothing(edit, create, other, refused):
    refused(edit(token=other, name="Mine"), 403, "incorrect_credentials")
    refused(create(token=other), 403, "incorrect_credentials")
    refused(edit(group_id=999_999, name="Mine"), 404, "option_group_not_found")


def test_what_is_sent_changes_and_the_rest_stays(edit, milk):
    changed = edit(most=2).json()["response"]
    assert changed == {**milk, "most": 2}
    cow, oat = milk["options"]
    soy = {"name": "Soy milk", "price": "0.30"}
    options = [soy, {"id": oat["id"], "price": "0.60"}, {"id": cow["id"]}]
    changed = edit(options=options).json()["response"]["options"]
    assert [each["name"] for each in changed] == ["Soy milk", "Oat milk", "Cow's milk"]
    assert changed[1:] == [{**oat, "price": "0.60"}, cow]
    changed = edit(options=[{"id": cow["id"]}]).json()["response"]["options"]
    assert changed == [cow]


def test_options_of_others_are_not_taken_over(edit, create, milk, refused):
    size = create(name="Size").json()["response"]
    stolen = [{"id": size["options"][0]["id"], "price": "9"}]
    refused(edit(options=stolen), 404, "option_not_found")
    assert Option.objects.filter(group_id=milk["id"]).count() == 2


def test_who_saw_another_group_is_told(edit, milk):
    assert edit(most=2, expected={"most": 1}).status_code == 200
    late = edit(name="Kind of milk", expected={"most": 1})
    assert (late.status_code, late.json()["reason"]) == (409, "option_group_changed")
    assert late.json()["details"][0]["most"] == 2


def test_a_product_shows_its_groups_in_its_order(api, owner, espresso, milk, create, refused):
    size = create(name="Size", options=[{"name": "Large", "price": "1"}]).json()["response"]
    path = f"/products/edit/{espresso.id}/"

    def give(ids):
        return api.send(path, {"product": {"option_groups": ids}}, token=owner)

    edited = give([size["id"], milk["id"]]).json()["response"]
    assert edited["option_groups"] == [size["id"], milk["id"]]
    assert edited["options"] == [size, milk]
    assert api.ask(f"/products/get/{espresso.id}/").json()["response"] == edited
    found = api.ask(f"/products/find/?location_id={HERE}").json()["response"]
    assert found == [{"product": edited}]
    elsewhere = create(name="Theirs", location_id=THERE).json()["response"]
    for unknown in (elsewhere["id"], 999_999):
        refused(give([unknown]), 404, "option_group_not_found")
    assert give([milk["id"], milk["id"]]).status_code == 400
    assert give([]).json()["response"]["options"] == []


def test_a_new_product_may_have_groups(api, owner, milk, refused):
    def sell(name, ids):
        fields = {"location_id": HERE, "name": name, "price": "3", "option_groups": ids}
        return api.send("/products/create/", {"product": fields}, token=owner)

    assert sell("Latte", [milk["id"]]).json()["response"]["options"] == [milk]
    refused(sell("Mocha", [999_999]), 404, "option_group_not_found")
    assert not Product.objects.filter(name="Mocha").exists()


def test_a_group_in_use_stays(api, owner, milk, latte):
    path = f"/products/options/delete/{milk['id']}/"
    used = api.send(path, {}, token=owner)
    assert (used.status_code, used.json()["reason"]) == (409, "option_group_in_use")
    assert used.json()["details"] == [{"product_id": latte["id"]}]
    api.send(f"/products/edit/{latte['id']}/", {"product": {"option_groups": []}}, token=owner)
    assert api.send(path, {}, token=owner).json() == {"success": True}
    assert api.send(path, {}, token=owner).status_code == 404
    assert not Option.objects.exists()


def test_the_kitchen_says_what_is_sold_out(api, signer, milk, latte, other, refused):
    oat = options_of(milk)["Oat milk"]
    path = f"/products/options/sold_out/{oat['id']}/"
    cook = signer.access(7)
    told = api.send(path, {"sold_out": True}, token=cook).json()["response"]
    assert options_of(told)["Oat milk"] == {**oat, "is_active": False}
    shown = api.ask(f"/products/get/{latte['id']}/").json()["response"]
    assert shown["options"] == [told]
    assert api.send(path, {"sold_out": True}, token=cook).json()["response"] == told
    assert api.send(path, {"sold_out": False}, token=cook).json()["response"] == milk
    refused(api.send(path, {"sold_out": True}, token=other), 403, "incorrect_credentials")
    refused(
        api.send("/products/options/sold_out/999999/", {"sold_out": True}, token=cook),
        404,
        "option_not_found",
    )


class TestStock:
    """An option may take a product from stock, which then stands on no menu by itself."""

    @pytest.fixture
    def carton(self, db):
        fields = {"location_id": HERE, "name": "Carton", "price": "0", "stock": 1}
        return actions.product_create(seller_id=OWNER, fields={**fields, "is_listed": False})

    def test_it_takes_a_product_of_the_same_place(self, api, create, carton, refused):
        taken = [{"name": "Oat milk", "product_id": carton.id}]
        made = create(options=taken).json()["response"]
        assert made["options"][0]["product_id"] == carton.id
        assert api.ask(f"/products/get/{carton.id}/").json()["response"]["is_listed"] is False
        fields = {"location_id": FOREIGN, "name": "Away", "price": "1"}
        away = actions.product_create(seller_id=OTHER, fields=fields)
        for unknown in (away.id, 999_999):
            taken = [{"name": "Soy milk", "product_id": unknown}]
            refused(create(name="More", options=taken), 404, "product_not_found")

    def test_what_is_taken_is_neither_deleted_nor_moved(self, api, owner, create, carton):
        made = create(options=[{"name": "Oat milk", "product_id": carton.id}]).json()["response"]
        moved = {"product": {"location_id": THERE}}
        for path, body in (
            (f"/products/delete/{carton.id}/", {}),
            (f"/products/edit/{carton.id}/", moved),
        ):
            kept = api.send(path, body, token=owner)
            assert (kept.status_code, kept.json()["reason"]) == (409, "product_in_use")
            assert kept.json()["details"] == [{"option_group_id": made["id"]}]


def test_a_product_that_moves_leaves_its_options(api, owner, latte):
    moved = api.send(
        f"/products/edit/{latte['id']}/", {"product": {"location_id": THERE}}, token=owner
    )
    assert moved.json()["response"]["options"] == []


def test_each_change_of_options_is_one_of_the_products_that_have_them(
    api, owner, edit, milk, latte
):
    """Of which the feed tells: see test_every_column_that_is_shown_is_told_of."""
    sold_out = f"/products/options/sold_out/{milk['options'][0]['id']}/"
    for write, changed in [
        (lambda: edit(name="Kind of milk"), 1),
        (lambda: edit(options=[{"id": each["id"]} for each in milk["options"][::-1]]), 1),
        (lambda: api.send(sold_out, {"sold_out": True}, token=owner), 1),
        (lambda: api.send(sold_out, {"sold_out": True}, token=owner), 0),
    ]:
        before = Product.objects.get(id=latte["id"]).options_revision
        assert write().status_code == 200
        assert Product.objects.get(id=latte["id"]).options_revision == before + changed


def test_many_products_with_options_are_read_in_three_queries(
    api, owner, milk, django_assert_num_queries
):
    for n in range(5):
        fields = {"location_id": HERE, "name": f"Latte {n}", "price": "3"}
        fields["option_groups"] = [milk["id"]]
        actions.product_create(seller_id=OWNER, fields=fields)
    with django_assert_num_queries(3):
        found = api.ask(f"/products/find/?location_id={HERE}").json()["response"]
    assert [each["product"]["options"] for each in found] == [[milk]] * 5
