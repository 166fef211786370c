"""Made-up parks for the pure part of the live view."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.live.frame import Gauge, Pricing
from parkcarbon_platform.services.live.settled import DaySums, ParkSums, Settled, settle
from parkcarbon_platform.services.live.topology import Source, Term, Topology
from parkcarbon_platform.storage.live import EnterpriseRow, ParkRow, PointRow, SourceRow

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
NOW_MS = round(NOW.timestamp() * 1000)
PARK = ParkRow(1, "park", "园区", "Park", "Asia/Shanghai", "CN")
PRICING = Pricing(7, fallback=False, mg_per_unit=Fraction(600))


def enterprise(number: int) -> EnterpriseRow:
    return EnterpriseRow(number, f"e{number}", f"企业{number}", f"Enterprise {number}")


def point(number: int, *, enterprise_id: int | None = None, period_s: int = 10, **more: object) -> PointRow:
    values = {
        "id": number, "enterprise_id": enterprise_id, "parent_id": None, "code": f"p{number}",
        "name_zh": "测点", "name_en": "Point", "quantity": "power", "carrier": "electricity",
        "unit": "kW", "kind": "gauge",
        "direction": "import", "multiplier": Decimal(1), "expected_period_s": period_s,
        "reference_state": None,
    }  # fmt: skip
    return PointRow(**{**values, **more})


def source(
    number: int,
    terms: list[tuple[PointRow, int]],
    *,
    enterprise_id: int | None = None,
    scenes: dict[str, str] | None = None,
    **more: object,
) -> Source:
    values = {
        "id": number, "enterprise_id": enterprise_id, "code": f"s{number}",
        "name_zh": "源", "name_en": "Source",
        "category": "purchased_electricity", "carrier": "electricity", "scope": 2,
        "formula": "electricity_location", "factor": "grid_electricity", "factor_region": None,
        "internal_transfer": False,
    }  # fmt: skip
    shares = {"industry": "1"} if scenes is None else scenes
    return Source(
        row=SourceRow(**{**values, **more}),
        enterprise=None if enterprise_id is None else enterprise(enterprise_id),
        activity=(),
        live=tuple(Term(p, weight) for p, weight in terms),
        scenes=tuple((scene, Decimal(share)) for scene, share in shares.items()),
    )


def topology(sources: list[Source]) -> Topology:
    owners = {s.row.enterprise_id for s in sources if s.row.enterprise_id is not None}
    points = {t.point.id: t.point for s in sources for t in s.live}
    return Topology(PARK, {i: enterprise(i) for i in sorted(owners)}, points, tuple(sources))


def gauge(value: float, age_s: float = 1) -> Gauge:
    return Gauge(NOW_MS - round(age_s * 1000), value)


def nothing_settled(view: Topology, *, is_park: bool = True) -> Settled:
    nothing = DaySums(NOW, NOW, {}, {})
    return settle(ParkSums(nothing, nothing, {}, {}, NOW), view, is_park=is_park)
