"""Factors there and back: a set is read as written; a ledger that is restated back is the first one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from itertools import count

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parkcarbon_platform.factors import loader
from parkcarbon_platform.services.ledger import factors

from tests.platform.services.test_restating import adopt, preview, restate, settle_hours, standard, total_mg
from tests.support.metered import MeteredPark
from tests.support.stack import Database

HOURS = 3
OTHERS = ("other-1", "other-2", "other-3")
NUMBER = count()
# One park for all examples: each ends where it began, or adds what the others do not look at.
LEAN = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
numbers = st.decimals(min_value=0, max_value=10**6, places=9)
days = st.none() | st.dates(date(1990, 1, 1), date(2060, 12, 31))


def written(code: str, *rows: dict[str, object]) -> loader.FactorSet:
    common = {"gas": "CO2", "region": "CN", "unit": "kg/kWh", "grade": "C", "citation": "a test"}
    head = {"schema": "parkcarbon/factors/v1", "code": code, "title": code, "publisher": "Nobody",
            "licence": "none", "optional": True}  # fmt: skip
    return loader.parse(yaml.safe_dump(head | {"factors": [common | row for row in rows]}).encode())


def year(value: Decimal) -> dict[str, object]:
    return {"factor": "grid_electricity", "version": "2025", "value": f"{value:f}",
            "valid_from": date(2025, 1, 1), "valid_to": date(2025, 12, 31)}  # fmt: skip


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database)
        settle_hours(made, HOURS)
        yield made
        made.close()


@LEAN
@given(st.lists(st.tuples(numbers, days, days), min_size=1, max_size=5))
def test_what_is_read_is_what_was_written(
    park: MeteredPark, rows: list[tuple[Decimal, date | None, date | None]]
) -> None:
    code = f"written-{next(NUMBER)}"
    found = written(
        code,
        *(
            {"factor": "process.test", "version": str(n), "value": f"{v:f}", "valid_from": a, "valid_to": b}
            for n, (v, a, b) in enumerate(rows)
        ),
    )
    factors.load_sets(park.owner_url, [found])
    factors.load_sets(park.owner_url, [found])
    with park.pools.tenant(park.id) as connection:
        stored = {v.version: v for v in factors.storage.versions(connection, code)}
    assert [(v.value, v.valid_from, v.valid_to) for _, v in sorted(stored.items())] == rows


@LEAN
@given(
    values=st.tuples(*(st.decimals(min_value=0, max_value=10, places=6) for _ in OTHERS)),
    way=st.lists(st.sampled_from(range(len(OTHERS))), min_size=1, max_size=3),
)
def test_restating_there_and_back_gives_the_first_ledger(
    park: MeteredPark, values: tuple[Decimal, ...], way: list[int]
) -> None:
    before, first_sets, changes = park.ledger(), standard(park), []
    codes = [f"{name}-{next(NUMBER)}" for name in OTHERS]
    pairs = zip(codes, values, strict=True)
    factors.load_sets(park.owner_url, [written(code, year(value)) for code, value in pairs])
    for place in way:
        adopt(park, [*first_sets, codes[place]])
        told = preview(park, HOURS)
        changes.append(restated(park))
        assert changes[-1] == sum(s.after_mg - s.before_mg for s in told.values())
        kilowatt_hours = sum(row[5] for row in park.ledger()) // 1000
        assert total_mg(park) == kilowatt_hours * values[place] * 10**6
    adopt(park, first_sets)
    changes.append(restated(park))
    assert park.ledger() == before
    assert sum(changes) == 0


def restated(park: MeteredPark) -> int:
    """By how much a restatement says that it has changed the ledger [mg]."""
    result = restate(park, HOURS).result or {}
    return int(result["after_mg"]) - int(result["before_mg"])
