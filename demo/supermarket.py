"""The supermarket: counted products with barcodes, and who owns it."""

from __future__ import annotations

from dataclasses import dataclass

from demo.api import Api

LOCATION = {
    "name": "Aisle Market",
    "description": "Groceries around the corner. Scan as you go.",
    "address": "Market Street 12, 10997 Berlin",
    "latitude": "52.50110000",
    "longitude": "13.44180000",
    "website": "https://example.org/aisle-market",
    "telephone": "+49 30 5550112",
    "categories": [{"name": "supermarket"}],
    "tags": [{"name": "self-checkout"}, {"name": "step-free"}],
}


@dataclass(frozen=True)
class Article:
    """Something on a shelf. `number` is the shop's own and never changes."""

    number: int
    name: str
    price: str
    stock: int
    tags: tuple[str, ...] = ()

    @property
    def barcode(self) -> str:
        """EAN-13 with prefix 200, which GS1 leaves to shops for numbers of their own."""
        digits = f"200{self.number:09d}"
        weighted = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
        return f"{digits}{-weighted % 10}"


ORGANIC, VEGAN = ("organic",), ("vegan",)
SHELVES: dict[str, tuple[Article, ...]] = {
    "Fruit and vegetables": (
        Article(1, "Bananas 1 kg", "1.99", 80, ORGANIC),
        Article(2, "Apples 1 kg", "2.79", 60),
        Article(3, "Lemons 500 g", "1.89", 45),
        Article(4, "Tomatoes 500 g", "2.49", 50),
        Article(5, "Potatoes 2 kg", "3.29", 40),
        Article(6, "Carrots 1 kg", "1.49", 55, ORGANIC),
    ),
    "Bread and breakfast": (
        Article(11, "Rye bread 750 g", "3.49", 24),
        Article(12, "Toast 500 g", "1.69", 36),
        Article(13, "Oats 500 g", "1.19", 70, VEGAN),
        Article(14, "Muesli 750 g", "4.29", 28),
        Article(15, "Honey 500 g", "5.99", 18),
    ),
    "Milk and eggs": (
        Article(21, "Milk 1 l", "1.29", 120),
        Article(22, "Oat drink 1 l", "1.99", 90, VEGAN),
        Article(23, "Butter 250 g", "2.49", 48),
        Article(24, "Yoghurt 500 g", "1.79", 40),
        Article(25, "Gouda in slices 200 g", "2.69", 3),
        Article(26, "Ten eggs", "3.19", 30, ORGANIC),
    ),
    "Larder": (
        Article(31, "Spaghetti 500 g", "1.39", 100, VEGAN),
        Article(32, "Rice 1 kg", "2.99", 64, VEGAN),
        Article(33, "Chopped tomatoes 400 g", "0.99", 140, VEGAN),
        Article(34, "Olive oil 500 ml", "8.49", 22, VEGAN),
        Article(35, "Chickpeas 400 g", "1.09", 75, VEGAN),
        Article(36, "Dark chocolate 100 g", "1.89", 0, VEGAN),
    ),
    "Drinks": (
        Article(41, "Mineral water 1.5 l", "0.89", 150),
        Article(42, "Apple juice 1 l", "2.19", 44),
        Article(43, "Coffee beans 500 g", "8.99", 20),
        Article(44, "Black tea, 25 bags", "2.29", 33),
    ),
    "Household": (
        Article(51, "Washing-up liquid 500 ml", "1.59", 38),
        Article(52, "Kitchen paper, 4 rolls", "3.79", 26),
        Article(53, "Bin bags 35 l, 20 pieces", "1.99", 42),
    ),
}


def seed(admin: Api, owner: Api) -> None:
    """Make what is missing; what is there keeps its owner and its stock."""
    location_id = owner.location(LOCATION)
    for shelf, articles in SHELVES.items():
        place = {"location_id": location_id, "categories": [{"name": shelf}]}
        for article in articles:
            admin.post("/products/create/", {"product": place | _product(article)})


def _product(article: Article) -> dict[str, object]:
    return {
        "name": article.name,
        "price": article.price,
        "barcode": article.barcode,
        "stock": article.stock,
        "tags": [{"name": tag} for tag in article.tags],
    }
