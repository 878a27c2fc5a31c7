"""The texts of the hosted page, and which of them a reader gets."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from tools.sandbox.messages import Request

CHOSEN = "aisle_language"  # the cookie in which the suite's pages keep a choice
RIGHT_TO_LEFT = {"ar"}
DECIMAL_POINT = {"de": ","}  # where it is none; digits are the same in all languages
NAMES = (
    *("title", "trial", "amount", "order", "pay", "decline", "twice", "close", "long"),
    *("about_pay", "about_decline", "about_twice", "about_close", "about_long", "ways"),
    *("paid", "declined", "back", "again", "missing", "unreadable"),
)
_ENGLISH = (
    "Payment",
    "A trial: no money moves.",
    "Amount",
    "Order",
    "Pay",
    "Decline",
    "Pay twice",
    "Pay and close the tab",
    "Take long",
    "The payment succeeds.",
    "The bank refuses. Nothing is paid.",
    "Two payments for one order: the second one has to be given back.",
    "The payment succeeds, but this page tells the shop nothing. Only the provider’s message does.",
    "The payment succeeds after eight seconds.",
    "How shall it end?",
    "This order is paid.",
    "The payment was declined.",
    "Back to the shop",
    "Try again",
    "There is no such order.",
    "This address cannot be read.",
)
_GERMAN = (
    "Zahlung",
    "Ein Versuch: Es fließt kein Geld.",
    "Betrag",
    "Bestellung",
    "Bezahlen",
    "Ablehnen",
    "Zweimal bezahlen",
    "Bezahlen und den Tab schließen",
    "Lange brauchen",
    "Die Zahlung gelingt.",
    "Die Bank lehnt ab. Nichts ist bezahlt.",
    "Zwei Zahlungen für eine Bestellung: Die zweite muss zurückgegeben werden.",
    "Die Zahlung gelingt, aber diese Seite sagt dem Laden nichts. Er erfährt es nur vom Anbieter.",
    "Die Zahlung gelingt nach acht Sekunden.",
    "Wie soll es ausgehen?",
    "Diese Bestellung ist bezahlt.",
    "Die Zahlung wurde abgelehnt.",
    "Zurück zum Laden",
    "Noch einmal versuchen",
    "Diese Bestellung gibt es nicht.",
    "Diese Adresse ist nicht lesbar.",
)
_ARABIC = (
    "الدفع",
    "هذه تجربة: لا يُنقل أي مال.",
    "المبلغ",
    "الطلب",
    "ادفع",
    "ارفض",
    "ادفع مرتين",
    "ادفع وأغلق الصفحة",
    "خذ وقتًا طويلًا",
    "تنجح عملية الدفع.",
    "يرفض البنك. لم يُدفع شيء.",
    "دفعتان لطلب واحد: يجب ردّ الثانية.",
    "تنجح عملية الدفع، لكن هذه الصفحة لا تخبر المتجر بشيء. يعرف ذلك من مزوّد الدفع فقط.",
    "تنجح عملية الدفع بعد ثماني ثوانٍ.",
    "كيف تنتهي العملية؟",
    "هذا الطلب مدفوع.",
    "رُفضت عملية الدفع.",
    "العودة إلى المتجر",
    "حاول مرة أخرى",
    "لا يوجد طلب كهذا.",
    "لا يمكن قراءة هذا العنوان.",
)
TEXTS = {
    tag: dict(zip(NAMES, texts, strict=True))
    for tag, texts in (("en", _ENGLISH), ("de", _GERMAN), ("ar", _ARABIC))
}


def language(request: Request) -> str:
    """The one that was chosen on another page, or the browser's first that we have, or English."""
    try:
        chosen = SimpleCookie(request.headers.get("cookie", "")).get(CHOSEN)
    except CookieError:
        chosen = None
    if chosen is not None and chosen.value in TEXTS:
        return chosen.value
    ranked = sorted(
        map(_ranked, request.headers.get("accept-language", "").split(",")),
        key=lambda each: -each[1],
    )
    return next((tag for tag, quality in ranked if tag in TEXTS and quality > 0), "en")


def _ranked(part: str) -> tuple[str, float]:
    """`de-AT;q=0.8` as the language and its quality."""
    tag, _, parameter = part.partition(";")
    try:
        quality = float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        quality = 0.0
    return tag.strip().partition("-")[0].lower(), quality
