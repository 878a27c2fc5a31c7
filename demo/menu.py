"""The menu of the café: 30 products in 6 categories, and what two tables have ordered."""

from __future__ import annotations

from typing import Any

FREE = "vegan, gluten-free"
BAKED = "gluten, milk, egg"
# What is one of the fourteen, by how it is written below.
ALLERGENS = {
    **{each: each for each in ("gluten", "fish", "milk", "nuts", "celery", "mustard", "sesame")},
    "egg": "eggs",
}


def _dish(
    name: str,
    price: str,
    description: str,
    tags: str = "",
    contents: str = "",
    *,
    sold_out: bool = False,
) -> dict[str, Any]:
    found = contents.split(", ")
    return {
        "name": name,
        "price": price,
        "description": description,
        "tags": [{"name": tag} for tag in tags.split(", ") if tag],
        "allergens": [ALLERGENS[one] for one in found if one in ALLERGENS],
        "additives": [{"name": one} for one in found if one and one not in ALLERGENS],
        "is_active": not sold_out,
    }


MENU: dict[str, list[dict[str, Any]]] = {
    "Coffee": [
        _dish("Espresso", "2.40", "House blend, 30 ml.", FREE, "caffeine"),
        _dish("Double espresso", "3.30", "Two shots, 60 ml.", FREE, "caffeine"),
        _dish("Cappuccino", "3.60", "With dense milk foam.", "vegetarian", "caffeine, milk"),
        _dish("Flat white", "3.90", "Double shot, silky milk.", "vegetarian", "caffeine, milk"),
        _dish("Oat latte", "4.20", "Large, with barista oat.", "vegan", "caffeine, gluten"),
        _dish("Filter coffee", "3.20", "Today: Ethiopia, washed.", FREE, "caffeine"),
    ],
    "Tea and chocolate": [
        _dish("Darjeeling", "3.40", "First flush, in the pot.", FREE, "caffeine"),
        _dish("Fresh mint tea", "3.60", "A bunch of mint, honey aside.", "vegetarian, gluten-free"),
        _dish("Ginger and lemon", "3.60", "Cut fresh, hot.", FREE),
        _dish("Hot chocolate", "4.10", "70 % cocoa, whipped cream.", "vegetarian", "milk"),
    ],
    "Cold drinks": [
        _dish("Still water 0.5 l", "2.80", "From the region.", FREE),
        _dish("Sparkling water 0.5 l", "2.80", "From the region.", FREE),
        _dish("Rhubarb spritzer", "3.90", "Juice and soda, 0.4 l.", FREE),
        _dish("Home-made lemonade", "4.40", "Lemon, thyme, little sugar.", FREE),
        _dish("Cold brew tonic", "4.80", "With orange.", FREE, "caffeine, quinine"),
    ],
    "Breakfast": [
        _dish("Croissant", "2.60", "Butter, baked here at six.", "vegetarian", BAKED),
        _dish("Granola bowl", "7.20", "Yoghurt, nuts, fruit.", "vegetarian", "milk, nuts, gluten"),
        _dish("Shakshuka", "10.80", "Two eggs, peppers, bread.", "vegetarian, hot", "egg, gluten"),
        _dish("Avocado toast", "9.60", "Sourdough, radish, lime.", "vegan", "gluten"),
        _dish(
            "Breakfast for two",
            "24.50",
            "Bread and croissants from our oven, soft-boiled eggs, smoked ham, three cheeses from"
            " the Uckermark, hummus, jam of the season, yoghurt with fruit and two hot drinks of"
            " your choice. Takes about 15 minutes. Tell us in the note what to leave out; without"
            " ham we bring grilled vegetables.",
            "",
            "gluten, milk, egg, sesame, nitrite",
        ),
        _dish("Porridge", "6.40", "Oats, apple, cinnamon.", "vegan", "gluten"),
    ],
    "Lunch": [
        _dish("Soup of the day", "6.90", "Ask us. With bread.", "vegan", "gluten, celery"),
        _dish("Caesar salad", "11.80", "Chicken, parmesan, croutons.", "", f"{BAKED}, fish"),
        _dish("Falafel plate", "11.20", "Hummus, tabbouleh, pickles.", "vegan", "sesame, gluten"),
        _dish("Quiche and salad", "9.80", "Leek and goat's cheese.", "vegetarian", BAKED),
        _dish(
            "Pastrami sandwich",
            "12.40",
            "Mustard, pickles.",
            "",
            "gluten, mustard, nitrite",
            sold_out=True,
        ),
    ],
    "Cake": [
        _dish("Carrot cake", "4.60", "Cream cheese frosting.", "vegetarian", f"{BAKED}, nuts"),
        _dish("Cheesecake", "4.80", "Baked, with lemon.", "vegetarian", BAKED),
        _dish("Banana bread", "3.90", "With walnuts.", "vegan", "gluten, nuts"),
        _dish("Chocolate tart", "5.20", "No flour, sea salt.", FREE, "nuts"),
    ],
}

# What two tables have ordered, by nickname: product, quantity, note.
ORDERS: dict[str, dict[str, list[tuple[str, int, str]]]] = {
    "Table 2": {
        "Mia": [("Flat white", 1, ""), ("Avocado toast", 1, "no radish, please")],
        "Jonas": [("Filter coffee", 1, "")],
    },
    "Terrace 1": {"Ines": [("Home-made lemonade", 2, "one without ice"), ("Cheesecake", 1, "")]},
}
