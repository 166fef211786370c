"""The park file: its structure. What must hold between its parts is in `park_rules`."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import yaml
from msgspec import Meta, Struct

from parkcarbon_platform.calculation.tariff.model import Tariff
from parkcarbon_platform.errors import InvalidError

MAX_FILE_BYTES = 16 << 20

Parsed = TypeVar("Parsed")
Code = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{1,62}$")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Scene = Literal["energy", "industry", "building", "transport", "infrastructure"]
Kind = Literal["register", "interval", "gauge"]
Direction = Literal["import", "export", "generation", "consumption", "production"]
Records = Literal["bills", "stock", "output"]
ParkType = Literal["manufacturing", "heavy_industry", "chemical", "technology", "logistics", "data_centre"]
Boundary = Literal["territory", "operational_control", "financial_control"]
Category = Literal[
    "stationary_combustion", "mobile_combustion", "conversion", "purchased_electricity", "purchased_heat",
    "process", "fugitive", "wastewater", "waste", "scope3", "sink",
]  # fmt: skip


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything with a code and a name in both languages."""

    code: Code
    name_zh: Name
    name_en: Name


class Park(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The park itself; `timezone` is an IANA name, `grid_region` that of the grid factor.

    `boundary` says whose emissions are the park's, `ruleset` by which rules its inventories are made first,
    `gwp` by which set of global warming potentials gases count where nobody chooses another.
    """

    timezone: str
    grid_region: Annotated[str, Meta(min_length=2, max_length=32)]
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None
    type: ParkType | None = None
    boundary: Boundary | None = None
    scopes: Annotated[list[Literal[1, 2, 3]], Meta(min_length=1, max_length=3)] | None = None
    ruleset: Annotated[str, Meta(pattern="^[a-z0-9_]{1,40}$")] | None = None
    gwp: Literal["AR4", "AR5", "AR6"] | None = None


class Enterprise(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tenant of the park."""

    industry: Annotated[str, Meta(max_length=16)] | None = None


class Node(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place in the park's tree."""

    enterprise: str | None = None
    parent: str | None = None
    kind: Literal["site", "building", "workshop", "line"]


class Edge(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edge agent; without enterprise it is the park's own. Whose it is is said once, when it is made."""

    enterprise: str | None = None


class Device(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A meter; without enterprise it is the park's own."""

    enterprise: str | None = None
    node: str | None = None
    serial: Annotated[str, Meta(max_length=100)] | None = None


class Point(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One measured quantity of a device; readings × `multiplier` are in `unit`."""

    device: str
    quantity: str
    carrier: Annotated[str, Meta(min_length=1, max_length=64)]
    unit: str
    kind: Kind
    direction: Direction
    multiplier: Decimal = Decimal(1)
    digits: Annotated[int, Meta(ge=1, le=18)] | None = None
    max_rate: Decimal | None = None
    expected_period_s: Annotated[int, Meta(ge=1, le=366 * 86400)] = 60
    parent: str | None = None
    reference_state: str | None = None
    integrated: bool = False
    rules: dict[str, dict[str, Any]] = {}
    check_point: str | None = None
    accuracy_class: Annotated[str, Meta(min_length=1, max_length=20)] | None = None


class VirtualPoint(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point computed from others; `inputs` are point codes by the names in `expression`."""

    enterprise: str | None = None
    quantity: str
    carrier: Annotated[str, Meta(min_length=1, max_length=64)]
    unit: str
    expression: Annotated[str, Meta(min_length=1, max_length=500)]
    inputs: Annotated[dict[str, str], Meta(min_length=1, max_length=50)]

    @property
    def kind(self) -> str:
        """As points have one."""
        return "virtual"

    @property
    def integrated(self) -> bool:
        """As points have it."""
        return False


class ConvertedPoint(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point that heat of steam or a volume of gas is computed in, from an amount and its gauges.

    Typical pressures are absolute [MPa], temperatures [°C]; `feed` is the water that came in.
    """

    enterprise: str | None = None
    kind: Literal["steam_heat", "accounting_heat", "gas_volume"]
    carrier: Annotated[str, Meta(min_length=1, max_length=64)]
    unit: str
    amount: str
    pressure: str | None = None
    temperature: str | None = None
    feed: str | None = None
    pressure_is: Literal["absolute", "gauge"] = "absolute"
    atmospheric_kpa: Decimal = Decimal("101.325")
    typical_pressure_mpa: Decimal | None = None
    typical_temperature_c: Decimal | None = None
    feed_temperature_c: Decimal | None = None
    basis: Literal["full", "less_feed"] | None = None
    enthalpy_kj_per_kg: Decimal | None = None
    reference_state: str | None = None
    compressibility: Decimal = Decimal(1)

    @property
    def inputs(self) -> dict[str, str]:
        """Point codes by what they are to it."""
        given = {
            "amount": self.amount,
            "pressure": self.pressure,
            "temperature": self.temperature,
            "feed": self.feed,
        }
        return {name: code for name, code in given.items() if code is not None}

    @property
    def quantity(self) -> str:
        """What it is an amount of."""
        return "volume" if self.kind == "gas_volume" else "energy"

    @property
    def integrated(self) -> bool:
        """As points have it."""
        return False


class RecordPoint(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point made of approved reports: bills of an item, its balance in stock, or a product's output.

    `purpose` and `account` choose among the bills; without them all of them count.
    """

    enterprise: str | None = None
    records: Records
    item: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*(:[a-z0-9-]+)?$", max_length=60)]
    purpose: Literal["", Scene] | None = None
    account: Annotated[str, Meta(max_length=60)] | None = None
    quantity: str
    carrier: Annotated[str, Meta(min_length=1, max_length=64)]
    unit: str
    reference_state: str | None = None

    @property
    def kind(self) -> str:
        """As points have one."""
        return "virtual"

    @property
    def integrated(self) -> bool:
        """As points have it."""
        return False


class AllocationShare(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tenant's part of a shared meter: a weight, or its own meter."""

    enterprise: str
    weight: Decimal | None = None
    submeter: str | None = None


class Allocation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shared meter divided among tenants from a time on."""

    point: str
    method: Literal["share", "area", "submeter"]
    valid_from: datetime
    valid_to: datetime | None = None
    shares: Annotated[list[AllocationShare], Meta(min_length=1, max_length=200)]
    reason: Annotated[str, Meta(min_length=1, max_length=1000)] = "park file"


class Binding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Under which key an edge delivers a point."""

    edge: str
    key: Annotated[str, Meta(min_length=1, max_length=200)]
    point: str


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point in a signed sum."""

    point: str
    weight: Literal[1, -1] = 1


class Source(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An emission source: formula and factor applied to a signed sum of points.

    `valid_from` and `valid_to` are local days, both inclusive; `unit_code` is the plant whose balance it
    belongs to.
    """

    enterprise: str | None = None
    category: Category
    carrier: Annotated[str, Meta(min_length=1, max_length=64)]
    scope: Literal[1, 2, 3]
    formula: str
    factor: Annotated[str, Meta(min_length=1, max_length=100)]
    factor_region: str | None = None
    internal_transfer: bool = False
    gas: Annotated[str, Meta(max_length=20)] = "CO2"
    unit_code: Code | None = None
    scope3_category: Annotated[int, Meta(ge=1, le=15)] | None = None
    biogenic: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    activity: list[Term]
    live: list[Term] = []
    scenes: dict[Scene, Decimal]


class Target(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the park or an enterprise may emit [t CO2] or use [GJ] in a year."""

    enterprise: str | None = None
    kind: Literal["carbon", "energy"] = "carbon"
    year: Annotated[int, Meta(ge=2000, le=2100)]
    value: Decimal


class User(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person who may enter; the password is not here. Without `approves` it stays as it is."""

    login: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9._@-]{1,62}$")]
    name: Name
    role: Literal["operator", "enterprise", "verifier"]
    enterprise: str | None = None
    locale: Literal["zh-CN", "en"] = "zh-CN"
    approves: bool | None = None


class ParkFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    schema: Literal["parkcarbon/park/v1"]
    park: Park
    enterprises: list[Enterprise] = []
    nodes: list[Node] = []
    edges: list[Edge] = []
    devices: list[Device] = []
    points: list[Point] = []
    virtual_points: list[VirtualPoint] = []
    conversions: list[ConvertedPoint] = []
    record_points: list[RecordPoint] = []
    allocations: list[Allocation] = []
    bindings: list[Binding] = []
    sources: list[Source] = []
    tariffs: list[Tariff] = []
    factor_sets: list[Annotated[str, Meta(min_length=1, max_length=100)]] | None = None
    targets: list[Target] = []
    users: list[User] = []


SECTIONS: Mapping[str, type[Struct]] = {
    "enterprises": Enterprise, "nodes": Node, "edges": Edge, "devices": Device, "points": Point,
    "virtual_points": VirtualPoint, "conversions": ConvertedPoint, "record_points": RecordPoint,
    "allocations": Allocation, "bindings": Binding, "sources": Source, "tariffs": Tariff, "targets": Target,
    "users": User,
}  # fmt: skip
# Lists that a file says even where they are empty.
REQUIRED = {"activity", "versions", "shares", "scenes", "inputs"}


def render(park: ParkFile) -> str:
    """A park file as text: what is as usual is left out, so that people can read it."""
    plain = msgspec.to_builtins(park)
    kept = {
        name: [_bare(item, kind) for item in plain[name]]
        for name, kind in SECTIONS.items()
        if plain.get(name)
    }
    head = {"schema": plain["schema"], "park": _bare(plain["park"], Park)}
    sets = {} if park.factor_sets is None else {"factor_sets": plain["factor_sets"]}
    return yaml.safe_dump(head | kept | sets, allow_unicode=True, sort_keys=False, width=110)


def _bare(item: dict[str, Any], kind: type[Struct]) -> dict[str, Any]:
    usual = {
        field.encode_name: msgspec.to_builtins(field.default)
        for field in msgspec.structs.fields(kind)
        if field.default is not msgspec.NODEFAULT
    }
    empty: tuple[object, ...] = ([], {})
    return {
        name: value
        for name, value in item.items()
        if not (name in usual and value == usual[name]) and not (name not in REQUIRED and value in empty)
    }


def json_schema() -> dict[str, Any]:
    """The schema of the file as JSON Schema (2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ParkCarbon park file, version 1",
        **_with_numbers(msgspec.json.schema(ParkFile)),
    }


def _with_numbers(schema: Any) -> Any:  # noqa: ANN401  # any part of a schema
    """Decimals may stand as numbers, too: in YAML they need no quotes."""
    if isinstance(schema, list):
        return [_with_numbers(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        return {**schema, "type": ["string", "number"]}
    return {name: _with_numbers(part) for name, part in schema.items()}


def parse(text: str) -> ParkFile:
    """The file's structure. Raises InvalidError that names the path of the first mistake."""
    return _parse(text, ParkFile)


class SourceFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sources alone, as a park file has them."""

    sources: Annotated[list[Source], Meta(min_length=1, max_length=1000)]


def parse_sources(text: str) -> list[Source]:
    """The sources of a file that has nothing else. Raises InvalidError."""
    return _parse(text, SourceFile).sources


def _parse(text: str, kind: type[Parsed]) -> Parsed:
    if len(text) > MAX_FILE_BYTES:
        raise InvalidError(f"The file has more than {MAX_FILE_BYTES} bytes.", size=len(text))
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # such as a date that there is not
        raise InvalidError(f"The file is no YAML: {error}", remedy="Correct the line named.") from error
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at ")
        place = path.strip("`").removeprefix("$.") or "the file"
        raise InvalidError(
            f"{place}: {problem}.",
            remedy="Correct it; docs/contracts.md §4 shows every key.",
            path=place,
            problem=problem,
        ) from None


def read(path: Path) -> ParkFile:
    """The park file at `path`."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidError(f"{path} cannot be read: {error}", path=str(path)) from error
