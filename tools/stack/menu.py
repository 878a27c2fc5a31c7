"""The menu of the demo café: 30 products in 6 categories."""

from __future__ import annotations

from typing import Any


def _dish(
    name: str, price: str, description: str, tags: str = "", additives: str = ""
) -> dict[str, Any]:
    return {
        "name": name,
        "price": price,
        "description": description,
        "tags": [{"name": tag} for tag in tags.split(", ") if tag],
        "additives": [{"name": one} for one in additives.split(", ") if one],
    }


MENU: dict[str, list[dict[str, Any]]] = {
    "Coffee": [
        _dish("Espresso", "2.40", "House blend, 30 ml.", "vegan, gluten-free", "caffeine"),
        _dish("Double espresso", "3.30", "Two shots, 60 ml.", "vegan, gluten-free", "caffeine"),
        _dish("Cappuccino", "3.60", "With dense milk foam.", "vegetarian", "caffeine, milk"),
        _dish(
            "Flat white", "3.90", "Double ristretto, silky milk.", "vegetarian", "caffeine, milk"
        ),
        _dish("Oat latte", "4.20", "Large, with barista oat.", "vegan", "caffeine, gluten"),
        _dish(
            "Filter coffee", "3.20", "Today: Ethiopia, washed.", "vegan, gluten-free", "caffeine"
        ),
    ],
    "Tea and chocolate": [
        _dish("Darjeeling", "3.40", "First flush, in the pot.", "vegan, gluten-free", "caffeine"),
        _dish("Fresh mint tea", "3.60", "A bunch of mint, honey aside.", "vegetarian, gluten-free"),
        _dish("Ginger and lemon", "3.60", "Cut fresh, hot.", "vegan, gluten-free"),
        _dish("Hot chocolate", "4.10", "70 % cocoa, whipped cream.", "vegetarian", "milk"),
    ],
    "Cold drinks": [
        _dish("Still water 0.5 l", "2.80", "From the region.", "vegan, gluten-free"),
        _dish("Sparkling water 0.5 l", "2.80", "From the region.", "vegan, gluten-free"),
        _dish("Rhubarb spritzer", "3.90", "Juice and soda, 0.4 l.", "vegan, gluten-free"),
        _dish("Home-made lemonade", "4.40", "Lemon, thyme, little sugar.", "vegan, gluten-free"),
        _dish("Cold brew tonic", "4.80", "With orange.", "vegan, gluten-free", "caffeine, quinine"),
    ],
    "Breakfast": [
        _dish("Croissant", "2.60", "Butter, baked here at six.", "vegetarian", "gluten, milk, egg"),
        _dish("Granola bowl", "7.20", "Yoghurt, nuts, fruit.", "vegetarian", "milk, nuts, gluten"),
        _dish("Shakshuka", "10.80", "Two eggs, peppers, bread.", "vegetarian, hot", "egg, gluten"),
        _dish("Avocado toast", "9.60", "Sourdough, radish, lime.", "vegan", "gluten"),
        _dish(
            "Breakfast for two", "24.50", "A bit of everything.", "", "gluten, milk, egg, nitrite"
        ),
        _dish("Porridge", "6.40", "Oats, apple, cinnamon.", "vegan", "gluten"),
    ],
    "Lunch": [
        _dish("Soup of the day", "6.90", "Ask us. With bread.", "vegan", "gluten, celery"),
        _dish(
            "Caesar salad", "11.80", "Chicken, parmesan, croutons.", "", "egg, fish, gluten, milk"
        ),
        _dish("Falafel plate", "11.20", "Hummus, tabbouleh, pickles.", "vegan", "sesame, gluten"),
        _dish(
            "Quiche and salad", "9.80", "Leek and goat's cheese.", "vegetarian", "gluten, milk, egg"
        ),
        _dish("Pastrami sandwich", "12.40", "Mustard, pickles.", "", "gluten, mustard, nitrite"),
    ],
    "Cake": [
        _dish(
            "Carrot cake", "4.60", "Cream cheese frosting.", "vegetarian", "gluten, milk, egg, nuts"
        ),
        _dish("Cheesecake", "4.80", "Baked, with lemon.", "vegetarian", "gluten, milk, egg"),
        _dish("Banana bread", "3.90", "With walnuts.", "vegan", "gluten, nuts"),
        _dish("Chocolate tart", "5.20", "No flour, sea salt.", "vegan, gluten-free", "nuts"),
    ],
}
