"""Words of other languages beside a place's own, and allergens by their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from kit.fields import Text
from kit.labels import Named, NamedListOf
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

LANGUAGES = 20  # of one place

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
"""A short tag of BCP 47, as `languages` of a place has them."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]

Allergen = Literal[
    "gluten",
    "crustaceans",
    "eggs",
    "fish",
    "peanuts",
    "soybeans",
    "milk",
    "nuts",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
    "molluscs",
]
"""Annex II of Regulation (EU) No 1169/2011, in its order."""
ALLERGENS: tuple[str, ...] = get_args(Allergen)


def _none(value: Any) -> Any:
    return [] if value is None else value


def _in_order(codes: list[str]) -> list[str]:
    return [each for each in ALLERGENS if each in codes]


Allergens = Annotated[
    list[Allergen],
    BeforeValidator(_none),
    Field(max_length=len(ALLERGENS)),
    AfterValidator(_in_order),
]


class NameIn(BaseModel):
    """The words of one language for what has just a name; what is empty is not said."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""


class DescribedIn(BaseModel):
    """The words of one language for a product; what is empty is not said."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    description: Text = ""


def _said(words: Mapping[str, BaseModel]) -> dict[str, dict[str, str]]:
    """As they are stored: only what is said, in the languages in which anything is."""
    found = {
        language.lower(): {field: text for field, text in each.model_dump().items() if text}
        for language, each in sorted(words.items())
    }
    return {language: each for language, each in found.items() if each}


def _nothing(value: Any) -> Any:
    return {} if value is None else value


_Several = Field(max_length=LANGUAGES)
NameWords = Annotated[
    dict[Language, NameIn], BeforeValidator(_nothing), _Several, PlainSerializer(_said)
]
ProductWords = Annotated[
    dict[Language, DescribedIn], BeforeValidator(_nothing), _Several, PlainSerializer(_said)
]


class CategoryIn(Named):
    """A category; with `words` it is called like this in other languages, for all products of the
    place that are in it.
    """

    words: Annotated[dict[Language, Label], Field(max_length=LANGUAGES)] | None = None


Categories = NamedListOf[CategoryIn]


class NameOut(BaseModel):
    name: str


class DescribedOut(BaseModel):
    """Only what is said."""

    name: str = ""
    description: str = ""


class CategoryOut(Named):
    words: dict[Language, str] = {}
    """What it is called in other languages; left out where nobody has said so."""
