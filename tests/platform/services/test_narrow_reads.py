"""What pages read of many rows, narrowed to what they show, is what the whole of it says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from parkcarbon_platform.calculation.accounting.activity import Share
from parkcarbon_platform.services.activity import activity, activity_view
from parkcarbon_platform.services.activity.activity import REPORTED, Actor, Draft, Kind
from parkcarbon_platform.services.inventories import computing
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.meters import listing, meters
from parkcarbon_platform.services.meters.listing import Asked
from parkcarbon_platform.services.sources import listing as sources
from parkcarbon_platform.storage import emission_sources, inventory_activity, live
from parkcarbon_platform.storage import meters as storage

from tests.support import metered
from tests.support.metered import MeteredPark
from tests.support.stack import Database

ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def document() -> dict[str, object]:
    """Two enterprises, a meter below another and one of the park itself; a source that has ended."""
    made = metered.document()
    made["enterprises"] += [metered.named("mill", industry="3110")]
    made["devices"] += [
        metered.named("hall-meter", enterprise="mill", node="site", serial="H-2"),
        metered.named("bare", enterprise=None, node="site", serial=None),
    ]
    made["points"] += [
        metered.point("hall", device="hall-meter", parent="main"),
        metered.point("yard", device="bare", parent="main", check_point="office"),
    ]
    ended = {"enterprise": "mill", "valid_to": "2026-01-31"}
    made["sources"] += [
        metered.source("hall-electricity", {"hall": 1}, enterprise="mill"),
        metered.source("old-electricity", {"yard": 1}, **ended),
    ]
    return made


@pytest.fixture
def park(database: Database, document: dict[str, object]) -> Iterator[MeteredPark]:
    """Some of its meters have spoken, one of them just now."""
    found = MeteredPark(database, document)
    speaking = round(datetime.now(UTC).timestamp() * 1000)
    found.write([("main", speaking, 1.0, 0), ("hall", speaking - 7_200_000, 2.0, 0)])
    yield found
    found.close()


def test_points_that_are_asked_for_are_those_of_all(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        every = storage.points(connection)
        some = [row.id for row in every[1:4]]
        assert storage.points(connection, some) == every[1:4]
        assert storage.points(connection, []) == []
        devices = {row.id: row.code for row in storage.devices(connection)}
        owners = {row.id: row.code for row in live.enterprises(connection)}
        assert [
            (*k[:4], devices.get(k.device_id or 0), owners.get(k.enterprise_id or 0), *k[6:])
            for k in storage.keys(connection)
        ] == [
            (
                r.id,
                r.code,
                r.name_zh,
                r.name_en,
                r.device,
                r.enterprise,
                r.carrier,
                r.kind,
                r.expected_period_s,
            )
            for r in every
        ]
        assert {row.parent for row in every} == {None, "main"}
        for owner in live.enterprises(connection):
            mine = [row.id for row in every if row.enterprise == owner.code]
            assert mine
            assert [key.id for key in storage.keys(connection, owner.id)] == mine


@pytest.mark.parametrize("sort", ["code", "age", "findings"])
def test_a_page_of_meters_is_a_part_of_all_of_them(park: MeteredPark, sort: listing.Sort) -> None:
    now = datetime.now(UTC)
    with park.pools.tenant(park.id) as connection:
        every = listing.page(connection, Asked(sort=sort), now)
        page = listing.page(connection, Asked(sort=sort, limit=2, skip=1), now)
        assert page.points == every.points[1:3]
        assert page.has_more
        assert not every.has_more
        assert (page.total, page.counts, page.carriers) == (every.total, every.counts, every.carriers)
        assert {device.code for device in page.devices} == {meter.row.device for meter in page.points}
        mill = listing.page(connection, Asked(enterprise="mill", words=("h-2",), sort=sort), now)
        assert [meter.row.code for meter in mill.points] == ["hall"]
        assert listing.page(connection, Asked(enterprise="nobody"), now).points == []
        works = next(owner for owner in live.enterprises(connection) if owner.code == "works")
        told = {meter.row.id: meter.state for meter in every.points if meter.row.enterprise == "works"}
        assert {one.key.id: one.state for one in meters.measuring(connection, works.id, now)} == told


def report(
    park: MeteredPark, kind: Kind, item: str, first: date, owner: str, *, account: str = "",
    supersedes: int | None = None,
) -> int:  # fmt: skip
    """A report of a month; it stays a draft."""
    end = (first + timedelta(days=32)).replace(day=1)
    unit = "1" if kind == "driver" else "kWh"
    draft = Draft(
        kind, item, first, end, Decimal(7), unit, enterprise=owner, account=account, supersedes=supersedes
    )
    with park.pools.tenant(park.id) as connection:
        return activity.save(connection, Actor(park.id, None, "clerk"), draft, today=TODAY).id


def test_reports_that_are_read_once_make_the_same_grids(park: MeteredPark) -> None:
    moved = report(park, "bill", "electricity", date(2025, 3, 1), "mill")
    report(park, "bill", "electricity", date(2023, 3, 1), "mill", supersedes=moved)
    report(park, "bill", "electricity", date(2025, 12, 1), "mill", account="second")
    report(park, "manual", "electricity", date(2026, 5, 1), "mill")
    report(park, "driver", "headcount", date(2026, 5, 1), "mill")
    gone = report(park, "driver", "headcount", date(2025, 5, 1), "mill")
    report(park, "bill", "electricity", date(2026, 5, 1), "works")
    with park.pools.tenant(park.id) as connection:
        activity.step(connection, Actor(park.id, None, "clerk"), gone, "withdrawn")
        mill = next(owner for owner in live.enterprises(connection) if owner.code == "mill")
        kinds = (*REPORTED, "driver")
        read = activity.reports(connection, date(2024, 1, 1), date(2027, 1, 1), kinds, enterprise_id=mill.id)
        assert {row.enterprise for row in read} == {"mill"}
        assert len(read) == 3
        for kind in (REPORTED, ("driver",)):
            for year in (2025, 2026):
                whole = activity_view.grid(connection, year, TODAY, ZONE, kinds=kind)
                told = activity_view.lines(connection, year, TODAY, ZONE, read, kinds=kind)
                assert [one for one in told if one.enterprise == "mill"] == [
                    one for one in whole if one.enterprise == "mill"
                ]
                rows = activity.of_year(connection, year, kind)
                mine = [row for row in read if row.kind in kind]
                assert activity.within(mine, date(year, 1, 1), date(year + 1, 1, 1)) == [
                    row for row in rows if row.enterprise == "mill"
                ]


def test_shares_by_what_they_are_are_those_of_each_source(park: MeteredPark) -> None:
    with psycopg.connect(park.owner_url) as owner:
        owner.execute(
            """INSERT INTO core.scene_share (park_id, enterprise_id, source_id, scene, share, valid_from)
            SELECT park_id, enterprise_id, source_id, 'transport', 0.25, date '2026-01-01' + (source_id % 2)
            FROM core.scene_share UNION ALL
            SELECT park_id, enterprise_id, id, 'energy', 0.5, date '1970-01-01' FROM core.emission_source
            WHERE code = 'gas'"""
        )
    with park.pools.tenant(park.id) as connection:
        told: dict[int, list[Share]] = {}
        for row in inventory_activity.shares(connection):
            told.setdefault(row.source_id, []).append(Share(*row[1:]))
        question = Question(date(2026, 1, 1), date(2026, 2, 1), "territorial")
        found = computing.boundary(connection, question, NOW)
        codes = {row.code: row.id for row in found.rows}
        assert {codes[fact.code]: list(fact.shares) for fact in found.facts} == told
        assert len({fact.shares for fact in found.facts}) > 2


def test_sources_that_are_set_up_are_those_that_are_listed(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        listed = sources.every(connection, NOW)
        for owner in live.enterprises(connection):
            mine = [one for one in listed if one.row.enterprise == owner.code and one.state != "ended"]
            told = sources.set_up(connection, owner.id, NOW)
            assert [(one.code, one.is_bare, one.has_factor) for one in told] == [
                (one.row.code, not one.activity, one.factor is not None) for one in mine
            ]
        ended = [row.code for row in emission_sources.every(connection) if row.valid_to is not None]
        assert ended == ["old-electricity"]
