"""Stored inventories: computed once, moved by who may, locked with their period, never edited."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.factors import loader
from parkcarbon_platform.services import jobs
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.factor_library import adopting
from parkcarbon_platform.services.inventories import differing, explaining, storing, tracing, workflow
from parkcarbon_platform.services.inventories.explaining import Part
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.inventories.storing import InventoryRow
from parkcarbon_platform.services.ledger import factors, locks, settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.storage.database import Database as Pools

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document
from tests.support.stack import Database

DAY = at(START + 8 * 60 * MINUTE).date()
FIRST, LAST = DAY.replace(day=1), (DAY.replace(day=1) + timedelta(days=32)).replace(day=1)
NOW = at(START) + timedelta(days=400)
ASKED = Question(FIRST, LAST, "territorial")
AUTHOR, SECOND, VERIFIER = Actor("author"), Actor("second"), Actor("verifier")
ROLES = {"author": "operator", "second": "operator", "verifier": "verifier"}
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


def day(code: str, step: float, count: int = 97) -> list[Reading]:
    return [(code, START + i * 15 * MINUTE, round(i * step, 6), 0) for i in range(count)]


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    content = document()
    content["sources"] = [s for s in content["sources"] if s["code"] != "gas-unknown"]
    made = MeteredPark(database, content)
    made.write(day("main", 1) + day("office", 0.5) + day("gas", 10))
    settle(made)
    yield made
    made.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def place(park: MeteredPark) -> Workplace:
    return Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)


def get(park: MeteredPark, item: int) -> InventoryRow:
    with park.pools.tenant(park.id) as connection:
        return storing.found(connection, item)


def begin(park: MeteredPark, question: Question = ASKED, replaces: int | None = None) -> InventoryRow:
    made = storing.request(place(park), AUTHOR, "operator", question, replaces=replaces)
    assert made.job_id is not None
    assert made.sha256 is None
    assert jobs.run(park.pools, park.id, made.job_id)
    return get(park, made.id)


def move(park: MeteredPark, item: int, *steps: tuple[Actor, str]) -> InventoryRow:
    for actor, to in steps:
        workflow.move(place(park), actor, ROLES[actor.name], item, to=to, note=f"to {to}")
    return get(park, item)


def say(park: MeteredPark, item: int, actor: Actor, kind: Any, **more: Any) -> None:  # noqa: ANN401
    workflow.say(place(park), actor, ROLES[actor.name], item, kind=kind, note=f"a {kind}", **more)


APPROVE = ((AUTHOR, "validating"), (SECOND, "approved"))
LOCK = (
    *APPROVE, (AUTHOR, "submitted"), (VERIFIER, "in_verification"), (VERIFIER, "verified"),
    (SECOND, "locked"),
)  # fmt: skip


def rows(park: MeteredPark, item: int) -> list[tuple[Any, ...]]:
    return park.rows("SELECT * FROM core.inventory_item WHERE inventory_id = %s ORDER BY number", item)


def test_it_is_computed_once_and_its_hash_is_of_its_rows(park: MeteredPark) -> None:
    made = begin(park)
    with park.pools.tenant(park.id) as connection:
        items = storing.items(connection, made)
    assert storing.digest(items) == made.sha256
    assert (made.state, made.items, made.version) == ("collecting", 3, 1)
    ((ledger,),) = park.rows("SELECT sum(co2_mg) FROM core.ledger_entry WHERE superseded_at IS NULL")
    assert (made.totals or {})["location"]["total"] == ledger == sum(item.co2e_mg for item in items)
    job = made.job_id
    assert job is not None
    with park.pools.tenant(park.id) as connection:
        row = storing.jobs.get(connection, job)
    storing.run(park.pools, row, lambda: NOW)  # as after a worker's death: nothing is done twice
    assert get(park, made.id) == made
    with park.pools.tenant(park.id) as connection:
        beside = storing.figures_of(connection, made)
    assert beside["uncertainty"][0]["total_mg"] == ledger
    assert beside["energy"]["calorific_g"] > 0
    changed = [replace(items[0], co2e_mg=items[0].co2e_mg + 1), *items[1:]]
    assert storing.digest(changed) != made.sha256


def test_nobody_edits_what_was_computed(park: MeteredPark) -> None:
    made = begin(park)
    for statement in (
        "UPDATE core.inventory SET totals = '{}'", "UPDATE core.inventory_item SET co2e_mg = 0",
        "DELETE FROM core.inventory_item", "DELETE FROM core.inventory_event",
        "UPDATE core.inventory SET gwp = 'x'", "UPDATE core.inventory_figures SET content = '{}'",
    ):  # fmt: skip
        with pytest.raises(psycopg.Error), park.pools.tenant(park.id) as connection:
            connection.execute(statement)
    assert get(park, made.id) == made


def test_the_way_to_the_lock(park: MeteredPark) -> None:
    made = begin(park)
    with pytest.raises(workflow.StepError):
        move(park, made.id, (AUTHOR, "approved"))
    move(park, made.id, (AUTHOR, "validating"))
    with pytest.raises(workflow.FourEyesError):
        move(park, made.id, (AUTHOR, "approved"))
    with pytest.raises(ForbiddenError):
        move(park, made.id, (VERIFIER, "approved"))
    move(park, made.id, (SECOND, "approved"), (AUTHOR, "submitted"))
    with pytest.raises(ForbiddenError):
        move(park, made.id, (AUTHOR, "in_verification"))
    with pytest.raises(workflow.StepError):
        say(park, made.id, VERIFIER, "finding")
    move(park, made.id, (VERIFIER, "in_verification"))
    with pytest.raises(ForbiddenError):
        say(park, made.id, AUTHOR, "finding")
    say(park, made.id, VERIFIER, "finding", figure="scope=1")
    assert (get(park, made.id).state, get(park, made.id).open_findings) == ("findings", 1)
    with park.pools.tenant(park.id) as connection:
        finding = next(e.id for e in workflow.history(connection, made) if e.kind == "finding")
    with pytest.raises(InvalidError):
        say(park, made.id, AUTHOR, "answer")
    say(park, made.id, AUTHOR, "answer", answers=finding)
    move(park, made.id, (SECOND, "in_verification"))
    with pytest.raises(workflow.OpenFindingsError):
        move(park, made.id, (VERIFIER, "verified"))
    assert workflow.steps(get(park, made.id), "verifier", "verifier") == []
    say(park, made.id, VERIFIER, "resolved", answers=finding)
    move(park, made.id, (VERIFIER, "verified"))
    with pytest.raises(ForbiddenError):
        move(park, made.id, (VERIFIER, "locked"))
    done = move(park, made.id, (SECOND, "locked"))
    assert done.state == "locked"
    with park.pools.tenant(park.id) as connection:
        (lock,) = locks.every(connection)
        history = workflow.history(connection, done)
    assert (lock.id, lock.reason, lock.author) == (done.lock_id, f"inventory {done.id}", "second")
    assert [e.to_state for e in history if e.kind == "transition"] == [
        "validating", "approved", "submitted", "in_verification", "findings", "in_verification", "verified",
        "locked",
    ]  # fmt: skip
    assert [(e.kind, e.figure) for e in history if e.kind != "transition"] == [
        ("finding", "scope=1"), ("answer", None), ("resolved", None),
    ]  # fmt: skip


def test_what_comes_later_is_a_difference_and_a_new_version(park: MeteredPark) -> None:
    first = move(park, begin(park).id, *LOCK)
    before = rows(park, first.id)
    factors.load_sets(park.owner_url, [loader.parse(GRID_2025)])
    with park.pools.tenant(park.id) as connection:
        choice = adopting.choice(connection)
    sets = [*(s.code for s in choice.sets if not s.optional), "grid-2025"]
    adopting.adopt(place(park), AUTHOR, sets, "the year's own", None)
    job = adopting.request(place(park), AUTHOR, at(START), at(START) + timedelta(days=1), "the year's own")
    jobs.run(park.pools, park.id, job.id)
    with park.pools.tenant(park.id) as connection:
        held = differing.since(connection, first, "location", NOW)
    assert held.changes == []  # the lock holds the ledger
    lock = first.lock_id
    assert lock is not None
    locks.release(place(park), SECOND, lock, "the year's own factor")
    with park.pools.tenant(park.id) as connection:
        found = differing.since(connection, first, "location", NOW)
    # 960 kWh of main and office: 0.5 instead of 0.5306 kg/kWh.
    assert {c.cause for c in found.changes} == {"factors"}
    assert found.after - found.before == sum(c.value for c in found.changes) == -960 * 30_600
    second = begin(park, replaces=first.id)
    assert (second.version, second.replaces_id) == (2, first.id)
    assert get(park, first.id).state == "locked"
    with pytest.raises(ConflictError):
        begin(park, replaces=first.id)
    move(park, second.id, *APPROVE)
    assert get(park, first.id).state == "superseded"
    with park.pools.tenant(park.id) as connection:
        diff = differing.versus(connection, second, "location")
    assert diff == found
    assert rows(park, first.id) == before
    assert get(park, first.id).sha256 == first.sha256


def test_late_readings_are_activity(park: MeteredPark) -> None:
    made = begin(park)
    park.write(day("gas", 10, 101)[97:])
    settle(park)
    with park.pools.tenant(park.id) as connection:
        found = differing.since(connection, made, "location", NOW)
    assert {(c.source, c.cause) for c in found.changes} == {("gas", "activity")}
    assert found.after - found.before == sum(c.value for c in found.changes) > 0


def test_a_year_beside_the_year_before(park: MeteredPark) -> None:
    ahead = replace(ASKED, start=FIRST.replace(year=FIRST.year + 1), end=LAST.replace(year=LAST.year + 1))
    accepted = move(park, begin(park).id, *APPROVE)
    park.write(day("gas", 10, 101)[97:])
    settle(park)
    with park.pools.tenant(park.id) as connection:
        found = differing.bridge(connection, ahead, "location", NOW)
        ((ledger,),) = park.rows("SELECT sum(co2_mg) FROM core.ledger_entry WHERE superseded_at IS NULL")
    assert found.before == (accepted.totals or {})["location"]["total"]
    assert found.after == 0
    assert sum(c.value for c in found.changes) == -found.before
    (restated,) = [c.value for c in found.changes if c.cause == "restatement"]
    assert restated == ledger - found.before
    assert {c.cause for c in found.changes if c.source} == {"ended_sources"}


def test_the_base_year_is_offered_again_once_it_has_moved(park: MeteredPark) -> None:
    made = begin(park)
    with pytest.raises(ConflictError):
        differing.choose_base_year(place(park), AUTHOR, made.id, threshold=0.05, policy="as GHG Protocol")
    move(park, made.id, *APPROVE)
    differing.choose_base_year(place(park), AUTHOR, made.id, threshold=0.05, policy="as GHG Protocol")
    with park.pools.tenant(park.id) as connection:
        still = differing.of_base_year(connection, None, "location", NOW)
    assert still is not None
    assert (still.share, still.is_material) == (0.0, False)
    park.write([("gas", START + (97 + n) * 15 * MINUTE, 960.0 + 100 * n, 0) for n in range(9)])
    settle(park)
    with park.pools.tenant(park.id) as connection:
        moved = differing.of_base_year(connection, None, "location", NOW)
    assert moved is not None
    assert moved.is_material
    assert moved.share > 0.05


def test_a_figure_is_explained_down_to_months(park: MeteredPark) -> None:
    made = begin(park)
    with park.pools.tenant(park.id) as connection:
        items = storing.items(connection, made)
        whole = explaining.explain(connection, ASKED, items, Part("location"))
        scene = explaining.explain(connection, ASKED, items, Part("location", "scene", "building"))
        first = tracing.explain_kept(connection, made, Part("location"))
        opened = [
            tracing.open_kept_term(connection, made, Part("location"), term.code, deduction=term.deduction)[0]
            for term in first.terms
        ]
        with pytest.raises(InvalidError):
            explaining.explain(connection, ASKED, items, Part("location", "colour", "red"))
    assert whole.value == whole.total == sum(term.value for term in whole.terms)
    assert all(term.value == sum(line.value for line in term.lines) for term in whole.terms)
    assert first == whole
    assert [found.term for found in opened] == first.terms
    assert all(found.term.value == sum(m.value for m in found.months) for found in opened)
    assert {term.code for term in scene.terms} == {"office-electricity"}
    assert whole.factors.keys() == {item.factor_version for item in items}


def test_an_enterprise_has_its_own_and_no_others(park: MeteredPark) -> None:
    works = park.rows("SELECT id FROM core.enterprise")[0][0]
    mine, stranger = Actor("works", works), Actor("stranger", works + 1)
    asked = Question(FIRST, LAST, "ghg_protocol", "works")
    with pytest.raises(ForbiddenError):
        storing.request(place(park), mine, "enterprise", ASKED)
    with pytest.raises(NotFoundError):
        storing.request(place(park), stranger, "enterprise", asked)
    made = storing.request(place(park), mine, "enterprise", asked)
    with pytest.raises(NotFoundError):
        workflow.move(place(park), stranger, "enterprise", made.id, to="withdrawn", note="")
    storing.cancel(place(park), mine, "enterprise", made.id)
    assert get(park, made.id).state == "withdrawn"
    with park.pools.tenant(park.id, works) as connection:
        (said,) = workflow.history(connection, get(park, made.id))
    assert (said.kind, said.to_state, said.author, said.role) == (
        "transition",
        "withdrawn",
        "works",
        "enterprise",
    )
    assert made.job_id is not None
    assert not jobs.run(park.pools, park.id, made.job_id)
    assert get(park, made.id).sha256 is None


def test_a_next_version_counts_as_the_one_before(park: MeteredPark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    asked = replace(ASKED, ruleset="ghg_protocol", gwp="AR5", approach="equity_share")
    made = storing.request(place(park), AUTHOR, "operator", asked)
    span = ["--from", FIRST.isoformat(), "--to", LAST.isoformat(), "--ruleset", "ghg_protocol"]
    for more, expected in (
        ([], ("AR5", "equity_share")),
        (["--gwp", "AR4", "--approach", "operational_control"], ("AR4", "operational_control")),
        (["--approach", "whole"], ("AR4", None)),
    ):
        begun = ["inventories", "begin", "metered", *span, "--replaces", str(made.id), *more]
        assert cli.main(begun) == 0
        with park.pools.tenant(park.id) as connection:
            (made,) = [row for row in storing.every(connection) if row.replaces_id == made.id]
        assert (made.gwp, made.approach) == expected


def withdraw(place: Workplace, actor: Actor, role: str, item: int) -> None:
    workflow.move(place, actor, role, item, to="withdrawn", note="a typo")


def test_one_that_was_given_up_can_be_stopped(park: MeteredPark) -> None:
    made = storing.request(place(park), AUTHOR, "operator", ASKED)
    assert made.job_id is not None
    with park.pools.tenant(park.id) as connection:
        storing.jobs.failed(connection, made.job_id, "the disk is full", again=None)
    storing.cancel(place(park), AUTHOR, "operator", made.id)
    assert get(park, made.id).state == "withdrawn"
    # It is not computed by who tries dead jobs again.
    with pytest.raises(NotFoundError):
        jobs.retry(park.pools, made.job_id)
    with pytest.raises(ConflictError):
        storing.cancel(place(park), AUTHOR, "operator", made.id)


def test_each_step_is_told_and_may_be_the_last(
    park: MeteredPark, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Pools(database.app_url, database.directory_url, database.ingest_url, size=4)

    def job_of(item: InventoryRow) -> tuple[str, float, str | None]:
        ((state, progress, step),) = park.rows(
            "SELECT state, progress, step FROM core.job WHERE id = %s", item.job_id
        )
        return state, progress, step

    tell, heard = storing.jobs.progress, list[tuple[str | None, float]]()

    def noted(connection: Any, job: int, share: float, result: Any, step: str | None = None) -> bool:  # noqa: ANN401
        heard.append((step, share))
        return tell(connection, job, share, result, step)

    monkeypatch.setattr(storing.jobs, "progress", noted)
    asked = replace(ASKED, ruleset="ghg_protocol")
    whole = begin(park, asked)
    assert job_of(whole) == ("done", 1.0, None)
    assert list(dict.fromkeys(step for step, _ in heard)) == [
        name for name in storing.STEPS if name in dict(heard)
    ]
    assert set(dict(heard)) == set(storing.STEPS)
    told = [share for _, share in heard]
    assert told == sorted(told)
    for last, stop in (
        ("waiting", storing.cancel), ("uncertainty", storing.cancel), ("writing", storing.cancel),
        ("waiting", withdraw), ("writing", withdraw),
    ):  # fmt: skip
        made = storing.request(place(park), AUTHOR, "operator", asked)

        def stops(
            connection: Any, job: int, share: float, result: Any, step: str | None = None,  # noqa: ANN401
            last: str = last, item: int = made.id, stop: Any = stop,  # noqa: ANN401
        ) -> bool:  # fmt: skip
            known = tell(connection, job, share, result, step)
            if step == last and known:
                # Somebody else stops it once the step is told; what writes already is let finish.
                monkeypatch.setattr(storing.jobs, "progress", tell)
                connection.commit()
                stop(place(park), AUTHOR, "operator", item)
            return known

        monkeypatch.setattr(storing.jobs, "progress", stops)
        assert made.job_id is not None
        jobs.run(worker, park.id, made.job_id)
        assert (job_of(made)[0], get(park, made.id).state, rows(park, made.id)) == (
            "cancelled", "withdrawn", [],
        )  # fmt: skip
    with pytest.raises(ConflictError):
        storing.cancel(place(park), AUTHOR, "operator", whole.id)
    worker.close()


def test_days_of_a_leap_year_have_a_year_before() -> None:
    assert differing.a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert differing.a_year_before(date(2026, 1, 1)) == date(2025, 1, 1)


def test_the_commands(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    span = ["--from", FIRST.isoformat(), "--to", LAST.isoformat()]
    assert cli.main(["inventories", "begin", "metered", *span]) == 0
    with park.pools.tenant(park.id) as connection:
        (made,) = storing.every(connection)
    assert made.job_id is not None
    jobs.run(park.pools, park.id, made.job_id)
    assert cli.main(["inventories", "move", "metered", str(made.id), "validating", "--note", "whole"]) == 0
    assert cli.main(["inventories", "move", "metered", str(made.id), "approved"]) == 1
    capsys.readouterr()
    assert cli.main(["inventories", "list", "metered"]) == 0
    assert "\tvalidating\tlocation " in capsys.readouterr().out
    assert cli.main(["inventories", "show", "metered", str(made.id)]) == 0
    shown = capsys.readouterr().out
    assert "collecting -> validating\twhole" in shown
    # The checklist with what is done about each line.
    assert "fallback_factor" in shown
    assert "Restate the period once the year's own factor is published" in shown
    park.write(day("gas", 10, 101)[97:])
    settle(park)
    assert cli.main(["inventories", "differences", "metered", str(made.id)]) == 0
    first, cause, source = capsys.readouterr().out.splitlines()
    assert first.startswith("since it was computed\t")
    assert (cause.split("\t")[0], source.split("\t")[0]) == ("  activity", "    gas")
    assert cause.split("\t")[1] == source.split("\t")[1]
    ahead = ["--from", FIRST.replace(year=FIRST.year + 1).isoformat(),
             "--to", LAST.replace(year=LAST.year + 1).isoformat()]  # fmt: skip
    assert cli.main(["inventories", "bridge", "metered", *ahead]) == 0
    assert "  ended_sources\t-" in capsys.readouterr().out
    # Stopped before the worker took it: nothing is kept.
    assert cli.main(["inventories", "begin", "metered", *span, "--ruleset", "ghg_protocol"]) == 0
    with park.pools.tenant(park.id) as connection:
        (waiting,) = [row for row in storing.every(connection) if row.sha256 is None]
    assert cli.main(["inventories", "stop", "metered", str(waiting.id)]) == 0
    assert get(park, waiting.id).state == "withdrawn"
