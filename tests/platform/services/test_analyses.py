"""Analyses as people ask for them: of a table and of the park's own ledger; kept, refused, done again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import log
from typing import Any

import psycopg
import pytest
from parkcarbon_platform.errors import ConflictError, NotFoundError, TooManyError
from parkcarbon_platform.services import jobs, localtime
from parkcarbon_platform.services.access import terms
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.analysis import runs, this_month, uploaded
from parkcarbon_platform.services.analysis.question import AnalysisQuestionError, Pair, Span
from parkcarbon_platform.services.analysis.runs import RunRow
from parkcarbon_platform.services.tables.tables import TableError
from parkcarbon_platform.storage import oversight

from tests.support.metered import MeteredPark, document, named, source
from tests.support.stack import Database

OPERATOR = Actor("operator")
GRID, WORSE = 0.6, 0.5  # kg/kWh: the factor at first, and of the version that came later


def two_enterprises() -> dict[str, Any]:
    content = document()
    content["enterprises"].append(named("mill", industry="3120"))
    content["devices"].append(named("mill-meter", enterprise="mill", node=None, serial="T-2"))
    content["points"].append({**content["points"][0], **named("mill-main"), "device": "mill-meter"})
    content["sources"] += [
        source("mill-electricity", {"mill-main": 1}, enterprise="mill"),
        source("from-mill", {"office": 1}, internal_transfer=True),
    ]
    return content


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database, two_enterprises())
    yield metered
    metered.close()


def write_hour(
    park: MeteredPark, source_code: str, month: datetime, kwh: float, *, restated: bool = False
) -> None:
    """An hour that stands for its month; restated: settled by the old factor first, then by the new one."""
    with psycopg.connect(park.owner_url) as connection:
        owner = connection.execute(
            "SELECT enterprise_id FROM core.emission_source WHERE id = %s", (park.sources[source_code],)
        ).fetchone()
        assert owner is not None
        common = {
            "hour": month, "source": park.sources[source_code], "park": park.id, "owner": owner[0],
            "wh": round(kwh * 1000),
        }  # fmt: skip
        for revision, factor in enumerate([GRID, WORSE] if restated else [GRID], start=1):
            last = revision == (2 if restated else 1)
            connection.execute(
                """INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state,
                     fallback, covered_s, quantity, estimated, co2_mg, factor_version_id, known_at,
                     superseded_at)
                   VALUES (%(hour)s, %(source)s, %(park)s, %(owner)s, %(revision)s, 1, false, 3600, %(wh)s, 0,
                     %(mg)s, (SELECT min(id) FROM factors.factor_version), now(), %(gone)s)""",
                common
                | {"revision": revision, "mg": round(kwh * factor * 1e6), "gone": None if last else month},
            )


def report(park: MeteredPark, enterprise: str, year: int, value: int) -> None:
    """An approved yearly output [10k CNY]."""
    with psycopg.connect(park.owner_url) as connection:
        connection.execute(
            """WITH owner AS (SELECT id FROM core.enterprise WHERE code = %(who)s AND park_id = %(park)s),
               key AS (SELECT nextval(pg_get_serial_sequence('core.activity_record', 'id')) AS id),
               record AS (
                 INSERT INTO core.activity_record (id, park_id, enterprise_id, root_id, version, kind, item,
                   from_day, to_day, quantity, unit, base_quantity, author) OVERRIDING SYSTEM VALUE
                 SELECT key.id, %(park)s, owner.id, key.id, 1, 'driver', 'output_constant', %(first)s,
                 %(end)s,
                   %(value)s, '10k CNY', %(value)s * 1000000, 'x' FROM owner, key RETURNING id, enterprise_id)
               INSERT INTO core.activity_step (park_id, enterprise_id, record_id, number, state, author)
               SELECT %(park)s, enterprise_id, id, 1, 'approved', 'x' FROM record""",
            {
                "who": enterprise, "park": park.id, "value": value, "first": date(year, 1, 1),
                "end": date(year + 1, 1, 1),
            },
        )  # fmt: skip


def ask(park: MeteredPark, kind: str, actor: Actor = OPERATOR, **more: Any) -> RunRow:  # noqa: ANN401
    return runs.request(park.pools, park.id, actor, kind=kind, title="a test", **more)


def done(park: MeteredPark, row: RunRow, actor: Actor = OPERATOR) -> RunRow:
    assert row.job_id is not None
    assert jobs.run(park.pools, park.id, row.job_id)
    with park.pools.tenant(park.id, actor.enterprise_id) as connection:
        return runs.get(connection, row.id)


def example(kind: str) -> dict[str, Any]:
    return uploaded.read(uploaded.template(kind, "xlsx")).data()


def test_a_table_is_decomposed_and_can_be_done_again_to_the_digit(park: MeteredPark) -> None:
    factors = ["output", "energy_intensity", "emission_factor"]
    options = {"period": "period", "cells": ["enterprise"], "factors": factors}
    asked = ask(park, "lmdi", source="table", options=options, table=example("lmdi"))
    assert (asked.state, asked.results) == ("queued", None)
    found = done(park, asked)
    assert (found.state, found.progress) == ("done", 1)
    assert found.results is not None
    total = found.results["total"]
    assert (total["before"], total["after"]) == pytest.approx((890, 876.8))
    assert sum(total["effects"].values()) == pytest.approx(total["after"] - total["before"])
    assert runs.verify(found)
    again = done(park, ask(park, "lmdi", source="table", options=options, table=example("lmdi")))
    assert again.results_sha256 == found.results_sha256


def test_the_template_of_each_kind_can_be_computed(park: MeteredPark) -> None:
    stirpat = {
        "period": "month",
        "impact": "emissions",
        "drivers": ["output", "electricity_share"],
        "draws": 200,
    }
    found = done(
        park, ask(park, "stirpat", source="table", options=stirpat, table=example("stirpat"), seed=7)
    )
    assert found.state == "done", found.refusal
    assert found.results is not None
    assert [row["name"] for row in found.results["drivers"]] == ["output", "electricity_share"]
    assert runs.verify(found)
    tapio = {"period": "year", "emissions": "emissions", "output": "output"}
    found = done(park, ask(park, "decoupling", source="table", options=tapio, table=example("decoupling")))
    assert found.results is not None
    assert [step["state"] for step in found.results["steps"]] == ["weak_decoupling", "strong_decoupling"]


def test_the_ledger_tells_factor_version_and_restatement_from_real_change(park: MeteredPark) -> None:
    for year, works, mill, restated in ((2024, 1000.0, 500.0, False), (2025, 1100.0, 400.0, True)):
        month = datetime(year, 3, 10, tzinfo=UTC)
        write_hour(park, "electricity", month, works, restated=restated)
        write_hour(park, "mill-electricity", month, mill)
        report(park, "works", year, year - 2020)
        report(park, "mill", year, 3)
    options = {"from": "2024-01-01", "to": "2026-01-01", "step": "year", "output": "output_constant"}
    found = done(park, ask(park, "lmdi", source="park", options=options))
    assert found.state == "done", found.refusal
    assert found.results is not None
    assert found.ledger_known_at is not None
    effects, total = found.results["total"]["effects"], found.results["total"]
    # t: 0.6 kg/kWh of 1,500 kWh; then 0.5 of 1,100 and 0.6 of 400.
    assert (total["before"], total["after"]) == pytest.approx((0.9, 0.79))
    assert sum(effects.values()) == pytest.approx(-0.11)
    # The factor of the works went from 0.6 to 0.5 by restatement alone: weight of its 0.6 and 0.55 t.
    weight = (0.55 - 0.6) / log(0.55 / 0.6)
    assert effects["restatement"] == pytest.approx(weight * log(0.5 / 0.6), rel=1e-9)
    assert effects["emission_factor"] == pytest.approx(0, abs=1e-12)
    assert effects["factor_version"] == pytest.approx(0, abs=1e-12)
    assert effects["activity"] > 0
    assert set(found.results["groups"]["enterprise"]) == {"works", "mill"}
    assert runs.verify(found)
    # What the mill keeps to itself is told to nobody who oversees the park, and to itself.
    mill = Actor("miller", dict(park.rows("SELECT code, id FROM core.enterprise"))["mill"])
    with park.pools.tenant(park.id, mill.enterprise_id) as connection:
        assert mill.enterprise_id is not None
        terms.say(connection, park.id, mill.enterprise_id, mill, is_named=True, shares_intervals=True,
                  shares_production=False)  # fmt: skip
    kept = done(park, ask(park, "lmdi", source="park", options=options))
    assert kept.data is not None
    assert kept.data["output"] is None
    assert kept.data["notes"][0]["facts"]["lacking"] == ["mill"]
    own = done(park, ask(park, "lmdi", mill, source="park", options=options), mill)
    assert own.data is not None
    assert {row[2] for row in own.data["output"]} == {3 * 10**6}
    with park.pools.tenant(park.id) as connection, oversight.limited(connection):
        assert {row.id for row in runs.every(connection)} == {found.id, kept.id}


def test_this_month_is_told_against_the_same_days_of_another(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(localtime, "now", lambda: datetime(2026, 5, 4, 3, tzinfo=UTC))
    with park.pools.tenant(park.id) as connection:
        nothing = this_month.change(connection, "last_month")
    assert nothing.results is None
    assert nothing.pair == Pair((date(2026, 4, 1), date(2026, 4, 4)), (date(2026, 5, 1), date(2026, 5, 4)))
    write_hour(park, "office-electricity", datetime(2026, 4, 2, tzinfo=UTC), 100)
    write_hour(park, "mill-electricity", datetime(2026, 4, 2, tzinfo=UTC), 50)
    write_hour(park, "office-electricity", datetime(2026, 5, 2, tzinfo=UTC), 130)
    write_hour(park, "mill-electricity", datetime(2026, 5, 2, tzinfo=UTC), 80, restated=True)
    write_hour(park, "mill-electricity", datetime(2026, 4, 20, tzinfo=UTC), 1e6)  # no day of those
    write_hour(park, "mill-electricity", datetime(2026, 5, 4, 1, tzinfo=UTC), 1e6)  # today is not whole
    with park.pools.tenant(park.id) as connection:
        found = this_month.change(connection, "last_month").results
    assert found is not None
    total = found["total"]
    assert (total["before"], total["after"]) == pytest.approx((0.09, 0.118))  # 210 kWh of 0.6, 80 of 0.5 [t]
    effects = total["effects"]
    assert sum(effects.values()) == pytest.approx(0.028)
    assert effects["energy"] > 0.03  # more was used
    weight = (0.04 - 0.03) / log(0.04 / 0.03)  # the mill's 80 kWh became cheaper after they were settled
    assert effects["restatement"] == pytest.approx(weight * log(0.5 / 0.6))
    parts = found["attribution"]["groups"]["enterprise"]
    for factor, index in total["indices"].items():
        assert sum(part[factor] for part in parts.values()) == pytest.approx(index - 1)
    assert "partial_periods" in {note["code"] for note in found["notes"]}
    mill = dict(park.rows("SELECT code, id FROM core.enterprise"))["mill"]
    with park.pools.tenant(park.id, mill) as connection:
        mine = this_month.change(connection, "last_month", is_enterprise=True).results
    assert mine is not None
    assert mine["total"]["before"] == pytest.approx(0.03)


@pytest.mark.parametrize(
    ("today", "against", "before", "now"),
    [
        (date(2026, 3, 31), "last_month", ("2026-02-01", "2026-03-01"), ("2026-03-01", "2026-03-31")),
        (date(2026, 3, 1), "last_month", ("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-03-01")),
        (date(2024, 3, 1), "last_year", ("2023-02-01", "2023-03-01"), ("2024-02-01", "2024-03-01")),
        (date(2026, 1, 2), "last_month", ("2025-12-01", "2025-12-02"), ("2026-01-01", "2026-01-02")),
    ],
)
def test_the_same_days_of_another_month(
    today: date, against: this_month.Against, before: tuple[str, str], now: tuple[str, str]
) -> None:
    found = this_month.days_of(today, against)
    assert [(f"{a}", f"{b}") for a, b in (found.before, found.now)] == [before, now]


def test_what_the_data_cannot_bear_is_an_answer(park: MeteredPark) -> None:
    for year in (2023, 2024, 2025):
        write_hour(park, "electricity", datetime(year, 3, 10, tzinfo=UTC), 1000.0 + year % 7)
    options = {
        "from": "2023-01-01",
        "to": "2026-01-01",
        "step": "year",
        "drivers": ["energy", "electricity_share"],
    }
    found = done(park, ask(park, "stirpat", source="park", options=options))
    assert (found.state, found.results) == ("refused", None)
    assert found.refusal is not None
    assert found.refusal["code"] == "too_few_observations"
    assert found.refusal["facts"]["observations"] == 3
    with pytest.raises(ConflictError):
        runs.verify(found)
    missing = done(park, ask(park, "decoupling", source="park", options=options | {"output": "value_added"}))
    assert missing.refusal is not None
    assert (missing.refusal["code"], missing.refusal["facts"]["lacking"]) == ("not_reported", ["value_added"])
    # Without output the identity has none, and says so.
    lmdi = done(park, ask(park, "lmdi", source="park", options=options | {"output": "value_added"}))
    assert lmdi.results is not None
    assert [note["code"] for note in lmdi.results["notes"]] == ["no_output", "partial_periods"]
    # One settled hour a year is 0 % of it, and is said to be.
    assert lmdi.results["notes"][1]["facts"]["lacking"] == ["2023 (0%)", "2024 (0%)", "2025 (0%)"]
    assert lmdi.results["factors"][0] == "energy"


def test_questions_without_an_answer_are_refused_at_once(park: MeteredPark) -> None:
    bad: list[tuple[str, str, dict[str, Any]]] = [
        ("other", "table", {}),
        ("lmdi", "table", {"period": "year", "factors": []}),
        ("lmdi", "park", {"from": "2024-01-02", "to": "2025-01-01"}),
        ("lmdi", "park", {"from": "2025-01-01", "to": "2024-01-01"}),
        ("lmdi", "park", {}),
        ("stirpat", "table", {"impact": "t", "drivers": ["a"], "k": "best"}),
        ("stirpat", "table", {"impact": "t", "drivers": ["a"], "method": "magic"}),
        ("stirpat", "table", {"impact": "t", "drivers": ["a", "a"]}),
        ("decoupling", "table", {"period": "p"}),
    ]
    for kind, origin, options in bad:
        with pytest.raises(AnalysisQuestionError):
            ask(park, kind, source=origin, options=options, table=example("lmdi"))
    with pytest.raises(TableError):
        ask(park, "lmdi", source="table", options={"period": "y", "factors": ["t"]}, table=None)
    assert [label for label, _, _ in Span(date(2024, 7, 1), date(2025, 1, 1), "quarter").periods()] == [
        "2024-Q3",
        "2024-Q4",
    ]


def test_one_may_cancel_what_waits_and_ask_for_so_much(park: MeteredPark) -> None:
    options = {"period": "year", "emissions": "emissions", "output": "output"}
    asked = [
        ask(park, "decoupling", source="table", options=options, table=example("decoupling"))
        for _ in range(runs.MOST_OPEN)
    ]
    with pytest.raises(TooManyError):
        ask(park, "decoupling", source="table", options=options, table=example("decoupling"))
    assert runs.cancel(park.pools, park.id, OPERATOR, asked[0].id).state == "cancelled"
    assert asked[0].job_id is not None
    assert not jobs.run(park.pools, park.id, asked[0].job_id)
    with pytest.raises(ConflictError):
        runs.cancel(park.pools, park.id, OPERATOR, asked[0].id)
    assert done(park, asked[1]).state == "done"


def test_an_enterprise_sees_its_own_analyses_and_its_own_ledger(park: MeteredPark) -> None:
    ids = dict(park.rows("SELECT code, id FROM core.enterprise"))
    works = Actor("works", ids["works"])
    for year in (2024, 2025):
        write_hour(park, "electricity", datetime(year, 3, 10, tzinfo=UTC), 1000.0)
        write_hour(park, "mill-electricity", datetime(year, 3, 10, tzinfo=UTC), 500.0)
        # Bought of the mill: the works' own emissions, and in the park's already at the mill.
        write_hour(park, "from-mill", datetime(year, 3, 10, tzinfo=UTC), 100.0)
    options = {"from": "2024-01-01", "to": "2026-01-01", "step": "year"}
    whole = done(park, ask(park, "lmdi", source="park", options=options))
    own = done(park, ask(park, "lmdi", works, source="park", options=options), works)
    assert own.results is not None
    assert whole.results is not None
    assert own.results["total"]["before"] == pytest.approx(0.66)
    assert whole.results["total"]["before"] == pytest.approx(0.9)
    with park.pools.tenant(park.id, works.enterprise_id) as connection:
        assert [row.id for row in runs.every(connection)] == [own.id]
        with pytest.raises(NotFoundError):
            runs.get(connection, whole.id)
    with pytest.raises(NotFoundError):
        runs.cancel(park.pools, park.id, works, whole.id)
    with park.pools.tenant(park.id, ids["mill"]) as connection:
        assert runs.every(connection) == []


def test_tables_that_cannot_be_read() -> None:
    for content in (b"", b"a,b\n", b"a,a\n1,2\n", b"PK\x03\x04nonsense", "年\n".encode("gb18030")):
        with pytest.raises(TableError):
            uploaded.read(content)
    found = uploaded.read("月份,吨\n2025-01,1 234.5\n2025-02,\n".encode("gb18030"))
    assert found.columns == ["月份", "吨"]
    assert found.rows == [["2025-01", 1234.5], ["2025-02", None]]
    assert found.numeric() == [False, True]
    with pytest.raises(TableError, match="a number is needed"):
        uploaded.frame(found.data(), ["月份"], [])
