"""What the lines of a file of products would do at a location. Nothing here changes anything."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.conf import settings
from kit.alike import folded
from kit.labels import on_wire
from kit.money import shown

from products import csv_file, selectors
from products.barcodes import are_one
from products.csv_file import Problem, Row, Unreadable

Objects = Mapping[int, Mapping[str, Any]]  # product objects by their ids
Words = Mapping[str, Mapping[str, str]]  # of a product, by language and field
Sound = Callable[[str, Any], dict[str, Any]]
"""A field and its value in a file to the same as it is stored; raises Unreadable."""


@dataclass(slots=True)
class Step:
    """What a line does: a new product (it has no `product_id` until then), or these fields of one.
    `changes` are before and after, as answers show them.
    """

    line: int
    location_id: int
    product_id: int | None
    name: str
    fields: dict[str, Any]
    changes: dict[str, list[Any]]
    is_new: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_new = self.product_id is None

    def shown(self) -> dict[str, Any]:
        """As answers show it."""
        return {
            "line": self.line,
            "action": "created" if self.is_new else "changed",
            "product_id": self.product_id,
            "name": self.name,
            "changes": self.changes,
        }


@dataclass(slots=True)
class Plan:
    """What a file does: the lines that change something, in its order, and what is wrong in it."""

    steps: list[Step]
    unchanged: int
    problems: list[Problem]

    def digest(self) -> str:
        """Equal for plans that do the same."""
        steps = [[each.line, each.product_id, each.fields, each.changes] for each in self.steps]
        return hashlib.sha256(orjson.dumps(steps, default=str)).hexdigest()

    def forget(self) -> None:
        """Of products that are not created after all no number is told."""
        for step in self.steps:
            step.product_id = None if step.is_new else step.product_id

    def report(self, digest: str) -> dict[str, Any]:
        """As answers show it."""
        created = sum(each.is_new for each in self.steps)
        return {
            "created": created,
            "changed": len(self.steps) - created,
            "unchanged": self.unchanged,
            "digest": digest,
            "lines": [each.shown() for each in self.steps],
            "errors": [each.shown() for each in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what the lines of a file do at a location, which has these groups of options by their
    folded names.
    """

    location_id: int
    separator: str
    without_stock: bool
    sound: Sound
    groups: Mapping[str, Mapping[str, Any]]

    def plan(self, rows: Sequence[Row], objects: Objects) -> Plan:
        """What these lines do where the location has these products."""
        plan, seen = Plan([], 0, []), set[int]()
        for row in rows:
            try:
                known = self._known(row, objects, seen)
            except Unreadable as wrong:
                plan.problems.append(Problem(row.line, wrong.field, wrong.reason))
                continue
            fields, problems = self._fields(row, known)
            plan.problems += problems
            if problems:
                continue
            if step := self._step(row, known, fields):
                plan.steps.append(step)
            else:
                plan.unchanged += 1
        return plan

    def _known(self, row: Row, objects: Objects, seen: set[int]) -> Mapping[str, Any] | None:
        """The product that a line is about; None where it is a new one. Raises Unreadable."""
        product_id = csv_file.product_id(row.cells.get("id", ""))
        if product_id is None:
            return None
        if product_id not in objects:
            raise Unreadable("id", "product_not_found")
        if product_id in seen:
            raise Unreadable("id", "duplicate_line")
        seen.add(product_id)
        return objects[product_id]

    def _fields(
        self, row: Row, known: Mapping[str, Any] | None
    ) -> tuple[dict[str, Any], list[Problem]]:
        """What the cells of a line say, and those that say nothing sound. A cell that is as it was
        exported is not looked at: what is stored may be older than today's rules.
        """
        fields: dict[str, Any] = {}
        problems = []
        exported = {} if known is None else csv_file.cells_of(known, self.separator)
        for column in [*csv_file.COLUMNS, *filter(csv_file.SAID.fullmatch, row.cells)]:
            cell = row.cells.get(column)
            if cell is None and known is None and column in csv_file.REQUIRED:
                cell = ""
            if cell is None or cell == exported.get(column) or not self._is_said(column, cell):
                continue
            try:
                if csv_file.SAID.fullmatch(column):
                    fields["words"] = self._said(column, cell, fields, known)
                else:
                    fields |= self.sound(column, self._value(column, cell))
            except Unreadable as wrong:
                problems.append(Problem(row.line, column, wrong.reason))
        return fields, problems

    def _value(self, column: str, cell: str) -> Any:
        """The value that a cell means, as requests have it; raises Unreadable."""
        value = csv_file.value_of(column, cell, self.separator)
        if column == "allergens":
            return [each["name"] for each in value]
        if column != "option_groups":
            return value
        named = [self.groups.get(folded(each["name"])) for each in value]
        if None in named:
            raise Unreadable(column, "option_group_not_found")
        return [each["id"] for each in named if each]

    def _said(
        self, column: str, cell: str, fields: Mapping[str, Any], known: Mapping[str, Any] | None
    ) -> dict[str, dict[str, str]]:
        """The words of a product with what a cell says in another language; raises Unreadable."""
        field, _, language = column.partition(":")
        said = {language: {field: csv_file.value_of(column, cell, self.separator)}}
        try:
            sound = self.sound("words", said)["words"].get(language, {})
        except Unreadable:
            raise Unreadable(column) from None
        before = fields.get("words", (known or {}).get("words", {}))
        others = {name: text for name, text in before.get(language, {}).items() if name != field}
        after = {**before, language: {**others, **sound}}
        return {tag: after[tag] for tag in sorted(after) if after[tag]}

    def _is_said(self, column: str, cell: str) -> bool:
        left = self.without_stock and column == "stock"
        return not left and csv_file.is_said(column, cell)

    def _step(
        self, row: Row, known: Mapping[str, Any] | None, fields: Mapping[str, Any]
    ) -> Step | None:
        """What a line does; None where all is as it says."""
        if known is None:
            return Step(row.line, self.location_id, None, fields["name"], dict(fields), {})
        after = {field: _as_shown(field, value) for field, value in fields.items()}
        changes = {
            field: [self._told(field, known[field]), self._told(field, to)]
            for field, to in after.items()
            if field != "words" and not _is_same(field, known[field], to)
        }
        differing = {field: fields[field] for field in changes}
        if said := _words_changed(known["words"], fields.get("words", known["words"])):
            differing["words"], changes = fields["words"], changes | said
        if not changes:
            return None
        name = fields.get("name", known["name"])
        return Step(row.line, self.location_id, known["id"], name, differing, changes)

    def _told(self, field: str, value: Any) -> Any:
        """A value as a report tells it: groups of options by their names."""
        if field != "option_groups":
            return value
        names = {each["id"]: each["name"] for each in self.groups.values()}
        return on_wire([names[each] for each in value])


def _is_same(field: str, one: Any, other: Any) -> bool:
    """Whether a file leaves a field as it is. Spreadsheets take the 0 off a barcode, and no file
    says what categories are called in other languages.
    """
    if field == "categories":
        return [each["name"] for each in one] == [each["name"] for each in other]
    return are_one(one, other) if field == "barcode" else bool(one == other)


def _as_shown(field: str, value: Any) -> Any:
    """A value as answers show it."""
    if field == "price":
        return shown(value, settings.CURRENCY)
    if field in ("option_groups", "allergens", "words"):
        return value
    if field == "vat_rate":
        return selectors.rate_shown(value)
    return on_wire(value) if isinstance(value, list) else value


def _words_changed(before: Words, after: Words) -> dict[str, list[Any]]:
    """By column of a file, before and after: what is said otherwise in another language."""
    spoken = {(tag, field) for words in (before, after) for tag in words for field in words[tag]}
    told = {
        f"{field}:{tag}": [words.get(tag, {}).get(field, "") for words in (before, after)]
        for tag, field in sorted(spoken)
    }
    return {column: pair for column, pair in told.items() if pair[0] != pair[1]}
