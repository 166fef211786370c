"""A park of places: 20 enterprises, 100 halls, 1,000 meters and 100 sources, with two years of sums by day.

Places rest on the sums by day and month that are kept with quarter hours and ledger hours: these are written
here as the triggers would (two years of 1,000 meters are 70 million quarter hours).
"""

from datetime import date
from typing import Any

import psycopg
from parkcarbon_platform.services.access import identity

from tests.benchmarks.sse import LOGIN, PASSWORD
from tests.support import metered
from tests.support.metered import MeteredPark
from tests.support.stack import Database

# Halls an enterprise, meters a hall, sources an enterprise.
ENTERPRISES, HALLS, METERS, SOURCES = 20, 5, 10, 5
YEARS = (date(2024, 1, 1), date(2025, 12, 31))


def document() -> dict[str, Any]:
    """Each enterprise has an incomer, below which all its meters hang, and submeters of some sources."""
    named, point = metered.named, metered.point
    halls = [(e, h) for e in range(ENTERPRISES) for h in range(HALLS)]
    made = metered.document("places")
    made["enterprises"] = [named(f"works-{e}", industry="3110") for e in range(ENTERPRISES)]
    made["nodes"] = [
        named(f"hall-{e}-{h}", enterprise=f"works-{e}", parent=None, kind="workshop") for e, h in halls
    ]
    made["devices"] = [
        named(f"device-{e}-{h}", enterprise=f"works-{e}", node=f"hall-{e}-{h}", serial=None) for e, h in halls
    ]
    made["points"] = [
        point(
            f"meter-{e}-{h}-{m}", device=f"device-{e}-{h}",
            parent=None if (h, m) == (0, 0) else f"meter-{e}-0-0",
        )
        for e, h in halls for m in range(METERS)
    ]  # fmt: skip
    made["sources"] = [
        metered.source(
            f"source-{e}-{s}", {f"meter-{e}-0-0" if s == 0 else f"meter-{e}-{s}-1": 1},
            enterprise=f"works-{e}",
        )
        for e in range(ENTERPRISES) for s in range(SOURCES)
    ]  # fmt: skip
    return made


def filled(database: Database) -> str:
    """The park with its sums, and somebody who may see it; its code."""
    park = MeteredPark(database, document())
    try:
        with psycopg.connect(database.owner_url) as owner:
            _fill(owner)
            identity.create_user(owner, LOGIN, PASSWORD, name=LOGIN)
            identity.let_in(owner, LOGIN, "places", "operator")
            owner.commit()
            owner.autocommit = True
            owner.execute("ANALYZE")
    finally:
        park.close()
    return "places"


def _fill(owner: psycopg.Connection) -> None:
    """100 kWh a meter and day, more or less; the main meter what all others come to, and a tenth more."""
    owner.execute(
        """INSERT INTO series.interval_day (day, point_id, park_id, enterprise_id, quarters, unsure,
             covered_s, quantity, estimated)
           SELECT day::date, p.id, p.park_id, p.enterprise_id, 96, 1, 86400,
             (90000 + (p.id * 37 + day::date - DATE '2024-01-01') %% 20001)
               * CASE WHEN p.parent_id IS NULL THEN 54 ELSE 1 END, 1000
           FROM core.point p, generate_series(%s::date, %s::date, interval '1 day') day""",
        YEARS,
    )
    owner.execute(
        """INSERT INTO series.interval_month (day, point_id, park_id, enterprise_id, quarters, unsure,
             covered_s, quantity, estimated)
           SELECT date_trunc('month', day::timestamp)::date, point_id, park_id, enterprise_id, sum(quarters),
             sum(unsure), sum(covered_s), sum(quantity), sum(estimated)
           FROM series.interval_day GROUP BY 1, 2, 3, 4"""
    )
    owner.execute(
        """INSERT INTO series.ledger_day (day, source_id, park_id, enterprise_id, factor_version_id, fallback,
             hours, provisional, covered_s, quantity, estimated, co2_mg, gas_mg)
           SELECT i.day, s.id, s.park_id, s.enterprise_id, v.id, false, 24, 0, 86400, i.quantity, i.estimated,
             round(i.quantity * 530.6), 0
           FROM core.emission_source s JOIN core.source_term t ON t.source_id = s.id AND t.role = 'activity'
             JOIN series.interval_day i ON i.point_id = t.point_id,
             (SELECT min(id) AS id FROM factors.factor_version WHERE factor = 'grid_electricity') v"""
    )
    owner.execute(
        """INSERT INTO series.ledger_month (day, source_id, park_id, enterprise_id, factor_version_id,
             fallback, hours, provisional, covered_s, quantity, estimated, co2_mg, gas_mg)
           SELECT date_trunc('month', day::timestamp)::date, source_id, park_id, enterprise_id,
             factor_version_id, fallback, sum(hours), sum(provisional), sum(covered_s), sum(quantity),
             sum(estimated), sum(co2_mg), sum(gas_mg)
           FROM series.ledger_day GROUP BY 1, 2, 3, 4, 5, 6"""
    )


def asked() -> dict[str, str]:
    """Name and address of what is asked, below the park's."""
    kinds = {"park": "park/places", "enterprise": "enterprise/works-3", "node": "node/hall-3-1",
             "meter": "meter/meter-3-1-1", "incomer": "meter/meter-3-0-0"}  # fmt: skip
    spans = {"year": "from=2025-01-01&to=2026-01-01", "month": "from=2025-06-01&to=2025-07-01"}
    found = {}
    for span, query in spans.items():
        found[f"places_tree_{span}"] = f"places?{query}"
        found |= {f"places_{kind}_{span}": f"places/{path}?{query}" for kind, path in kinds.items()}
    return found
