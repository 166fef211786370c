"""What differs between two park files, part by part: for people who read it before they apply it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Literal

import msgspec

from parkcarbon_platform.services.parks.park_file import SECTIONS, ParkFile

LONGEST = 40  # digits of a number that is written out

Action = Literal["added", "changed", "removed"]
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A key whose value differs; None: it is not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a park that differs: which list it stands in, what it is called there, and how."""

    section: str
    key: str
    action: Action
    fields: tuple[Field, ...] = ()

    def lines(self) -> Iterator[str]:
        """As text: a line for the part, one for each key."""
        sign = {"added": "+", "changed": "~", "removed": "-"}[self.action]
        yield f"{sign} {self.section} {self.key}".rstrip()
        for field in self.fields:
            yield f"    {field.name}: {shown(field.before)} → {shown(field.after)}"


def key_of(section: str, item: Plain) -> str:
    """What a part is called among those of its list."""
    if section == "bindings":
        return f"{item['edge']}/{item['key']}"
    if section == "allocations":
        return f"{item['point']}@{item['valid_from']}"
    if section == "targets":
        return f"{item.get('enterprise') or 'park'}/{item['kind']}/{item['year']}"
    return str(item["login" if section == "users" else "code"])


def parts(park: ParkFile) -> dict[tuple[str, str], Plain]:
    """Every part by its list and what it is called there."""
    plain = exact(msgspec.to_builtins(park, builtin_types=(Decimal, datetime)))
    found: dict[tuple[str, str], Plain] = {("park", ""): plain["park"]}
    if plain["factor_sets"] is not None:
        found["factor_sets", ""] = {"sets": plain["factor_sets"]}
    for section in SECTIONS:
        found |= {(section, key_of(section, item)): normal(section, item) for item in plain[section]}
    return found


# Lists in which the order says nothing, and what tells their rows apart.
UNORDERED: Mapping[str, tuple[str, ...]] = {
    "shares": ("enterprise",), "activity": ("point",), "live": ("point",), "versions": ("valid_from",),
    "contracts": ("enterprise", "valid_from"),
}  # fmt: skip


def normal(section: str, item: Plain) -> Plain:
    """A part without what says nothing: the order of its terms, what stays as it is."""
    said = dict(item)
    for name, by in UNORDERED.items():
        if isinstance(said.get(name), list):
            said[name] = sorted(said[name], key=partial(_order, by))
    if section == "users" and said.get("approves") is None:
        said.pop("approves", None)
    return said


def _order(by: tuple[str, ...], row: Plain) -> list[str]:
    return [str(row[key]) for key in by]


def exact(value: object) -> Any:  # noqa: ANN401  # as plain as what it is given
    """Numbers and times that are equal look the same: 1.50 as 1.5, every time in UTC.

    >>> exact(Decimal("1.50")), exact(Decimal("1E+1")), exact([Decimal("0.0")])
    ('1.5', '10', ['0'])
    """
    if isinstance(value, dict):
        return {name: exact(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [exact(inner) for inner in value]
    if isinstance(value, Decimal) and abs(value.adjusted()) > LONGEST:
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def between(before: ParkFile | None, after: ParkFile) -> list[Difference]:
    """What of `before` (None: there is no such park) is another in `after`, in the order of the file."""
    old = {} if before is None else parts(before)
    new = parts(after)
    order = ["park", *SECTIONS, "factor_sets"]
    found = [one for key in {**old, **new} if (one := compared(key, old.get(key), new.get(key)))]
    return sorted(found, key=lambda d: (order.index(d.section), d.key))


def compared(key: tuple[str, str], old: Plain | None, new: Plain | None) -> Difference | None:
    """How a part differs; None where it does not."""
    section, name = key
    if old is None or new is None:
        return Difference(section, name, "added" if old is None else "removed")
    changed = tuple(Field(field, old.get(field), new[field]) for field in new if old.get(field) != new[field])
    return Difference(section, name, "changed", changed) if changed else None


def shown(value: object) -> str:
    """A value for people."""
    if value is None:
        return "–"
    if isinstance(value, list):
        return "[" + ", ".join(shown(inner) for inner in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {shown(inner)}" for name, inner in value.items()) + "}"
    return str(value)
