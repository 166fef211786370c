"""What must hold between the parts of a park file: codes are unique, references lead somewhere, units fit."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.calculation.metering import virtual
from parkcarbon_platform.calculation.metering.rules import values
from parkcarbon_platform.calculation.tariff import rules as tariff_rules
from parkcarbon_platform.calculation.units import REFERENCE_STATES, STATE_QUANTITIES, UnitError, to_base
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.parks import conversion_rules, record_rules, source_rules
from parkcarbon_platform.services.parks.park_file import (
    ConvertedPoint,
    Item,
    ParkFile,
    Point,
    RecordPoint,
    Term,
    VirtualPoint,
)

SHOWN = 20
MOST_OF_A_YEAR = 10**12  # t or GJ: more than the Earth emits
AnyPoint = Point | VirtualPoint | ConvertedPoint | RecordPoint
RATES = ("power", "heat_flow", "volume_flow", "mass_flow")


class Problem(NamedTuple):
    """A mistake: where, what, and what to do."""

    path: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}. {self.remedy}."


class InvalidParkError(InvalidError):
    """The park file contradicts itself; `problems` are all mistakes found."""

    code = "invalid_park"
    remedy = "Correct the park file and apply it again."


def check(park: ParkFile) -> None:
    """Raises InvalidParkError with every mistake, not only the first."""
    found = [problem for rule in RULES for problem in rule(park)]
    if found:
        more = f" … and {len(found) - SHOWN} more." if len(found) > SHOWN else ""
        lines = "\n".join(f"  {problem}" for problem in found[:SHOWN])
        raise InvalidParkError(
            f"The park file has {len(found)} mistakes:\n{lines}{more}\n",
            problems=[p._asdict() for p in found],
        )


class HasParent(Protocol):
    """A part of a tree."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def parent(self) -> str | None:
        """The code of its parent."""
        ...


class Owned(Protocol):
    """Something that an enterprise may own."""

    @property
    def enterprise(self) -> str | None:
        """The code of the enterprise."""
        ...


def codes(items: Iterable[Item]) -> set[str]:
    """The codes of the items."""
    return {item.code for item in items}


def unique_codes(park: ParkFile) -> Iterator[Problem]:
    """No code twice in a list."""
    lists: Mapping[str, Sequence[Item]] = {
        "enterprises": park.enterprises, "nodes": park.nodes, "edges": park.edges, "devices": park.devices,
        "points": [*park.points, *park.virtual_points, *park.conversions, *park.record_points],
        "sources": park.sources,
    }  # fmt: skip
    for name, items in lists.items():
        for code, count in Counter(item.code for item in items).items():
            if count > 1:
                yield Problem(name, f"the code {code} stands {count} times", "Give each its own code")
    for login, count in Counter(user.login for user in park.users).items():
        if count > 1:
            yield Problem("users", f"the log-in {login} stands {count} times", "Name each person once")
    for whom, count in Counter((t.enterprise, t.kind, t.year) for t in park.targets).items():
        if count > 1:
            yield Problem("targets", f"{whom[1]} of {whom[2]} stands {count} times", "Say it once")
    for (edge, key), count in Counter((b.edge, b.key) for b in park.bindings).items():
        if count > 1:
            yield Problem("bindings", f"{edge} has the key {key} {count} times", "Bind a key to one point")


def reference(path: str, code: str | None, known: set[str], what: str) -> Iterator[Problem]:
    """A code that is given must be known."""
    if code is not None and code not in known:
        yield Problem(path, f"there is no {what} {code}", f"Correct the code or add the {what}")


def references(park: ParkFile) -> Iterator[Problem]:
    """Every code named elsewhere exists."""
    enterprises, nodes, metered = codes(park.enterprises), codes(park.nodes), codes(park.points)
    points = metered | codes(park.virtual_points) | codes(park.conversions) | codes(park.record_points)
    devices, edges = codes(park.devices), codes(park.edges)
    for i, node in enumerate(park.nodes):
        yield from reference(f"nodes[{i}].enterprise", node.enterprise, enterprises, "enterprise")
        yield from reference(f"nodes[{i}].parent", node.parent, nodes, "node")
    for i, device in enumerate(park.devices):
        yield from reference(f"devices[{i}].enterprise", device.enterprise, enterprises, "enterprise")
        yield from reference(f"devices[{i}].node", device.node, nodes, "node")
    for i, point in enumerate(park.points):
        yield from reference(f"points[{i}].device", point.device, devices, "device")
        yield from reference(f"points[{i}].parent", point.parent, metered, "point")
        yield from reference(f"points[{i}].check_point", point.check_point, points, "point")
    yield from computed_references(park, enterprises, points)
    for i, binding in enumerate(park.bindings):
        yield from reference(f"bindings[{i}].edge", binding.edge, edges, "edge")
        yield from reference(f"bindings[{i}].point", binding.point, metered, "point")
    for i, source in enumerate(park.sources):
        yield from reference(f"sources[{i}].enterprise", source.enterprise, enterprises, "enterprise")
        for name, terms in (("activity", source.activity), ("live", source.live)):
            for j, term in enumerate(terms):
                yield from reference(f"sources[{i}].{name}[{j}].point", term.point, points, "point")


def computed_references(park: ParkFile, enterprises: set[str], points: set[str]) -> Iterator[Problem]:
    """Every code named by what is computed exists."""
    for i, virtual_point in enumerate(park.virtual_points):
        path = f"virtual_points[{i}]"
        yield from reference(f"{path}.enterprise", virtual_point.enterprise, enterprises, "enterprise")
        for name, code in virtual_point.inputs.items():
            yield from reference(f"{path}.inputs.{name}", code, points, "point")
    for i, converted in enumerate(park.conversions):
        yield from reference(f"conversions[{i}].enterprise", converted.enterprise, enterprises, "enterprise")
        for name, code in converted.inputs.items():
            yield from reference(f"conversions[{i}].{name}", code, points, "point")
    for i, recorded in enumerate(park.record_points):
        yield from reference(f"record_points[{i}].enterprise", recorded.enterprise, enterprises, "enterprise")
    for i, allocation in enumerate(park.allocations):
        path = f"allocations[{i}]"
        yield from reference(f"{path}.point", allocation.point, points, "point")
        for j, share in enumerate(allocation.shares):
            yield from reference(
                f"{path}.shares[{j}].enterprise", share.enterprise, enterprises, "enterprise"
            )
            yield from reference(f"{path}.shares[{j}].submeter", share.submeter, points, "point")


def owners(park: ParkFile) -> Iterator[Problem]:
    """Whose an edge, a target and a person is exists; a target is no less than nothing."""
    known = codes(park.enterprises)
    lists: Mapping[str, Sequence[Owned]] = {
        "edges": park.edges, "targets": park.targets, "users": park.users,
    }  # fmt: skip
    for name, items in lists.items():
        for i, item in enumerate(items):
            yield from reference(f"{name}[{i}].enterprise", item.enterprise, known, "enterprise")
    for i, target in enumerate(park.targets):
        if not target.value.is_finite() or not 0 <= target.value <= MOST_OF_A_YEAR:
            yield Problem(f"targets[{i}].value", "is no amount", "Say tonnes or gigajoules")


def trees(park: ParkFile) -> Iterator[Problem]:
    """No node and no point is its own ancestor."""
    lists: Mapping[str, Sequence[HasParent]] = {"nodes": park.nodes, "points": park.points}
    for name, items in lists.items():
        parents = {item.code: item.parent for item in items}
        for i, item in enumerate(items):
            if in_circle(item.code, parents):
                yield Problem(f"{name}[{i}].parent", f"{item.code} is its own ancestor", "Break the circle")


def in_circle(code: str, parents: Mapping[str, str | None]) -> bool:
    """Whether going up from `code` leads back to it."""
    above = parents.get(code)
    for _ in range(len(parents)):
        if above is None or above == code:
            break
        above = parents.get(above)
    return above == code


def place(park: ParkFile) -> Iterator[Problem]:
    """The time zone exists."""
    try:
        ZoneInfo(park.park.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        remedy = "Use an IANA name such as Asia/Shanghai"
        yield Problem("park.timezone", f"there is no time zone {park.park.timezone}", remedy)


def points(park: ParkFile) -> Iterator[Problem]:
    """Unit, quantity and kind of each point fit together, and its numbers are possible."""
    for i, point in enumerate(park.points):
        path = f"points[{i}]"
        try:
            to_base(point.unit, point.quantity, point.carrier)
        except UnitError as error:
            yield Problem(f"{path}.unit", error.message.rstrip("."), error.advice.rstrip("."))
        if (point.quantity in (*RATES, *STATE_QUANTITIES)) != (point.kind == "gauge"):
            remedy = "A rate or a state is a gauge; an amount is a register or an interval"
            yield Problem(f"{path}.kind", f"{point.quantity} is no {point.kind}", remedy)
        for name, number in (("multiplier", point.multiplier), ("max_rate", point.max_rate)):
            if number is not None and not (number.is_finite() and number > 0):
                yield Problem(f"{path}.{name}", f"{number} is not above zero", "Give a positive number")
        if point.reference_state not in (None, *REFERENCE_STATES):
            remedy = f"Use one of {', '.join(REFERENCE_STATES)}"
            yield Problem(f"{path}.reference_state", f"{point.reference_state} is unknown", remedy)


def metering(park: ParkFile) -> Iterator[Problem]:
    """What else points say of themselves can be: rules, integration, check meters."""
    by_code = {point.code: point for point in park.points}
    for i, point in enumerate(park.points):
        path = f"points[{i}]"
        if point.integrated and point.kind != "gauge":
            yield Problem(f"{path}.integrated", f"a {point.kind} needs no integration", "Leave it out")
        if point.integrated and point.quantity in STATE_QUANTITIES:
            yield Problem(f"{path}.integrated", f"{point.quantity} adds up to nothing", "Leave it out")
        if point.check_point == point.code:
            yield Problem(f"{path}.check_point", "a point cannot check itself", "Name another point")
        other = by_code.get(point.check_point or "")
        if other is not None and other.carrier != point.carrier:
            remedy = "Name a meter of the same flow"
            yield Problem(f"{path}.check_point", f"{other.code} measures {other.carrier}", remedy)
        try:
            values(point.rules)
        except InvalidError as error:
            yield Problem(f"{path}.rules", error.message.rstrip("."), error.advice.rstrip("."))


def formulas(park: ParkFile) -> Iterator[Problem]:
    """Expressions can be computed, are amounts of the unit that is said, and run in no circle."""
    by_code = points_of(park)
    parts = parts_of(by_code)
    circle: dict[int, list[int]] = {}
    number = {code: n for n, code in enumerate(by_code)}
    for i, point in enumerate(park.virtual_points):
        path = f"virtual_points[{i}]"
        inputs = {name: by_code[code] for name, code in point.inputs.items() if code in by_code}
        if len(inputs) < len(point.inputs):
            continue  # said at the reference
        circle[number[point.code]] = [number[code] for code in point.inputs.values()]
        try:
            bases = {name: to_base(p.unit, p.quantity, p.carrier).name for name, p in inputs.items()}
            base = to_base(point.unit, point.quantity, point.carrier)
            found = virtual.parse(point.expression, bases)
            conversion_rules.check_mixture(inputs.values(), parts)
        except (InvalidError, UnitError) as error:
            yield Problem(f"{path}.expression", error.message.rstrip("."), error.advice.rstrip("."))
            continue
        if not isinstance(found, virtual.Amount) or base.is_rate or found.base != base.name:
            remedy = "Let the expression be an amount in the point's own unit"
            yield Problem(f"{path}.expression", f"it is no amount in {base.name}", remedy)
    try:
        virtual.in_order(circle)
    except virtual.ExpressionError as error:
        yield Problem("virtual_points", error.message.rstrip("."), error.advice.rstrip("."))


def conversions(park: ParkFile) -> Iterator[Problem]:
    """Steam and gas can be converted, from points that measure what is needed."""
    by_code = points_of(park)
    for i, wanted in enumerate(park.conversions):
        inputs = {name: by_code[code] for name, code in wanted.inputs.items() if code in by_code}
        if len(inputs) < len(wanted.inputs):
            continue  # said at the reference
        try:
            conversion_rules.check(wanted, inputs)
        except InvalidError as error:
            yield Problem(f"conversions[{i}]", error.message.rstrip("."), error.advice.rstrip("."))


def records(park: ParkFile) -> Iterator[Problem]:
    """What a record point is made of can be told in its unit."""
    for i, wanted in enumerate(park.record_points):
        try:
            record_rules.check(wanted)
        except InvalidError as error:
            yield Problem(f"record_points[{i}]", error.message.rstrip("."), error.advice.rstrip("."))


def points_of(park: ParkFile) -> dict[str, AnyPoint]:
    """Every point by code, computed ones too."""
    every: list[AnyPoint] = [
        *park.points, *park.virtual_points, *park.conversions, *park.record_points,
    ]  # fmt: skip
    return {point.code: point for point in every}


def parts_of(by_code: Mapping[str, AnyPoint]) -> Callable[[AnyPoint], list[AnyPoint]]:
    """What a point is made of by a formula."""

    def parts(point: AnyPoint) -> list[AnyPoint]:
        made_of = point.inputs.values() if isinstance(point, VirtualPoint) else ()
        return [by_code[code] for code in made_of if code in by_code]

    return parts


def heats(park: ParkFile) -> Iterator[Problem]:
    """No source adds accounting heat to other heat."""
    by_code = points_of(park)
    for i, source in enumerate(park.sources):
        known = [by_code[term.point] for term in source.activity if term.point in by_code]
        try:
            conversion_rules.check_mixture(known, parts_of(by_code))
        except UnitError:
            continue  # said at the point
        except InvalidError as error:
            yield Problem(f"sources[{i}].activity", error.message.rstrip("."), error.advice.rstrip("."))


def sources(park: ParkFile) -> Iterator[Problem]:
    """Formula, category, activity, live points and scenes of each source fit together."""
    by_code = points_of(park)
    for i, source in enumerate(park.sources):
        path = f"sources[{i}]"
        formula = FORMULAS.get(source.formula)
        for mistake in source_rules.problems(source):
            yield Problem(f"{path}.{mistake.path}", mistake.problem, mistake.remedy)
        bases = formula.bases if formula else frozenset[str]()
        yield from terms(f"{path}.activity", source.activity, by_code, bases, gauge=False)
        yield from terms(f"{path}.live", source.live, by_code, bases, gauge=True)


def terms(
    path: str,
    given: Sequence[Term],
    by_code: Mapping[str, AnyPoint],
    bases: frozenset[str],
    *,
    gauge: bool,
) -> Iterator[Problem]:  # fmt: skip
    """The points of a sum are of one kind and one base unit that the formula takes, each once."""
    if not given and not gauge:
        yield Problem(path, "there is no point", "Name at least one register")
    for code, count in Counter(term.point for term in given).items():
        if count > 1:
            yield Problem(path, f"{code} stands {count} times", "Name each point once")
    known = [(j, by_code[term.point]) for j, term in enumerate(given) if term.point in by_code]
    found: set[str] = set()
    for j, point in known:
        if (point.kind == "gauge") != gauge and not (point.integrated and not gauge):
            wanted = "a gauge" if gauge else "a register or an interval"
            yield Problem(f"{path}[{j}].point", f"{point.code} is no {wanted[2:]}", f"Name {wanted}")
        try:
            found.add(to_base(point.unit, point.quantity, point.carrier).name)
        except UnitError:
            continue  # said at the point
    if len(found) > 1:
        yield Problem(
            path, f"the points are in different units ({', '.join(sorted(found))})", "Split the source"
        )
    elif bases and not found <= bases:
        remedy = f"The formula takes {', '.join(sorted(bases))}"
        yield Problem(path, f"the points are in {', '.join(found)}", remedy)


def users(park: ParkFile) -> Iterator[Problem]:
    """Exactly the enterprise role names an enterprise."""
    for i, user in enumerate(park.users):
        if (user.role == "enterprise") != (user.enterprise is not None):
            remedy = "Exactly the enterprise role names an enterprise"
            yield Problem(f"users[{i}].enterprise", f"{user.enterprise} with the role {user.role}", remedy)


def tariffs(park: ParkFile) -> Iterator[Problem]:
    """Each tariff holds together, its contracts name enterprises, and nobody buys by two on one day."""
    known = codes(park.enterprises)
    every = [contract for tariff in park.tariffs for contract in tariff.contracts]
    for i, tariff in enumerate(park.tariffs):
        for mistake in tariff_rules.problems(tariff):
            yield Problem(f"tariffs[{i}].{mistake.path}", mistake.problem, mistake.remedy)
        for j, contract in enumerate(tariff.contracts):
            path = f"tariffs[{i}].contracts[{j}].enterprise"
            yield from reference(path, contract.enterprise, known, "enterprise")
    for code, count in Counter(tariff.code for tariff in park.tariffs).items():
        if count > 1:
            yield Problem("tariffs", f"the code {code} stands {count} times", "Give each its own code")
    if len(park.tariffs) > 1:
        for enterprise in {contract.enterprise for contract in every}:
            mine = [contract for contract in every if contract.enterprise == enterprise]
            for mistake in tariff_rules.overlaps("tariffs", mine):
                yield Problem(*mistake)


RULES: tuple[Callable[[ParkFile], Iterator[Problem]], ...] = (
    unique_codes, references, owners, trees, place, points, metering, formulas, conversions, records,
    sources, heats, tariffs, users,
)  # fmt: skip
