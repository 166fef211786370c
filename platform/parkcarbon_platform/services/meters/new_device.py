"""One new meter with its points, checked as a file of meters would be; each mistake by the field it is in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from parkcarbon_platform.errors import ConflictError, InvalidError
from parkcarbon_platform.services.meters import meter_import
from parkcarbon_platform.services.meters.meter_import import Known, Wanted
from parkcarbon_platform.services.parks import park_rules
from parkcarbon_platform.services.parks.park_file import Device, ParkFile, Point
from parkcarbon_platform.storage import meters as storage
from parkcarbon_platform.storage import parks
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.meters import DeviceRow

__all__ = ["Checked", "DeviceRow", "FieldError", "check", "create"]

PLACE = re.compile(r"^(devices|points)\[0*(\d+)\]\.(\w+)")


class FieldError(NamedTuple):
    """A mistake or a hint; `point` None: of the device itself."""

    point: str | None
    field: str
    code: str
    message: str


class Checked(NamedTuple):
    """What is wrong with a meter, and what is only worth a thought."""

    errors: list[FieldError]
    hints: list[FieldError]


class NewDeviceError(InvalidError):
    """A meter that cannot be made; `problems` has every mistake."""

    code = "new_device"
    remedy = "Correct what is named and send it again."


class TakenError(ConflictError):
    """The code stands for another meter or point."""

    code = "code_taken"
    remedy = "Choose another code."


class Draft(NamedTuple):
    """The items that a wish makes, as far as they can be made."""

    device: Device | None
    points: list[Point]
    errors: list[FieldError]


def check(
    connection: Connection, wish: Mapping[str, Any], enterprise: str | None, in_use: frozenset[str]
) -> Checked:
    """What would be wrong with this meter; `enterprise` is that of an enterprise user, who gets no others."""
    draft = _draft(wish, enterprise)
    known = meter_import.load(connection)
    errors = draft.errors + list(_mistakes(known, draft, enterprise, in_use))
    return Checked(errors, list(_hints(draft.points)))


def create(
    connection: Connection, park_id: int, wish: Mapping[str, Any], enterprise: str | None
) -> DeviceRow:
    """Make the meter with its points, or raise every mistake; of two with one code the second is refused."""
    checked = check(connection, wish, enterprise, parks.taken_codes(connection))
    if checked.errors:
        raise _refusal(checked.errors)
    draft = _draft(wish, enterprise)
    assert draft.device is not None
    wanted = Wanted(
        devices={draft.device.code: (1, draft.device)}, points={p.code: (1, p) for p in draft.points}
    )
    meter_import.write(connection, park_id, meter_import.load(connection), wanted)
    for point in draft.points:
        parks.describe_point(
            connection, point.code, integrated=point.integrated, rules=point.rules,
            accuracy_class=point.accuracy_class,
        )  # fmt: skip
        parks.set_check_point(connection, point.code, point.check_point)
    return next(row for row in storage.devices(connection) if row.code == draft.device.code)


def _refusal(errors: Sequence[FieldError]) -> InvalidError | ConflictError:
    first = errors[0]
    said = {"problem": first.code, "field": first.field, "point": first.point}
    facts = {name: fact for name, fact in said.items() if fact is not None}
    message = " ".join(error.message for error in errors[:5])
    if all(error.code == "taken" for error in errors):
        return TakenError(message, remedy=None, **facts)
    return NewDeviceError(message, remedy=None, **facts)


def _draft(wish: Mapping[str, Any], enterprise: str | None) -> Draft:
    """The device and points of a wish; what cannot be made is a mistake."""
    given = {name: value for name, value in wish.items() if name != "points"}
    if enterprise is not None and given.get("enterprise") is None:
        given["enterprise"] = enterprise
    errors: list[FieldError] = []
    device = _item(given, Device, None, errors)
    points = []
    for wanted in wish.get("points", ()):
        code = str(wanted.get("code", ""))
        point = _item({**wanted, "device": str(given.get("code", ""))}, Point, code, errors)
        if point is not None:
            points.append(point)
    return Draft(device, points, errors)


def _item(given: Mapping[str, Any], kind: type[Any], point: str | None, errors: list[FieldError]) -> Any:  # noqa: ANN401 -- an item of the kind
    try:
        return msgspec.convert(dict(given), kind, strict=False)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at ")
        field = path.strip("`").removeprefix("$.")
        if not field:
            named = re.search(r"field `(\w+)`", problem)
            field = named[1] if named else "code"
        code = "needed" if "missing" in problem else "choice" if "enum" in problem else "format"
        errors.append(FieldError(point, field, code, f"{field}: {problem}."))
        return None


def _mistakes(
    known: Known, draft: Draft, enterprise: str | None, in_use: frozenset[str]
) -> Iterator[FieldError]:
    """What contradicts the park."""
    if draft.device is not None:
        if enterprise is not None and draft.device.enterprise != enterprise:
            words = f"Only meters of {enterprise} can be made by its people."
            yield FieldError(None, "enterprise", "other_enterprise", words)
        yield from _taken(None, draft.device.code, in_use)
    codes = [point.code for point in draft.points]
    for point in draft.points:
        yield from _taken(point.code, point.code, in_use)
        if codes.count(point.code) > 1 or (draft.device and point.code == draft.device.code):
            words = f"The code {point.code} stands more than once."
            yield FieldError(point.code, "code", "duplicate", words)
    yield from _by_rules(_merged(known, draft), draft)


def _taken(point: str | None, code: str, in_use: frozenset[str]) -> Iterator[FieldError]:
    if code in in_use:
        yield FieldError(point, "code", "taken", f"The code {code} is in use in this park.")


def _merged(known: Known, draft: Draft) -> ParkFile:
    """The park as it would be, the new items first."""
    devices = [draft.device] if draft.device else []
    return ParkFile(
        schema="parkcarbon/park/v1", park=known.park, enterprises=known.enterprises, nodes=known.nodes,
        edges=known.edges, devices=[*devices, *known.devices.values()],
        points=[*draft.points, *known.points.values()],
    )  # fmt: skip


def _by_rules(park: ParkFile, draft: Draft) -> Iterator[FieldError]:
    rules = (park_rules.references, park_rules.trees, park_rules.points, park_rules.metering)
    own = {"devices": 1 if draft.device else 0, "points": len(draft.points)}
    for problem in (found for rule in rules for found in rule(park)):
        place = PLACE.match(problem.path)
        if place is None or int(place[2]) >= own[place[1]]:
            continue  # of what was there before
        if place[3] == "device" and draft.device is None:
            continue  # what is wrong with it is said
        point = draft.points[int(place[2])].code if place[1] == "points" else None
        code = meter_import.RULE_OF_FIELD.get(place[3], "unknown")
        yield FieldError(point, place[3], code, f"{problem.problem}. {problem.remedy}.")


def _hints(points: Sequence[Point]) -> Iterator[FieldError]:
    """What makes mistakes easier to find later."""
    for point in points:
        if point.kind == "register" and point.digits is None:
            words = "With the number of digits a rollover can be told from a replaced meter."
            yield FieldError(point.code, "digits", "digits_unknown", words)
        if point.max_rate is None and point.kind != "gauge":
            words = "With the largest amount an hour a wrong unit or multiplier shows at once."
            yield FieldError(point.code, "max_rate", "max_rate_unknown", words)
    if points and all(point.kind == "gauge" for point in points):
        first = points[0].code
        words = "None of the points is a register: energy is only had by integrating a rate."
        yield FieldError(first, "kind", "no_register", words)
