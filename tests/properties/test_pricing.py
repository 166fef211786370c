"""Sources that are priced at once are priced as each for itself, whatever is wrong with others."""

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.services.ledger.factors import Book, of_versions
from parkcarbon_platform.services.ledger.keys import hour_of, keys_of, source_of
from parkcarbon_platform.services.ledger.pricing import Priced, Pricing, while_valid
from parkcarbon_platform.storage.factors import StoredVersion
from parkcarbon_platform.storage.findings import SourceFinding
from parkcarbon_platform.storage.intervals import MeterRow
from parkcarbon_platform.storage.ledger import ActivityHours, Entries, SourceRow
from parkcarbon_platform.storage.live import ParkRow

HOUR = 3_600_000
NIGHT = 1_764_000_000_000 // HOUR * HOUR
NOW = datetime(2026, 11, 27, tzinfo=UTC)
PARK = ParkRow(1, "park", "园区", "Park", "Asia/Shanghai", "CN")
METERS = {
    1: ("kWh", "electricity", "electricity", None),
    2: ("m3", "gas_volume", "natural_gas", "20C"),
    3: ("m3", "gas_volume", "natural_gas", None),
    4: ("t", "mass", "raw_coal", None),
}
VERSIONS = [
    ("power", "kg/kWh", Decimal("0.5366"), None, date(2025, 11, 24), None),
    ("power", "kg/kWh", Decimal("0.4"), date(2025, 11, 26), None, None),
    ("gas", "kg/m3", Decimal("2.1622"), None, None, "20C"),
    ("coal", "kg/km", Decimal("2"), None, None, None),
]


def meter(number: int) -> MeterRow:
    """A meter of METERS."""
    unit, quantity, carrier, state = METERS[number]
    return MeterRow(
        number, None, unit, quantity, carrier, Decimal(1), 8, None, 900, state, "register", None, {}
    )


def book() -> Book:
    """The versions; on the 25th nothing is there for electricity."""
    return of_versions(
        [
            StoredVersion(
                n, "set", factor, str(n), "CO2", value, unit, "CN", first, last, state, {}, "", "", "A"
            )
            for n, (factor, unit, value, first, last, state) in enumerate(VERSIONS, 1)
        ]
    )


@st.composite
def sources(draw: st.DrawFn) -> list[SourceRow]:
    """Sources of which some ask for what is not there, or for units that do not fit."""
    made = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        points = draw(st.lists(st.sampled_from([1, 2, 3, 4, 9]), min_size=1, max_size=2, unique=True))
        since = draw(st.sampled_from([None, date(2025, 11, 25)]))
        made.append(
            SourceRow(
                number,
                draw(st.sampled_from([None, 7])),
                f"source-{number}",
                draw(st.sampled_from(["electricity_location", "fuel_combustion", "nothing"])),
                draw(st.sampled_from(["power", "gas", "coal", "none"])),
                None,
                sorted(points),
                [1] * len(points),
                [0] * len(points),
                counts=draw(st.booleans()),
                valid_from=since,
            )
        )
    return made


amounts = st.one_of(st.integers(-(10**6), 10**9), st.just(2**62))


@st.composite
def hours(draw: st.DrawFn, rows: list[SourceRow]) -> tuple[ActivityHours, Entries]:
    """Activity of the sources, and entries that some hours have already; a few are settled."""
    activity, entries = [], []
    for row in rows:
        for place in sorted(draw(st.sets(st.integers(0, 80), min_size=1, max_size=6))):
            hour = NIGHT + place * HOUR
            activity.append((row.id, hour, draw(amounts), 0, draw(st.sampled_from([900, 3600]))))
            if draw(st.booleans()):
                version = draw(st.integers(1, len(VERSIONS)))
                entries.append((row.id, hour, 1, draw(st.integers(0, 1)), 0, 3600, 5, 0, 7, 0, version))
    first, second = (
        np.array(found, np.int64).reshape(-1, size) for found, size in ((activity, 5), (entries, 11))
    )
    columns = list(second.T)
    columns[4] = columns[4] == 1
    return ActivityHours(*first.T), Entries(*columns)


def price(
    rows: list[SourceRow], activity: ActivityHours, before: Entries
) -> tuple[Priced, list[SourceFinding]]:
    """These sources alone."""
    ids = [row.id for row in rows]
    mine = activity.only(np.isin(activity.source, ids))
    pricing = Pricing(PARK, book(), {n: meter(n) for n in METERS}, NOW)
    valid = while_valid(rows, mine, PARK.timezone)
    priced = pricing.price(rows, keys_of(mine), valid, before.only(np.isin(before.source, ids)))
    return priced, pricing.found


@given(st.data())
def test_sources_at_once_are_each_for_itself(data: st.DataObject) -> None:
    rows = data.draw(sources())
    activity, before = data.draw(hours(rows))
    together, found = price(rows, activity, before)
    alone = [price([row], activity, before) for row in rows]
    assert together.entries.rows() == [entry for one, _ in alone for entry in one.entries.rows()]
    assert together.failed.tolist() == [key for one, _ in alone for key in one.failed.tolist()]
    assert sorted(found) == sorted(note for _, notes in alone for note in notes)
    # What exists on no day, or cannot be calculated, has no entry.
    done = set(keys_of(together.entries).tolist())
    assert not done & set(together.failed.tolist())
    assert set(source_of(together.failed).tolist()) <= {row.id for row in rows}
    assert all(hour >= NIGHT for hour in hour_of(together.failed).tolist())
