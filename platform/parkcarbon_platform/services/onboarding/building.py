"""From answers to a park file: each enterprise by its template, or by the rows of a table."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import cycle
from typing import Any, NamedTuple

import msgspec

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.onboarding.answers import DraftAnswers, Firm, MeterRow, Person, template_of
from parkcarbon_platform.services.onboarding.meter_kinds import KINDS, SOURCES, WORDS, Kind
from parkcarbon_platform.services.onboarding.templates import (
    TEMPLATES,
    Emission,
    Meter,
    Names,
    Scene,
    Template,
)
from parkcarbon_platform.services.parks.park_file import ParkFile

EDGE = "simulated"
PERIOD_S, GAUGE_PERIOD_S = 60, 10
SCENES: Mapping[Kind, Scene] = {"electricity": "industry", "natural_gas": "energy", "heat": "industry"}
Plain = dict[str, Any]


class Simulated(NamedTuple):
    """A meter of the demo that a new park may read, too: how its register counts, and both keys there."""

    kind: Kind
    register: str
    gauge: str
    multiplier: Decimal
    digits: int | None
    max_rate: Decimal | None
    period_s: int
    gauge_multiplier: Decimal
    gauge_period_s: int


class Built(NamedTuple):
    """The file, and which point of it shows which key of the demo's meters."""

    park: ParkFile
    feeds: dict[str, str]


def build(answers: DraftAnswers, feeds: Sequence[Simulated] = ()) -> Built:
    """The park file of answers without mistakes. Meters are fed from the demo's in their order."""
    tables = _templates(answers) if answers.tree.by == "template" else _rows(answers)
    parts = [part for firm, template in tables for part in [_parts(firm, template)]]
    points = [point for part in parts for point in part["points"]]
    chosen = list(_chosen(answers, points, feeds))
    fed = {point["code"]: key for point, (key, _) in chosen}
    shown: dict[str, Plain] = {point["code"]: change for point, (_, change) in chosen}
    edge = [{"code": EDGE, "name_zh": "模拟电厂连接", "name_en": "Simulated plant"}] if fed else []
    plain: Plain = {
        "schema": "parkcarbon/park/v1",
        "park": _park(answers),
        "enterprises": [_firm(firm) for firm in answers.enterprises],
        "nodes": [node for part in parts for node in part["nodes"]],
        "edges": edge,
        "devices": [device for part in parts for device in part["devices"]],
        "points": [point | shown.get(point["code"], {}) for point in points],
        "bindings": [{"edge": EDGE, "key": code, "point": code} for code in fed],
        "sources": [source for part in parts for source in part["sources"]],
        "factor_sets": answers.rules.factor_sets,
        "targets": [{"year": goal.year, "value": goal.value} for goal in answers.targets],
        "users": [_person(person) for person in answers.people],
    }
    try:
        return Built(msgspec.convert(plain, ParkFile), fed)
    except msgspec.ValidationError as error:
        raise InvalidError(
            f"The answers make no park: {error}.",
            remedy="Shorten codes and names: those of meters are put together with their enterprise's.",
        ) from None


def _park(answers: DraftAnswers) -> Plain:
    profile = answers.profile.model_dump()
    scope = {"boundary": answers.scope.boundary, "scopes": sorted(answers.scope.scopes)}
    return profile | scope | {"ruleset": answers.rules.ruleset}


def _firm(firm: Firm) -> Plain:
    return {name: getattr(firm, name) for name in ("code", "name_zh", "name_en", "industry")}


def _person(person: Person) -> Plain:
    return person.model_dump() | {"name": person.name.strip() or person.login}


def _templates(answers: DraftAnswers) -> Iterator[tuple[Firm, Template]]:
    for firm in answers.enterprises:
        yield firm, TEMPLATES[template_of(answers, firm)]


def _rows(answers: DraftAnswers) -> Iterator[tuple[Firm, Template]]:
    """Each enterprise as a template of its own: places by name, a source for each meter at the top."""
    for firm in answers.enterprises:
        mine = [row for row in answers.tree.rows if row.enterprise == firm.code]
        places = {row.place: f"place-{i}" for i, row in enumerate(mine, 1) if row.place}
        meters = tuple(_meter(row, places) for row in mine)
        tops = [meter for meter in meters if meter.parent is None and meter.kind in SOURCES]
        yield firm, Template(
            firm.code, (firm.name_zh, firm.name_en),
            tuple((code, "building", (name, name)) for name, code in places.items()),
            meters,
            tuple(
                Emission(meter.code, meter.names, (meter.code,), SCENES[meter.kind])
                for meter in tops
            ),
        )  # fmt: skip


def _meter(row: MeterRow, places: Mapping[str, str]) -> Meter:
    kind = next(kind for kind in KINDS if kind == row.kind)  # the table refuses others
    return Meter(row.code, (row.name_zh, row.name_en), kind, places.get(row.place), row.parent or None)


def _parts(firm: Firm, template: Template) -> dict[str, list[Plain]]:
    """What a template makes of an enterprise; every code begins with the enterprise's."""
    mine = f"{firm.code}-"
    site = {"code": f"{mine}site", "enterprise": firm.code, "kind": "site"} | _names(
        (firm.name_zh, firm.name_en)
    )
    nodes = [
        {"code": mine + code, "enterprise": firm.code, "parent": site["code"], "kind": kind} | _names(names)
        for code, kind, names in template.places
    ]
    devices = [
        {"code": mine + m.code, "enterprise": firm.code, "node": mine + (m.place or "site")} | _names(m.names)
        for m in template.meters
    ]
    kinds = {meter.code: meter.kind for meter in template.meters}
    points = [point for meter in template.meters for point in _points(mine, meter)]
    sources = [_source(firm, mine, emission, kinds) for emission in template.sources]
    return {"nodes": [site, *nodes], "devices": devices, "points": points, "sources": sources}


def _names(names: Names, more: Names | None = None) -> Plain:
    zh, en = names if more is None else (f"{names[0]} · {more[0]}", f"{names[1]} · {more[1]}")
    return {"name_zh": zh, "name_en": en}


def _points(mine: str, meter: Meter) -> Iterator[Plain]:
    kind = KINDS[meter.kind]
    device = mine + meter.code

    def above(what: str) -> str | None:
        return None if meter.parent is None else f"{mine}{meter.parent}-{what}"

    yield {
        "code": f"{device}-{kind.register}", "device": device, "quantity": kind.quantity, "unit": kind.unit,
        "carrier": kind.carrier, "kind": "register", "direction": kind.direction, "max_rate": kind.most,
        "expected_period_s": PERIOD_S, "parent": above(kind.register),
        "reference_state": kind.reference_state,
    } | _names(meter.names, WORDS[kind.register])  # fmt: skip
    yield {
        "code": f"{device}-{kind.gauge}", "device": device, "quantity": kind.gauge_quantity,
        "unit": kind.gauge_unit, "carrier": kind.carrier, "kind": "gauge", "direction": kind.direction,
        "max_rate": kind.most, "expected_period_s": GAUGE_PERIOD_S, "parent": above(kind.gauge),
    } | _names(meter.names, WORDS[kind.gauge])  # fmt: skip


def _source(firm: Firm, mine: str, emission: Emission, kinds: Mapping[str, Kind]) -> Plain:
    kind = kinds[emission.plus[0]]
    category, formula, factor, scope = SOURCES[kind]

    def terms(what: str) -> list[Plain]:
        signed = [(code, 1) for code in emission.plus] + [(code, -1) for code in emission.less]
        return [{"point": f"{mine}{code}-{what}", "weight": weight} for code, weight in signed]

    return {
        "code": mine + emission.code, "enterprise": firm.code, "category": category, "formula": formula,
        "carrier": KINDS[kind].carrier, "factor": factor, "scope": scope,
        "activity": terms(KINDS[kind].register), "live": terms(KINDS[kind].gauge),
        "scenes": {emission.scene: 1},
    } | _names(emission.names)  # fmt: skip


def _chosen(
    answers: DraftAnswers, points: Sequence[Plain], feeds: Sequence[Simulated]
) -> Iterator[tuple[Plain, tuple[str, Plain]]]:
    """Which meter of the demo each new one reads, by turns those of its kind, and how that one counts."""
    if not answers.tree.simulated:
        return
    turns = {kind: cycle(found) for kind in KINDS if (found := [f for f in feeds if f.kind == kind])}
    by_device: dict[str, Simulated] = {}
    for point in points:
        kind = _kind(point)
        if point["kind"] == "register" and kind in turns:
            by_device[point["device"]] = feed = next(turns[kind])
            counting = {"multiplier": feed.multiplier, "digits": feed.digits, "max_rate": feed.max_rate}
            yield point, (feed.register, counting | {"expected_period_s": feed.period_s})
        elif point["device"] in by_device:
            feed = by_device[point["device"]]
            showing = {"max_rate": None, "multiplier": feed.gauge_multiplier}
            yield point, (feed.gauge, showing | {"expected_period_s": feed.gauge_period_s})


def _kind(point: Plain) -> Kind:
    means = (point["carrier"], point["direction"])
    return next(kind for kind, of in KINDS.items() if (of.carrier, of.direction) == means)
