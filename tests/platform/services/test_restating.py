"""Factor sets and the past: settled hours keep their factor until they are restated, and can be put back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.errors import ConflictError, ForbiddenError, NotFoundError
from parkcarbon_platform.factors import loader
from parkcarbon_platform.services import jobs
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.factor_library import adopting, library, own_factors
from parkcarbon_platform.services.factor_library.adopting import Sums
from parkcarbon_platform.services.factor_library.own_factors import OwnFactorError, Proposal
from parkcarbon_platform.services.ledger import factors, locks, restating, settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.ledger.restating import SpanError
from parkcarbon_platform.storage import activity, evidence

from tests.support.metered import MINUTE, START, MeteredPark, at, document
from tests.support.stack import Database

GRID_2025 = b"""
schema: parkcarbon/factors/v1
code: grid-2025
title: Test
publisher: Nobody
licence: none
optional: true
factors:
  - {factor: grid_electricity, version: "2025", gas: CO2, region: CN, unit: kg/kWh, value: "0.5", grade: C,
     valid_from: 2025-01-01, valid_to: 2025-12-31, citation: a test}
"""
HOUR = 60 * MINUTE
NOW = at(START) + timedelta(days=400)
OPERATOR, SECOND = Actor("operator"), Actor("second")


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    factors.load_sets(metered.owner_url, [loader.parse(GRID_2025)])
    yield metered
    metered.close()


def place(park: MeteredPark, now: datetime = NOW) -> Workplace:
    return Workplace(park.pools, park.id, lambda *_: None, lambda: now)


def settle_hours(park: MeteredPark, hours: int, now: datetime = NOW) -> None:
    """Office and main of some hours: 1 kWh and 10 kWh a quarter."""
    for code in ("office", "main"):
        park.write([(code, START + n * 15 * MINUTE, float(n), 0) for n in range(4 * hours + 1)])
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: now)


def standard(park: MeteredPark) -> list[str]:
    with park.pools.tenant(park.id) as connection:
        return [s.code for s in adopting.choice(connection).sets if not s.optional]


def adopt(park: MeteredPark, sets: list[str], now: datetime = NOW) -> None:
    with park.pools.tenant(park.id) as connection:
        history = adopting.choice(connection).history
    adopting.adopt(place(park, now), OPERATOR, sets, "a test", history[0].id if history else None)


def restate(park: MeteredPark, hours: int) -> adopting.JobRow:
    job = adopting.request(place(park), OPERATOR, at(START), at(START + hours * HOUR), "the year's own")
    assert jobs.run(park.pools, park.id, job.id)
    with park.pools.tenant(park.id) as connection:
        return adopting.restatements(connection)[0]


def preview(park: MeteredPark, hours: int, sets: list[str] | None = None) -> Sums:
    return adopting.preview(place(park), at(START), at(START + hours * HOUR), sets)


def total_mg(park: MeteredPark) -> int:
    return sum(int(row[7]) for row in park.ledger())


def test_restating_does_what_its_preview_says_and_can_be_put_back(park: MeteredPark) -> None:
    settle_hours(park, 3)
    before = park.ledger()
    sets = [*standard(park), "grid-2025"]
    expected = preview(park, 3, sets)
    assert park.ledger() == before
    adopt(park, sets)
    assert park.ledger() == before  # settled hours keep their factor
    job = restate(park, 3)
    assert (job.state, job.progress, job.author) == ("done", 1.0, "operator")
    after = park.ledger()
    # 3 hours of the office and of what is left of the main meter, each 0.5 instead of 0.5306 kg/kWh.
    assert {row[7] * 1000 // row[5] for row in after} == {500_000}
    assert not any(row[3] for row in after)
    assert sum(s.hours for s in expected.values()) == len(before) == 6
    assert sum(s.after_mg - s.before_mg for s in expected.values()) == total_mg(park) - sum(
        r[7] for r in before
    )
    assert (job.result or {})["after_mg"] == total_mg(park)
    assert preview(park, 3) == {}
    reasons = park.rows("SELECT DISTINCT reason FROM core.ledger_entry WHERE superseded_at IS NULL")
    assert reasons == [("restatement: the year's own",)]
    adopt(park, standard(park))
    restate(park, 3)
    assert park.ledger() == before  # revisions stay on record, the figures are the first ones
    assert park.rows("SELECT count(*) FROM core.ledger_entry") == [(18,)]


def test_a_second_run_changes_nothing(park: MeteredPark) -> None:
    settle_hours(park, 2)
    adopt(park, [*standard(park), "grid-2025"])
    restate(park, 2)
    rows = park.rows("SELECT * FROM core.ledger_entry ORDER BY source_id, hour, revision")
    job = restate(park, 2)
    assert (job.result or {})["hours"] == 0
    assert park.rows("SELECT * FROM core.ledger_entry ORDER BY source_id, hour, revision") == rows


def test_what_is_not_settled_yet_takes_the_new_sets_at_once(park: MeteredPark) -> None:
    soon = at(START + 2 * HOUR + 10 * MINUTE)
    settle_hours(park, 2, soon)
    states = {row[1]: row[2] for row in park.ledger()}
    assert states == {at(START): 1, at(START + HOUR): 0}
    adopt(park, [*standard(park), "grid-2025"], soon)
    fallback = {row[1]: row[3] for row in park.ledger()}
    assert fallback == {at(START): True, at(START + HOUR): False}


def test_a_settled_hour_keeps_a_factor_that_is_not_in_force_any_more(park: MeteredPark) -> None:
    settle_hours(park, 2)
    before = park.ledger()
    adopt(park, ["grid-2025"])
    settlement.recalculate(park.pools, park.id, at(START), at(START + 2 * HOUR))
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)
    assert park.ledger() == before


def test_a_locked_hour_waits_for_a_decision(park: MeteredPark) -> None:
    settle_hours(park, 2)
    locks.add(
        place(park), OPERATOR, at(START), at(START + HOUR), enterprise=None, reason="verified"
    )  # fmt: skip
    before = park.ledger()
    adopt(park, [*standard(park), "grid-2025"])
    shown = preview(park, 2)
    assert {s.held_hours for s in shown.values()} == {1}
    restate(park, 2)
    after = park.ledger()
    assert [row for row in after if row[1] == at(START)] == [row for row in before if row[1] == at(START)]
    with park.pools.tenant(park.id) as connection:
        waiting = locks.page(connection, "open")
    held = sum((d.co2_mg or 0) - (d.locked_co2_mg or 0) for d in waiting)
    assert held == sum(s.held_mg for s in shown.values()) < 0


def test_a_released_hour_becomes_what_the_restatement_said(park: MeteredPark) -> None:
    settle_hours(park, 2)
    held = locks.add(
        place(park), OPERATOR, at(START), at(START + HOUR), enterprise=None, reason="verified"
    )  # fmt: skip
    adopt(park, [*standard(park), "grid-2025"])
    restate(park, 2)
    settlement.recalculate(park.pools, park.id, at(START), at(START + 2 * HOUR))
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)
    with park.pools.tenant(park.id) as connection:
        assert len(locks.page(connection, "open")) == 2
    locks.release(place(park), OPERATOR, held.id, "verified again")
    assert {row[7] * 1000 // row[5] for row in park.ledger()} == {500_000}


def test_what_late_readings_would_change_of_a_locked_hour_is_not_taken_back(park: MeteredPark) -> None:
    park.write([("office", START, 0.0, 0), ("office", START + 2 * HOUR, 8.0, 0)])
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)
    locks.add(
        place(park), OPERATOR, at(START), at(START + 2 * HOUR), enterprise=None, reason="verified"
    )  # fmt: skip
    park.write([("office", START + HOUR, 1.0, 0)])
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)

    def waiting() -> list[tuple[int | None, int | None]]:
        with park.pools.tenant(park.id) as connection:
            found = locks.page(connection, "open")
        return [(d.quantity, d.co2_mg) for d in sorted(found, key=lambda d: d.hour)]

    late = waiting()
    assert [quantity for quantity, _ in late] == [1000, 7000]
    restate(park, 2)
    assert waiting() == late
    adopt(park, [*standard(park), "grid-2025"])
    restate(park, 2)
    assert waiting() == [(1000, 500_000), (7000, 3_500_000)]
    assert preview(park, 2) == {}


def test_a_park_without_sources_has_nothing_to_restate(database: Database) -> None:
    park = MeteredPark(database, {**document("bare"), "sources": []})
    assert preview(park, 2) == {}
    park.close()


def test_a_cancelled_one_stops_and_one_runs_at_a_time(park: MeteredPark) -> None:
    settle_hours(park, 1)
    adopt(park, [*standard(park), "grid-2025"])
    before = park.ledger()
    job = adopting.request(place(park), OPERATOR, at(START), at(START + HOUR), "test")
    with pytest.raises(ConflictError, match="running already"):
        adopting.request(place(park), OPERATOR, at(START), at(START + HOUR), "test")
    assert adopting.cancel(place(park), job.id).state == "cancelled"
    assert not jobs.run(park.pools, park.id, job.id)
    assert park.ledger() == before
    # Also where a worker has begun when it is cancelled.
    adopting.run(park.pools, job, lambda *_: None, lambda: NOW)
    assert park.ledger() == before
    with pytest.raises(ConflictError):
        adopting.cancel(place(park), job.id)


def test_one_that_is_interrupted_goes_on_where_it_was(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    monkeypatch.setattr(restating, "STEP", timedelta(hours=1))
    settle_hours(park, 3)
    adopt(park, [*standard(park), "grid-2025"])
    expected = preview(park, 3)
    job = adopting.request(place(park), OPERATOR, at(START), at(START + 3 * HOUR), "test")
    done: list[int] = []

    def dies(_park: int, start: int, _end: int) -> None:
        done.append(start)
        if len(done) == 1:
            raise RuntimeError("the worker dies")

    with pytest.raises(RuntimeError):
        jobs.run(park.pools, park.id, job.id, dies)
    ((_, failed),) = jobs.every(park.pools, "failed")
    assert (round(failed.progress or 0, 3), failed.step) == (0.333, "restating")
    jobs.retry(park.pools, job.id)
    assert jobs.run(park.pools, park.id, job.id, dies)
    # Each hour once, the newest first, over both runs.
    assert done == [START + n * HOUR for n in (2, 1, 0)]
    assert cli.main(["restatements", "list", "metered"]) == 0
    told = capsys.readouterr().out.split("\t")
    change = sum(s.after_mg - s.before_mg for s in expected.values()) / 1e9
    assert told[1:5] == ["done", "100%", "6 hours, 0 of them locked", f"{change:+.3f} t CO2"]
    assert cli.main(["job", "watch", "metered", str(job.id)]) == 0
    assert "is done" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["sets", "own factor"])
def test_one_that_goes_on_after_another_choice_begins_anew(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(restating, "STEP", timedelta(hours=1))
    settle_hours(park, 3)
    before = total_mg(park)
    adopt(park, [*standard(park), "grid-2025"])
    job = adopting.request(place(park), OPERATOR, at(START), at(START + 3 * HOUR), "test")
    done: list[int] = []

    def dies(_park: int, start: int, _end: int) -> None:
        done.append(start)
        if len(done) == 1:
            raise RuntimeError("the worker dies")

    def changes(_park: int, start: int, _end: int) -> None:
        done.append(start)
        if len(done) == 3:
            # While it runs, too.
            choose()

    def choose() -> None:
        if change == "sets":
            adopt(park, standard(park))
            return
        version = f"2025 of {len(done)}"
        value = Decimal("0.4") if len(done) == 1 else Decimal("0.41")
        valid = {"valid_from": date(2025, 1, 1) if len(done) == 1 else date(2025, 1, 2)}
        made = own_factors.propose(
            place(park), OPERATOR, proposal(park, version=version, value=value, **valid)
        )
        own_factors.decide(place(park), SECOND, made.id, "approved", None)

    with pytest.raises(RuntimeError):
        jobs.run(park.pools, park.id, job.id, dies)
    choose()
    jobs.retry(park.pools, job.id)
    assert jobs.run(park.pools, park.id, job.id, changes)
    hours = [START + n * HOUR for n in (2, 1, 0)]
    assert done == [hours[0], *hours[:2], *hours]
    assert len({(row[3], row[7] * 1000 // row[5]) for row in park.ledger()}) == 1
    assert preview(park, 3) == {}
    with park.pools.tenant(park.id) as connection:
        result = adopting.restatements(connection)[0].result or {}
    # Each change of an hour is told: together they lead from what there was to what there is.
    assert result["after_mg"] - result["before_mg"] == total_mg(park) - before


def test_what_cannot_be_chosen_or_restated_is_refused(park: MeteredPark) -> None:
    with pytest.raises(adopting.SetsError, match="nowhere"):
        adopt(park, ["nowhere"])
    with pytest.raises(adopting.SetsError, match="twice"):
        adopt(park, ["grid-2025", "grid-2025"])
    adopt(park, ["grid-2025"])
    with pytest.raises(adopting.ChoiceChangedError):
        adopting.adopt(place(park), OPERATOR, ["grid-2025"], "test", None)
    for start, end in ((1, HOUR), (HOUR, HOUR), (0, 20 * 366 * 24 * HOUR)):
        with pytest.raises(SpanError):
            adopting.request(place(park), OPERATOR, at(start), at(end), "test")


def test_a_source_whose_set_is_given_up_keeps_its_hours_and_has_a_need(park: MeteredPark) -> None:
    settle_hours(park, 1)
    before = park.ledger()
    adopt(park, ["standard-coal-cn"])
    restate(park, 1)
    assert park.ledger() == before
    with park.pools.tenant(park.id) as connection:
        answers = {need.source.source: need.version for need in library.needs(connection, date(2025, 6, 1))}
    assert set(answers.values()) == {None}
    assert ("factor_missing",) in park.rows("SELECT DISTINCT rule FROM core.finding")


def test_days_without_a_factor_do_not_keep_other_days_from_theirs(park: MeteredPark) -> None:
    late = GRID_2025.replace(b"grid-2025", b"grid-late").replace(b"2025-01-01", b"2025-11-26")
    factors.load_sets(park.owner_url, [loader.parse(late)])
    settle_hours(park, 26)  # two of them on the 26th
    before = park.ledger()
    adopt(park, ["grid-late"])
    shown = preview(park, 26).values()
    assert {s.hours for s in shown if s.hours} == {2}
    assert 24 in {s.unpriced_hours for s in shown}  # those of the day before keep their factor
    restate(park, 26)
    second_day = at(START + 24 * HOUR)
    assert [row for row in park.ledger() if row[1] < second_day] == [r for r in before if r[1] < second_day]
    assert {row[7] * 1000 // row[5] for row in park.ledger() if row[1] >= second_day} == {500_000}


def test_hours_that_had_no_factor_are_computed_once_a_set_has_it(park: MeteredPark) -> None:
    adopt(park, ["standard-coal-cn"])
    settle_hours(park, 1)
    assert park.ledger() == []
    soon = at(START + 24 * HOUR)
    adopt(park, standard(park), soon)
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: soon)
    assert [row[5] for row in park.ledger()] == [36_000, 4_000]
    assert ("factor_missing",) not in park.rows("SELECT rule FROM core.finding")


# ---------------------------------------------------------------- own factors


def proposal(park: MeteredPark, **more: object) -> Proposal:
    with park.pools.tenant(park.id) as connection:
        works = connection.execute("SELECT id FROM core.enterprise").fetchone()
        assert works is not None
        file = evidence.insert(
            connection, park.id, works[0], name="report.pdf", media_type="application/pdf", sha256=b"x",
            content=b"x", author="x",
        )  # fmt: skip
    common = {
        "factor": "grid_electricity", "version": "2025 direct line", "gas": "CO2", "value": Decimal("0.4"),
        "unit": "kg/kWh", "valid_from": date(2025, 1, 1), "valid_to": date(2025, 12, 31),
        "citation": "Report 7 of the laboratory", "evidence": file, "enterprise": "works",
    }  # fmt: skip
    return Proposal(**{**common, **more})


def test_an_own_factor_counts_once_somebody_else_has_approved_it(park: MeteredPark) -> None:
    settle_hours(park, 1)
    made = own_factors.propose(place(park), OPERATOR, proposal(park))
    assert preview(park, 1) == {}
    with pytest.raises(ForbiddenError, match="proposed"):
        own_factors.decide(place(park), OPERATOR, made.id, "approved", None)
    with pytest.raises(ForbiddenError, match="author"):
        own_factors.decide(place(park), SECOND, made.id, "withdrawn", None)
    done = own_factors.decide(place(park), SECOND, made.id, "approved", "seen")
    assert (done.state, done.decided_by, done.note) == ("approved", "second", "seen")
    shown = preview(park, 1)
    assert sum(s.after_mg for s in shown.values()) == 40_000 * 400
    with park.pools.tenant(park.id) as connection:
        found = library.timeline(connection, "grid_electricity", date(2025, 6, 1))
    (own,) = [row for row in found.versions if row.park_id is not None]
    assert own.id in found.in_force
    with pytest.raises(ConflictError, match="already"):
        own_factors.decide(place(park), SECOND, made.id, "rejected", None)
    again = own_factors.propose(place(park), OPERATOR, proposal(park, value=Decimal("0.41")))
    with pytest.raises(ConflictError, match="another version"):
        own_factors.decide(place(park), SECOND, again.id, "approved", None)


def test_an_optional_set_does_not_change_how_a_fuel_is_reported(park: MeteredPark) -> None:
    by_volume = (
        GRID_2025.replace(b"grid-2025", b"by-volume")
        .replace(b"grid_electricity", b"fuel.gasoline")
        .replace(b"kg/kWh", b"kg/L")
    )
    factors.load_sets(park.owner_url, [loader.parse(by_volume)])
    with park.pools.tenant(park.id) as connection:
        fuels = {factor: unit for factor, unit, _, _ in activity.fuels(connection)}
    assert fuels["fuel.gasoline"] == "kg/t"


def test_an_enterprise_proposes_its_own_and_decides_on_nothing(park: MeteredPark) -> None:
    ((works,),) = park.rows("SELECT id FROM core.enterprise")
    engineer = Actor("engineer", works)
    made = own_factors.propose(place(park), engineer, proposal(park, enterprise=None))
    assert made.enterprise == "works"
    with pytest.raises(ForbiddenError, match="Operators"):
        own_factors.decide(place(park), Actor("colleague", works), made.id, "approved", None)
    assert own_factors.decide(place(park), engineer, made.id, "withdrawn", None).state == "withdrawn"
    with pytest.raises(NotFoundError):
        own_factors.propose(place(park), engineer, proposal(park, enterprise="nobody"))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("unit", "kg/t", "something else"),
        ("unit", "kg/km", "no unit"),
        ("factor", "fuel.nothing", "no source"),
        ("value", Decimal(400), "far from"),
        ("valid_to", date(2024, 1, 1), "before"),
        ("reference_state", "293.15K_101.325kPa", "only a volume"),
    ],
)
def test_a_proposal_that_fits_nothing_is_refused(
    park: MeteredPark, field: str, value: object, words: str
) -> None:
    with pytest.raises(OwnFactorError, match=f"(?i){words}"):
        own_factors.propose(place(park), OPERATOR, proposal(park, **{field: value}))


def test_a_factor_of_a_volume_of_gas_says_its_reference_state(park: MeteredPark) -> None:
    gas = {"factor": "fuel.natural_gas", "unit": "kg/m3", "value": Decimal("2.1")}
    with pytest.raises(OwnFactorError, match="reference state"):
        own_factors.propose(place(park), OPERATOR, proposal(park, **gas))
    state = "293.15K_101.325kPa"
    made = own_factors.propose(place(park), OPERATOR, proposal(park, **gas, reference_state=state))
    assert made.reference_state == state


def test_the_library_finds_by_words_region_and_use(park: MeteredPark) -> None:
    settle_hours(park, 1)
    with park.pools.tenant(park.id) as connection:
        grids, total = library.lines(connection, text="GRID fossil", region="CN-JS")
        used, _ = library.lines(connection, used=True)
        anthracite, _ = library.lines(connection, text="无烟煤")
        nothing, none = library.lines(connection, text="unobtainium")
        with pytest.raises(NotFoundError):
            library.timeline(connection, "unobtainium", date(2025, 6, 1))
    assert total == len(grids) == 2
    assert [line.versions for line in grids] == [3, 3]
    assert {line.version.region for line in grids} == {"CN"}
    assert [(line.version.factor, line.used_hours) for line in used] == [("grid_electricity", 2)]
    found = {line.version.factor for line in anthracite}
    assert "fuel.anthracite" in found
    assert all("anthracite" in name for name in found)
    assert (nothing, none) == ([], 0)
