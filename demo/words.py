"""What the café's menu is called in German, and some of it in Arabic; its own words are English."""

from __future__ import annotations

# By category.
CATEGORIES: dict[str, dict[str, str]] = {
    "Coffee": {"ar": "القهوة", "de": "Kaffee"},
    "Tea and chocolate": {"ar": "الشاي والشوكولاتة", "de": "Tee und Schokolade"},
    "Cold drinks": {"ar": "مشروبات باردة", "de": "Kalte Getränke"},
    "Breakfast": {"ar": "الفطور", "de": "Frühstück"},
    "Lunch": {"ar": "الغداء", "de": "Mittag"},
    "Cake": {"ar": "الكعك", "de": "Kuchen"},
}
# By dish: name and description.
GERMAN: dict[str, tuple[str, str]] = {
    "Espresso": ("Espresso", "Hausmischung, 30 ml."),
    "Double espresso": ("Doppelter Espresso", "Zwei Shots, 60 ml."),
    "Cappuccino": ("Cappuccino", "Mit dichtem Milchschaum."),
    "Flat white": ("Flat White", "Doppelter Shot, seidige Milch."),
    "Oat latte": ("Hafer-Latte", "Groß, mit Barista-Hafer."),
    "Filter coffee": ("Filterkaffee", "Heute: Äthiopien, gewaschen."),
    "Darjeeling": ("Darjeeling", "First Flush, im Kännchen."),
    "Fresh mint tea": ("Frischer Minztee", "Ein Bund Minze, Honig dazu."),
    "Ginger and lemon": ("Ingwer und Zitrone", "Frisch geschnitten, heiß."),
    "Hot chocolate": ("Heiße Schokolade", "70 % Kakao, Schlagsahne."),
    "Still water 0.5 l": ("Stilles Wasser 0,5 l", "Aus der Region."),
    "Sparkling water 0.5 l": ("Sprudelwasser 0,5 l", "Aus der Region."),
    "Rhubarb spritzer": ("Rhabarberschorle", "Saft und Soda, 0,4 l."),
    "Home-made lemonade": ("Hausgemachte Limonade", "Zitrone, Thymian, wenig Zucker."),
    "Cold brew tonic": ("Cold Brew Tonic", "Mit Orange."),
    "Croissant": ("Croissant", "Mit Butter, um sechs hier gebacken."),
    "Granola bowl": ("Granola-Schale", "Joghurt, Nüsse, Obst."),
    "Shakshuka": ("Schakschuka", "Zwei Eier, Paprika, Brot."),
    "Avocado toast": ("Avocadobrot", "Sauerteig, Radieschen, Limette."),
    "Breakfast for two": ("Frühstück für zwei", ""),
    "Porridge": ("Porridge", "Hafer, Apfel, Zimt."),
    "Soup of the day": ("Tagessuppe", "Fragen Sie uns. Mit Brot."),
    "Caesar salad": ("Caesar Salad", "Huhn, Parmesan, Croûtons."),
    "Falafel plate": ("Falafelteller", "Hummus, Taboulé, Eingelegtes."),
    "Quiche and salad": ("Quiche und Salat", "Lauch und Ziegenkäse."),
    "Pastrami sandwich": ("Pastrami-Sandwich", "Senf, saure Gurken."),
    "Carrot cake": ("Karottenkuchen", "Mit Frischkäseguss."),
    "Cheesecake": ("Käsekuchen", "Gebacken, mit Zitrone."),
    "Banana bread": ("Bananenbrot", "Mit Walnüssen."),
    "Chocolate tart": ("Schokoladentarte", "Ohne Mehl, mit Meersalz."),
}
ARABIC: dict[str, tuple[str, str]] = {
    "Espresso": ("إسبريسو", "خلطة المقهى، 30 مل."),
    "Cappuccino": ("كابتشينو", "برغوة حليب كثيفة."),
    "Flat white": ("فلات وايت", "جرعتان وحليب ناعم."),
    "Fresh mint tea": ("شاي بالنعناع الطازج", "باقة نعناع، والعسل على جنب."),
    "Home-made lemonade": ("ليموناضة بيتية", "ليمون وزعتر وقليل من السكر."),
    "Shakshuka": ("شكشوكة", "بيضتان وفلفل وخبز."),
    "Falafel plate": ("طبق فلافل", "حمّص وتبولة ومخللات."),
}
# By group of options, and by option.
CHOICES: dict[str, dict[str, str]] = {
    "Milk": {"ar": "الحليب", "de": "Milch"},
    "Cow's milk": {"ar": "حليب بقر", "de": "Kuhmilch"},
    "Oat milk": {"ar": "حليب شوفان", "de": "Hafermilch"},
    "Soy milk": {"ar": "حليب صويا", "de": "Sojamilch"},
    "Size": {"ar": "الحجم", "de": "Größe"},
    "Small": {"ar": "صغير", "de": "Klein"},
    "Large": {"ar": "كبير", "de": "Groß"},
    "Extras": {"ar": "إضافات", "de": "Dazu"},
    "Poached egg": {"ar": "بيضة مسلوقة", "de": "Pochiertes Ei"},
    "Feta": {"ar": "جبنة فيتا", "de": "Feta"},
    "More bread": {"ar": "خبز إضافي", "de": "Mehr Brot"},
}


def words_of(dish: str) -> dict[str, dict[str, str]]:
    """A dish in other languages, as the API takes it."""
    spoken = {"ar": ARABIC, "de": GERMAN}
    said = {language: dishes[dish] for language, dishes in spoken.items() if dish in dishes}
    return {
        language: {"name": name, "description": description}
        for language, (name, description) in said.items()
    }


def choice_words(name: str) -> dict[str, dict[str, str]]:
    """A group of options or an option likewise."""
    return {language: {"name": said} for language, said in CHOICES[name].items()}
