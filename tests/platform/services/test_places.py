"""Places: parts and remainder are the whole, the ledger's own totals stand at the top, walls hold.

The park is written row by row and held against sums that this file does by itself in plain loops.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.ledger import totals
from parkcarbon_platform.services.places import amounts, detail, ground, parts, tree
from parkcarbon_platform.services.places.asked import PlacePeriodError, Span, before, finest, year_before
from parkcarbon_platform.services.places.detail import Question
from parkcarbon_platform.services.places.models import By, Kind, Measure, PlaceAmount, PlaceDetail
from parkcarbon_platform.storage import changes, oversight, places, schema, terms
from parkcarbon_platform.storage.places import Among, Step

from tests.support import metered
from tests.support.metered import MeteredPark
from tests.support.noted import read_by, unnoted
from tests.support.stack import Database

ZONE = "Asia/Shanghai"
DAY = date(2026, 3, 30)  # the end of a month is among its days
DAYS = 3
NOW = datetime(2026, 4, 20, tzinfo=UTC)
# Wh a quarter hour; halls are fed by the main meter, the press by the first hall's.
METERS = {
    "main": (None, 9_001), "hall-1": ("main", 3_003), "hall-2": ("main", 2_002), "press": ("hall-1", 1_001),
    "canteen": ("main", 307), "mill-main": (None, 4_444), "mill-sub": ("mill-main", 1_111),
}  # fmt: skip
FACTORS = {
    "main": "grid_electricity", "mill-main": "grid_electricity", "gas": "fuel.natural_gas",
}  # fmt: skip
PV, GAS = 503, 70_001  # Wh, mL a quarter hour


def document() -> dict[str, Any]:
    named, point = metered.named, metered.point
    state = "293.15K_101.325kPa"
    return {
        "schema": "parkcarbon/park/v1",
        "park": named("metered", timezone=ZONE, grid_region="CN", latitude=31.3, longitude=120.6),
        "enterprises": [named("works", industry="3110"), named("mill", industry="2221")],
        "nodes": [
            named("site", enterprise="works", parent=None, kind="site"),
            named("first", enterprise="works", parent="site", kind="workshop"),
            named("second", enterprise="works", parent="site", kind="workshop"),
            named("mill-hall", enterprise="mill", parent=None, kind="workshop"),
        ],
        "edges": [named("plant")],
        "devices": [
            named("d-site", enterprise="works", node="site", serial=None),
            named("d-first", enterprise="works", node="first", serial=None),
            named("d-second", enterprise="works", node="second", serial=None),
            named("d-none", enterprise="works", node=None, serial=None),
            named("d-mill", enterprise="mill", node="mill-hall", serial=None),
        ],
        "points": [
            point("main", device="d-site"),
            point("canteen", device="d-site", parent="main"),
            point("hall-1", device="d-first", parent="main"),
            point("press", device="d-first", parent="hall-1"),
            point("hall-2", device="d-second", parent="main"),
            point("pv", device="d-none", direction="generation"),
            point(
                "gas", device="d-none", quantity="volume", carrier="natural_gas", unit="m3",
                direction="consumption", reference_state=state,
            ),
            point("mill-main", device="d-mill"),
            point("mill-sub", device="d-mill", parent="mill-main"),
        ],
        "bindings": [],
        "sources": [
            metered.source("electricity", {"main": 1}),
            metered.source(
                "gas", {"gas": 1}, category="stationary_combustion", carrier="natural_gas", scope=1,
                formula="fuel_combustion", factor="fuel.natural_gas",
            ),
            metered.source("mill-electricity", {"mill-main": 1}, enterprise="mill"),
        ],
        "users": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, document())
        fill(made)
        yield made
        made.close()


def fill(made: MeteredPark) -> None:
    """The same amounts in every quarter hour of three days, and the ledger's hours of them."""
    start, _ = span().bounds
    flows = {**{code: wh for code, (_, wh) in METERS.items()}, "pv": PV, "gas": GAS}
    sources = {"electricity": ("main", 0.5), "gas": ("gas", 2.0), "mill-electricity": ("mill-main", 0.5)}
    with psycopg.connect(made.owner_url) as owner:
        owners = dict(owner.execute("SELECT code, enterprise_id FROM core.point").fetchall())
        versions = dict(
            owner.execute(
                """SELECT DISTINCT ON (factor) factor, id FROM factors.factor_version
                   WHERE gas = 'CO2' AND (factor <> 'fuel.natural_gas' OR components ? 'net_calorific_value')
                   ORDER BY factor, id DESC"""
            ).fetchall()
        )

        def entry(source: str, point: str, each: float) -> tuple[object, ...]:
            quantity = 4 * flows[point]
            version = versions[FACTORS[point]]
            return (made.sources[source], made.id, owners[point], quantity, round(quantity * each), version)

        with owner.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO series.interval (start, quantity, estimated, covered_s, status, point_id,
                     park_id, enterprise_id) VALUES (%s, %s, 0, 900, 0, %s, %s, %s)""",
                [
                    (start + timedelta(minutes=15 * n), amount, made.points[code], made.id, owners[code])
                    for code, amount in flows.items()
                    for n in range(DAYS * 96)
                ],
            )
            cursor.executemany(
                """INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state,
                     fallback, covered_s, quantity, estimated, co2_mg, factor_version_id, known_at)
                   VALUES (%s, %s, %s, %s, 1, 1, false, 3600, %s, 0, %s, %s, now())""",
                [
                    (start + timedelta(hours=n), *entry(source, point, each))
                    for source, (point, each) in sources.items()
                    for n in range(DAYS * 24)
                ],
            )


def span() -> Span:
    return Span(DAY, DAY + timedelta(days=DAYS), ZONE)


def ask(
    park: MeteredPark, kind: Kind, code: str, *, by: By = "child", measure: Measure = "carbon"
) -> PlaceDetail:
    with park.pools.tenant(park.id) as connection:
        return detail.detail(connection, Question(kind, code, span(), measure, by, None), NOW)


def whole(amount: PlaceAmount) -> tuple[int, int]:
    assert amount.joules is not None
    assert amount.co2_mg is not None
    return amount.joules, amount.co2_mg


def test_where_all_are_read_computed_points_and_scope_three_are_left_out(park: MeteredPark) -> None:
    days = DAY, DAY + timedelta(days=DAYS)
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("SELECT set_config('pc.park', %s, true)", (str(park.id),))
        owner.execute("UPDATE core.point SET kind = 'virtual' WHERE code = 'press'")
        owner.execute(
            "UPDATE core.emission_source SET scope = 3, scope3_category = 4 WHERE code = 'mill-electricity'"
        )
        some, which = (
            Among(beside(owner), are_left_out=True)
            for beside in (places.beside_points, places.beside_sources)
        )
        assert some.ids == [park.points["press"]]
        points = {row.point_id for row in places.point_totals(owner, some, *days)}
        sources = {row.source_id for row in places.source_totals(owner, which, *days)}
        assert points == {row.id for row in places.points(owner)} == {*park.points.values()} - {*some.ids}
        assert sources == {row.id for row in places.sources(owner)}
        assert len(sources) == 2
        assert points == {row.point_id for row in places.point_sums(owner, some, *days, "day")}
        assert sources == {row.source_id for row in places.source_sums(owner, which, *days, "month")}
        assert places.point_totals(owner, Among([]), *days) == []
        owner.rollback()


PLACES: list[tuple[Kind, str]] = [
    ("park", "metered"), ("enterprise", "works"), ("enterprise", "mill"), ("node", "site"), ("node", "first"),
    ("node", "second"), ("node", "mill-hall"), ("meter", "main"), ("meter", "hall-1"), ("meter", "press"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), PLACES)
def test_parts_and_remainder_are_the_whole_in_every_step(park: MeteredPark, kind: Kind, code: str) -> None:
    bys: tuple[By, ...] = ("child", "carrier")
    measures: tuple[Measure, ...] = ("carbon", "energy")
    for by in bys:
        for measure in measures:
            found = ask(park, kind, code, by=by, measure=measure)
            place = 0 if measure == "energy" else 1
            steps = [sum(layer.values[n] for layer in found.series) for n in range(len(found.starts))]
            assert sum(steps) == whole(found.amount)[place]
            assert len(found.starts) == DAYS * 24
            assert found.grain == "hour"
    parts = [whole(child.amount) for child in found.children] + [whole(found.remainder)]
    assert tuple(map(sum, zip(*parts, strict=True))) == whole(found.amount)
    terms = [(term.joules or 0, term.co2_mg) for term in found.terms]
    assert tuple(map(sum, zip(*terms, strict=True))) == whole(found.amount)


def test_steps_that_hold_something_estimated_are_told(park: MeteredPark) -> None:
    start, _ = span().bounds
    guess = "UPDATE series.interval SET estimated = %s * quantity WHERE point_id = %s AND start = %s"
    with psycopg.connect(park.owner_url, autocommit=True) as owner:
        owner.execute(guess, (1, park.points["press"], start + timedelta(hours=1)))
        try:
            assert [n for n, is_so in enumerate(ask(park, "meter", "press").estimated) if is_so] == [1]
            # What the meter above it told is measured all the same.
            assert not any(ask(park, "meter", "hall-1").estimated)
        finally:
            owner.execute(guess, (0, park.points["press"], start + timedelta(hours=1)))


def test_amounts_are_those_of_meters_and_ledger(park: MeteredPark) -> None:
    quarters = DAYS * 96
    joules = {code: 3600 * wh * quarters for code, (_, wh) in METERS.items()}
    site = ask(park, "node", "site")
    assert whole(site.amount)[0] == joules["main"]
    assert {c.place.code: whole(c.amount)[0] for c in site.children} == {
        "first": joules["hall-1"], "second": joules["hall-2"], "canteen": joules["canteen"],
    }  # fmt: skip
    left = joules["main"] - joules["hall-1"] - joules["hall-2"] - joules["canteen"]
    assert whole(site.remainder)[0] == left
    # A kilowatt-hour of the works is dearer at the grid than behind the meter, where the sun helps.
    main, pv = METERS["main"][1], PV
    share = whole(site.amount)[1] / sum(round(4 * main * 0.5) for _ in range(DAYS * 24))
    assert share == pytest.approx(main / (main + pv), rel=1e-6)
    works = ask(park, "enterprise", "works")
    assert whole(works.amount)[0] > joules["main"] + 3600 * pv * quarters  # and the gas
    assert [t.code for t in works.terms] == ["electricity", "gas", "pv"]
    assert works.amount.lacking == []
    assert works.amount.status == "complete"
    assert works.crumbs[0].kind == "park"
    assert [c.code for c in ask(park, "meter", "press").crumbs] == [
        "metered",
        "works",
        "site",
        "first",
        "hall-1",
    ]


@pytest.mark.parametrize("step", ["hour", "day", "week", "month"])
def test_all_at_once_is_what_any_step_adds_up_to(park: MeteredPark, step: Step) -> None:
    """A page's figures are read all at once, its stack by steps, and a meter's without those below it."""
    with park.pools.tenant(park.id) as connection:
        known = ground.read(connection)
        total = ground.sums(connection, known, span(), None)
        stepped = ground.sums(connection, known, span(), step)
    codes: list[tuple[Kind, Iterable[str]]] = [
        ("park", ["metered"]), ("enterprise", ["works", "mill"]),
        ("node", ["site", "first", "second", "mill-hall"]), ("meter", [*METERS, "pv", "gas"]),
    ]  # fmt: skip
    for kind, names in codes:
        for code in names:
            place = parts.find(known, kind, code, None)
            whole, summed = (parts.amount(sums, place, NOW) for sums in (total, stepped))
            assert whole is not None
            assert summed is not None
            assert whole.energy > 0
            assert (whole.energy, whole.carbon) == (summed.energy, summed.carbon)
            assert whole.coverage == summed.coverage
            assert whole.estimated_share == pytest.approx(summed.estimated_share, abs=1e-9)
            if kind == "meter":
                inside = parts.inside(known, place)
                assert summed == amounts.of_meters(stepped, inside, NOW)
            if kind in ("node", "meter"):
                assert whole.energy == parts.energy(total, kind, place.key, NOW)


@pytest.mark.parametrize("step", [None, "day", "week", "month"])
def test_what_is_read_in_one_go_is_what_is_looked_up(park: MeteredPark, step: Step | None) -> None:
    with park.pools.tenant(park.id) as connection:
        known = ground.read(connection)
        whole = ground.sums(connection, known, span(), step)
        assert {row.point_id for row in whole.points} <= known.meters.keys()
        assert {row.source_id for row in whole.sources} <= known.sources.keys()
        some, which = sorted(known.meters)[:2], sorted(known.sources)[:1]
        part = ground.sums(connection, known, span(), step, points=some, sources=which)
        assert sorted(part.points) == sorted(row for row in whole.points if row.point_id in some)
        assert sorted(part.sources) == sorted(row for row in whole.sources if row.source_id in which)
        assert part.points
        assert part.sources


def test_the_top_is_the_ledger_s_own_total(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        days = [totals.day_totals(connection, DAY + timedelta(days=n)) for n in range(DAYS)]
        answer = tree.tree(connection, span(), NOW, enterprise_id=None)
    rows = {row.place.kind + "/" + row.place.code: row for row in answer.rows}
    assert rows["park/metered"].amount.co2_mg == sum(day["park"]["mg_co2"] for day in days)
    assert rows["park/metered"].spark == [day["park"]["mg_co2"] for day in days]
    assert rows["meter/press"].parent == "meter/hall-1"
    assert rows["meter/hall-1"].parent == "node/first"
    assert rows["node/first"].parent == "node/site"
    assert rows["enterprise/mill"].parent == "park/metered"
    for row in answer.rows:
        assert row.parent is None or row.parent in rows
        if row.place.kind in ("node", "meter"):
            assert row.amount == ask(park, row.place.kind, row.place.code).amount


def test_an_enterprise_sees_its_own(park: MeteredPark) -> None:
    works = park.rows("SELECT id FROM core.enterprise WHERE code = 'works'")[0][0]
    with park.pools.tenant(park.id, works) as connection:
        answer = tree.tree(connection, span(), NOW, enterprise_id=works)
        others: list[tuple[Kind, str]] = [
            ("park", "metered"), ("enterprise", "mill"), ("node", "mill-hall"), ("meter", "mill-main"),
        ]  # fmt: skip
        for kind, code in others:
            question = Question(kind, code, span(), "carbon", "child", works)
            with pytest.raises(NotFoundError):
                detail.detail(connection, question, NOW)
    assert answer.rows[0].place.code == "works"
    assert answer.rows[0].parent is None
    assert not {row.place.code for row in answer.rows} & {"metered", "mill", "mill-hall", "mill-main"}


def test_intervals_that_are_kept_are_in_no_hour_and_no_meter(park: MeteredPark) -> None:
    """Totals of the enterprise stay; its meters, its hours and its layer of the park's hours go."""
    mill = park.rows("SELECT id FROM core.enterprise WHERE code = 'mill'")[0][0]
    with park.pools.tenant(park.id, mill) as connection:
        terms.say(
            connection, park.id, mill, "miller", is_named=True, shares_intervals=False, shares_production=True
        )
    try:
        with park.pools.tenant(park.id) as connection, oversight.limited(connection):

            def of(kind: Kind, code: str) -> PlaceDetail:
                return detail.detail(connection, Question(kind, code, span(), "carbon", "child", None), NOW)

            rows = {r.place.code: r for r in tree.tree(connection, span(), NOW, enterprise_id=None).rows}
            assert rows["mill"].amount.co2_mg
            assert rows["mill-hall"].amount.status == rows["mill-main"].amount.status == "withheld"
            assert rows["mill-main"].spark == []
            own = of("enterprise", "mill")
            assert (own.grain, own.is_hourly) == ("day", False)
            assert of("node", "mill-hall").series == []
            assert of("meter", "mill-main").quantity is None
            whole_park = of("park", "metered")
            assert whole_park.grain == "hour"
            assert "enterprise/mill" not in {layer.key for layer in whole_park.series}
            asked = Question("enterprise", "mill", span(), "carbon", "child", None)
            heat = detail.heat(connection, asked, NOW)
            assert (heat.is_withheld, heat.values) == (True, [])
            assert (own.amount.status, own.amount.coverage) == ("complete", None)
            assert (whole_park.amount.status, whole_park.amount.coverage) == ("complete", 1)
    finally:
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("DELETE FROM core.enterprise_terms")


def test_as_many_days_are_compared_on_each_side(park: MeteredPark) -> None:
    """April has 30 days, and so has what is taken of March: its last day is not among them."""
    later = datetime(2026, 6, 1, tzinfo=UTC)
    april = Span(date(2026, 4, 1), date(2026, 5, 1), ZONE)
    with park.pools.tenant(park.id) as connection:
        question = Question("meter", "main", april, "energy", "child", None)
        compared = detail.detail(connection, question, later).comparison
    assert compared is not None
    assert (compared.days, compared.before_from) == (30, "2026-03-01")
    a_day = 96 * 3600 * METERS["main"][1]
    assert (compared.now.joules, compared.before.joules) == (a_day, a_day)


def test_who_is_not_among_the_largest_has_its_own_rank(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detail, "MOST_LIKES", 2)
    found = ask(park, "node", "second")
    assert [like.place.code for like in found.likes] == ["mill-hall", "second"]
    assert (found.rank, found.like_count) == (3, 3)


def test_hours_of_a_day_are_the_day(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        question = Question("enterprise", "works", span(), "carbon", "child", None)
        heat = detail.heat(connection, question, NOW)
    assert len(heat.values) == DAYS
    assert {len(day) for day in heat.values} == {24}
    found = ask(park, "enterprise", "works")
    assert sum(value or 0 for day in heat.values for value in day) == found.amount.co2_mg


def test_all_that_pages_are_made_of_is_noted_when_it_changes(park: MeteredPark) -> None:
    """Else somebody is told that nothing has changed: each table that is read has the triggers."""
    with park.pools.tenant(park.id) as connection:
        for by in ("child", "carrier"):
            for kind, code in (("park", "metered"), ("enterprise", "works"), ("node", "first")):
                question = Question(kind, code, span(), "carbon", by, None, frozenset({1}))
                detail.detail(connection, question, NOW)
                detail.heat(connection, question, NOW)
        tree.tree(connection, span(), NOW, enterprise_id=None)
        read = read_by(connection)
    assert {"core.point", "series.interval_day"} <= read
    assert not unnoted(park.owner_url, read)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE core.point SET name_en = 'press 2' WHERE code = 'press'",
        "UPDATE core.park SET name_en = 'other'",
        "UPDATE series.interval SET quantity = quantity + 1 WHERE point_id = (SELECT min(point_id) FROM"
        " series.interval) AND start = (SELECT min(start) FROM series.interval)",
        "UPDATE series.ledger_entry SET co2_mg = co2_mg + 1 WHERE source_id = (SELECT min(source_id) FROM"
        " series.ledger_entry) AND hour = (SELECT min(hour) FROM series.ledger_entry)",
        "UPDATE factors.factor_set SET title = title || '.' WHERE id = (SELECT min(id) FROM"
        " factors.factor_set)",
        "DELETE FROM core.source_term WHERE point_id = (SELECT id FROM core.point WHERE code = 'main')",
    ],
)
def test_each_change_is_noted(park: MeteredPark, change: str) -> None:
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("SELECT set_config('pc.park', %s, false)", (str(park.id),))
        before = changes.word(owner)
        assert owner.execute(change).rowcount > 0
        assert changes.word(owner) != before
        owner.rollback()
        owner.execute("SELECT set_config('pc.park', %s, false)", (str(park.id),))
        assert changes.word(owner) == before


def test_changes_side_by_side_have_words_of_their_own(park: MeteredPark) -> None:
    """Whichever ends first; and what is taken back has changed nothing."""
    rename = "UPDATE core.node SET name_en = name_en || '.' WHERE code = %s"

    def word() -> str:
        with park.pools.tenant(park.id) as connection:
            return changes.word(connection)

    words = [word()]
    with psycopg.connect(park.owner_url) as first, psycopg.connect(park.owner_url) as second:
        for last in ("commit", "rollback", "commit"):
            first.execute(rename, ("first",))
            second.execute(rename, ("second",))
            assert word() == words[-1]
            second.commit()
            words.append(word())
            getattr(first, last)()
            if last == "rollback":
                assert word() == words[-1]
            else:
                words.append(word())
    assert len(set(words)) == len(words) == 6


def test_kept_sums_are_the_intervals_whatever_is_done_to_them(park: MeteredPark) -> None:
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("SELECT set_config('pc.park', %s, true)", (str(park.id),))
        point = park.points["press"]
        late = datetime(2026, 5, 31, 15, 45, tzinfo=UTC)  # the last quarter hour of May in Shanghai
        one = "INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id) VALUES "
        owner.execute(one + "(%s, 7, 900, 1, %s, %s), (%s, 11, 900, 0, %s, %s)",
                      (late, point, park.id, late + timedelta(minutes=15), point, park.id))  # fmt: skip
        kept = """SELECT day, quantity, unsure FROM series.interval_month
                  WHERE point_id = %s AND day >= '2026-05-01' ORDER BY 1"""
        assert owner.execute(kept, (point,)).fetchall() == [
            (date(2026, 5, 1), 7, 1),
            (date(2026, 6, 1), 11, 0),
        ]
        owner.execute("UPDATE series.interval SET quantity = 8, status = 0 WHERE start = %s", (late,))
        assert owner.execute(kept, (point,)).fetchall()[0] == (date(2026, 5, 1), 8, 0)
        assert places.unequal(owner) == 0
        owner.execute("UPDATE core.park SET timezone = 'Europe/Berlin'")
        assert owner.execute(kept, (point,)).fetchall() == [(date(2026, 5, 1), 19, 0)]
        assert places.unequal(owner) == 0
        owner.execute("DELETE FROM series.interval WHERE start >= %s", (late,))
        assert owner.execute(kept, (point,)).fetchall() == []
        owner.execute("UPDATE series.interval_day SET quantity = quantity + 1 WHERE point_id = %s", (point,))
        assert places.unequal(owner) > 0
        places.rebuild(owner, park.id)
        assert places.unequal(owner) == 0
        owner.rollback()


def test_periods_suit_a_screen() -> None:
    year = Span(date(2025, 1, 1), date(2026, 1, 1), ZONE)
    assert finest(year, 9) == "week"
    assert finest(year, 4) == "day"
    assert finest(Span(DAY, DAY + timedelta(days=7), ZONE), 8) == "hour"
    assert finest(Span(DAY, DAY + timedelta(days=1000), ZONE), 12) == "month"
    assert before(year).first == date(2024, 1, 1)
    assert before(Span(date(2026, 3, 1), date(2026, 4, 1), ZONE)).first == date(2026, 2, 1)
    assert year_before(Span(date(2024, 2, 29), date(2024, 3, 1), ZONE)).first == date(2023, 2, 28)
    assert year_before(Span(date(2024, 2, 28), date(2024, 2, 29), ZONE)).days == 1
    with pytest.raises(PlacePeriodError):
        Span(DAY, DAY, ZONE).check()


def test_a_migration_adds_up_what_is_there(park: MeteredPark) -> None:
    """The last test of the park: it goes back to before the sums, and forth again."""
    kept = "SELECT day, point_id, quarters, quantity, gaps FROM core.{} ORDER BY 1, 2"
    with psycopg.connect(park.owner_url) as owner:  # one was estimated for want of readings
        owner.execute(
            """UPDATE series.interval SET status = 1
               WHERE (point_id, start) = (SELECT point_id, start FROM series.interval LIMIT 1)"""
        )
    before = [park.rows(kept.format(table)) for table in ("interval_month", "interval_day")]
    assert [sum(row[-1] for row in rows) for rows in before] == [1, 1]
    schema.downgrade(park.owner_url, "0073")
    schema.migrate(park.owner_url)
    assert [park.rows(kept.format(table)) for table in ("interval_month", "interval_day")] == before
