"""A park's own data: monthly, quarterly or yearly sums of its ledger beside its reported drivers."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.accounting.figures import drivers, standard_coal
from parkcarbon_platform.calculation.accounting.figures.standard_coal import Coefficient
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.activity import items
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.activity import activity, activity_items
from parkcarbon_platform.services.analysis.question import NotReportedError, Pair, Span, span_of
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.storage import analyses as storage
from parkcarbon_platform.storage import inventory_activity, live, oversight
from parkcarbon_platform.storage.analyses import SourceSum
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import ShareRow, SourceRow
from parkcarbon_platform.storage.live import ParkRow

PARK = "park"  # the park's own sources, which belong to no enterprise
MG_PER_T = 10**9
GRAMS_PER_TCE = 10**6
# As the checklist of inventories has it.
ENOUGH = 0.95
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read: sources that count, their sums by period, drivers, and how energy becomes tce."""

    span: Span | Pair
    park: ParkRow
    sources: list[SourceRow]
    sums: dict[str, dict[int, SourceSum]]
    shares: list[ShareRow]
    values: list[drivers.Value]
    coal: dict[int, Coefficient | None]


def take(
    connection: Connection, kind: str, options: Mapping[str, Any], *, is_enterprise: bool = False
) -> Plain:
    """The data of a question to the park, as they are stored with the run.

    `is_enterprise`: the transaction sees one alone, which is the whole then.
    """
    is_park = options.get("enterprise") is None and not is_enterprise
    # Who asks for a park's, or has one done of an enterprise, oversees it: what that keeps is not reported.
    sight = nullcontext() if is_enterprise else oversight.limited(connection)
    with sight:
        taken = _read(connection, span_of(options), options.get("enterprise"))
    if kind == "lmdi":
        found = _lmdi(taken, options.get("output"), is_park=is_park)
    else:
        known = activity_items.catalogue(connection)
        by_enterprise = options.get("entity") == "enterprise"
        found = _table(taken, known, by_enterprise=by_enterprise, is_park=is_park)
        _require(found["columns"], options)
    found["notes"] += _partial(taken)
    return found


def compare(connection: Connection, pair: Pair, *, is_enterprise: bool) -> Plain | None:
    """Two spans of the ledger as data of an LMDI without output; None where one of them has no emissions."""
    taken = _read(connection, pair, None)
    found = _lmdi(taken, None, is_park=not is_enterprise)
    if len({row[0] for row in found["sources"]}) < 2:
        return None
    found["notes"] += _partial(taken)
    return found


def _require(columns: Sequence[str], options: Mapping[str, Any]) -> None:
    """Drivers and output that were asked for, or what the park would have to report first."""
    wanted = [*options.get("drivers", []), *([options["output"]] if options.get("output") else [])]
    lacking = [name for name in wanted if name not in columns]
    if lacking:
        text = f"The park has not reported {', '.join(lacking)} in this time."
        raise NotReportedError(text, lacking=lacking, known=list(columns[2:]))


def _partial(taken: Taken) -> list[Plain]:
    """A note where hours are lacking: a month of three days would look like a fall of nine tenths."""
    everybody = {source_id for sums in taken.sums.values() for source_id in sums}
    told = []
    for label, first, last in taken.span.periods():
        start, end = (localtime.day_start(day, taken.park.timezone) for day in (first, last))
        whole = len(everybody) * (end - start).total_seconds()
        share = sum(row.covered_s for row in taken.sums[label].values()) / whole if whole else 1.0
        if share < ENOUGH:
            told.append(f"{label} ({share:.0%})")
    if not told:
        return []
    text = (
        f"Not all hours of {', '.join(told)} are settled: the change is partly one of data, not of emissions."
    )
    return [{"code": "partial_periods", "message": text, "facts": {"lacking": told}}]


def _read(connection: Connection, span: Span | Pair, enterprise: str | None) -> Taken:
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    sources = [s for s in inventory_activity.sources(connection, enterprise) if _counts(s)]
    sums = {}
    for label, first, last in span.periods():
        start, end = (localtime.day_start(day, park.timezone) for day in (first, last))
        rows = storage.source_sums(connection, [s.id for s in sources], start, end)
        sums[label] = {row.source_id: row for row in rows}
    book = factors.coal_book(connection)
    return Taken(
        span, park, sources, sums, inventory_activity.shares(connection),
        [
            drivers.Value(r.enterprise, r.item, r.from_day, r.to_day, r.base_quantity)
            for r in activity.drivers(connection, span.start, span.end, None)
        ],
        {s.id: _coal(book, s, park, span.start) for s in sources},
    )  # fmt: skip


def _counts(source: SourceRow) -> bool:
    """CO2 of scopes 1 and 2.

    Other gases have the activity of a source of CO2: its energy would count twice.
    """
    return source.scope <= 2 and source.category != "sink" and source.gas == CO2


def _coal(book: Book, source: SourceRow, park: ParkRow, day: date) -> Coefficient | None:
    """Standard coal of a source's activity; None of a process, or where nobody knows it."""
    if source.carrier.startswith("process:") or source.point_unit is None:
        return None
    name = "heat" if source.carrier == "steam" else source.carrier
    try:
        found = book.resolve(f"standard_coal.{name}", park.grid_region, day, gas="SCE")
    except FactorMissingError:
        return None
    version = book.stored[found.version.id]
    return Coefficient(version.value, version.unit, version.citation)


def _energy(source: SourceRow, quantity: int, coefficient: Coefficient | None) -> float | None:
    """Energy [tce] of a source's activity."""
    if coefficient is None or source.point_unit is None or source.point_quantity is None:
        return None
    base = units.to_base(source.point_unit, source.point_quantity, source.point_carrier or "").name
    try:
        return standard_coal.grams(quantity, base, coefficient) / GRAMS_PER_TCE
    except units.UnitError:
        return None


def _of_whole(source: SourceRow, *, is_park: bool) -> bool:
    """Whether it counts in a whole: what one enterprise buys of another is in a park's at the seller's."""
    return not (is_park and source.internal_transfer)


def _lmdi(taken: Taken, item: str | None, *, is_park: bool) -> Plain:
    rates: dict[int, float] = {}
    rows = []
    for label, first, _ in taken.span.periods():
        for source in (s for s in taken.sources if _of_whole(s, is_park=is_park)):
            found = taken.sums[label].get(source.id)
            if found is None or (found.quantity == 0 and found.co2_mg == 0):
                continue
            rate = rates.setdefault(source.id, found.co2_mg / found.quantity if found.quantity else 0.0)
            whole = (
                _energy(source, found.quantity, taken.coal[source.id]), float(found.quantity),
                rate * found.quantity / MG_PER_T, found.first_mg / MG_PER_T, found.co2_mg / MG_PER_T,
            )  # fmt: skip
            for scene, share in _scenes(taken.shares, source.id, first):
                part = [None if value is None else value * share for value in whole]
                rows.append([label, source.enterprise or PARK, source.carrier, scene, *part])
    data: Plain = {"sources": rows, "output": None, "notes": []}
    if item is not None:
        output, lacking = _outputs(taken, item, sorted({str(row[1]) for row in rows}))
        if lacking:
            text = f"Without {item} of {', '.join(lacking)} activity cannot be told from intensity: left out."
            data["notes"] = [
                {"code": "no_output", "message": text, "facts": {"item": item, "lacking": lacking}}
            ]
        else:
            data["output"] = output
    return data


def _scenes(shares: Sequence[ShareRow], source_id: int, day: date) -> list[tuple[str, float]]:
    """Shares of a source's scenes on the first day of a period."""
    found = [
        (row.scene, float(row.share))
        for row in shares
        if row.source_id == source_id
        and row.valid_from <= day
        and (row.valid_to is None or day <= row.valid_to)
    ]
    return found or [("unassigned", 1.0)]


def _outputs(taken: Taken, item: str, owners: Sequence[str]) -> tuple[list[list[Any]], list[str]]:
    rows: list[list[Any]] = []
    lacking: dict[str, None] = {}
    for label, first, last in taken.span.periods():
        for owner in owners:
            told = drivers.of_owner(taken.values, item, first, last, None if owner == PARK else owner)
            if not told.amount:
                lacking[owner] = None
            else:
                rows.append([label, owner, float(told.amount)])
    return rows, list(lacking)


def _table(taken: Taken, known: Mapping[str, items.Item], *, by_enterprise: bool, is_park: bool) -> Plain:
    """A row a period (and enterprise): emissions [t], energy [tce], electricity's share, drivers."""
    reported = sorted({value.item for value in taken.values})
    columns = ["period", "enterprise", "emissions", "energy", "electricity_share", *reported]
    everybody = sorted({s.enterprise for s in taken.sources if s.enterprise})
    rows = []
    for label, first, last in taken.span.periods():
        for owner in everybody if by_enterprise else [None]:
            sums = _sums(taken, label, owner, is_park=is_park and not by_enterprise)
            if sums is None:
                continue
            row: list[Any] = [label, owner or PARK, *sums]
            for item in reported:
                told = (
                    drivers.of_owner(taken.values, item, first, last, owner)
                    if owner
                    else drivers.of_park(taken.values, item, first, last, everybody)
                )
                row.append(None if told.amount is None else float(told.amount / _scale(known, item)))
            rows.append(row)
    return {"columns": columns, "rows": rows, "notes": []}


def _scale(known: Mapping[str, items.Item], code: str) -> Any:  # noqa: ANN401  # a Fraction
    item = activity_items.find(dict(known), code)
    return items.base_of(item, item.units[0])[1]


def _sums(taken: Taken, label: str, owner: str | None, *, is_park: bool) -> list[float] | None:
    emissions, energy, electric = 0, 0.0, 0.0
    there = False
    for source in (s for s in taken.sources if _of_whole(s, is_park=is_park)):
        found = taken.sums[label].get(source.id)
        if found is None or (owner is not None and source.enterprise != owner):
            continue
        there = True
        emissions += found.co2_mg
        part = _energy(source, found.quantity, taken.coal[source.id]) or 0.0
        energy += part
        electric += part if source.carrier == "electricity" else 0.0
    if not there:
        return None
    return [emissions / MG_PER_T, energy, electric / energy if energy else 0.0]
