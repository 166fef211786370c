"""What happens to a meter: what is refused, what is kept, and what it changes."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.meter_life import event_details, meter_events
from parkcarbon_platform.services.meter_life.event_details import EventDetailsError
from parkcarbon_platform.services.meter_life.event_indexes import EventIndexError
from parkcarbon_platform.services.meter_life.meter_events import EventOrderError, MeterEvent, Request

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at
from tests.support.stack import Database

HOUR = 60 * MINUTE
NOW = datetime(2026, 11, 24, tzinfo=UTC)
OPERATOR = Actor("operator")


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    metered.write(series("office", [100.0 + i for i in range(17)]))
    settle(metered)
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def series(
    code: str, values: list[float | None], step: int = 15 * MINUTE, since: int = START
) -> list[Reading]:
    return [(code, since + i * step, value, 0) for i, value in enumerate(values)]


def place(park: MeteredPark) -> Workplace:
    return Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)


def record(
    park: MeteredPark, kind: event_details.Kind, time: int, details: Mapping[str, Any] | None = None,
    code: str = "office", actor: Actor = OPERATOR,
) -> MeterEvent:  # fmt: skip
    return meter_events.record(place(park), actor, code, Request(kind, at(time), details or {}, "a test"))


def listed(park: MeteredPark) -> list[MeterEvent]:
    with park.pools.tenant(park.id) as connection:
        return meter_events.every(connection, "office")


REPLACED = {"final_index": "108.5", "first_index": "0"}


@pytest.mark.parametrize(
    ("kind", "details", "field"),
    [
        ("replace", {"final_index": "108.5"}, "first_index"),
        ("replace", {"first_index": "1"}, "final_index"),
        ("replace", REPLACED | {"multiplier": "0"}, "multiplier"),
        ("replace", REPLACED | {"multiplier": "-2"}, "multiplier"),
        ("replace", REPLACED | {"digits": 19}, "digits"),
        ("replace", REPLACED | {"colour": "red"}, "colour"),
        ("replace", REPLACED | {"serial": ""}, "serial"),
        ("replace", {"final_index": 108.5, "first_index": "0"}, "final_index"),
        ("replace", {"final_index": "NaN", "first_index": "0"}, "final_index"),
        ("reset", {"first_index": "-1"}, "first_index"),
        ("rollover", {}, "digits"),
        ("multiplier", {}, "multiplier"),
        ("calibration", {"error_percent": "400"}, "error_percent"),
        ("exclude", {}, "to"),
        ("exclude", {"to": START}, "to"),
        ("exclude", {"to": 4_000_000_000_000}, "to"),
        ("accept", {"to": START + 9 * HOUR, "rule": "vibes"}, "rule"),
    ],
)
def test_wrong_details_are_refused_by_name(kind: str, details: dict[str, Any], field: str) -> None:
    with pytest.raises(EventDetailsError) as refused:
        event_details.normalised(kind, details, at(START + 2 * HOUR), NOW)
    assert refused.value.facts["field"] == field


def test_an_event_in_the_future_is_refused(park: MeteredPark) -> None:
    with pytest.raises(InvalidError, match="no time"):
        record(park, "reset", int(NOW.timestamp() * 1000) + 1)


def test_a_closing_index_below_the_last_reading_is_refused(park: MeteredPark) -> None:
    with pytest.raises(EventIndexError, match="108 of office") as refused:
        record(park, "replace", START + 2 * HOUR + 1, {"final_index": "107.9", "first_index": None})
    assert refused.value.facts["reading"] == "108"
    with pytest.raises(EventIndexError, match="next reading"):
        record(park, "replace", START + 2 * HOUR + 1, {"final_index": None, "first_index": "109.5"})
    with pytest.raises(EventIndexError, match="6 digits"):
        record(park, "replace", START + 2 * HOUR + 1, {"final_index": "1000000", "first_index": None})


def test_an_excluded_reading_contradicts_no_index(park: MeteredPark) -> None:
    wrong = START + 2 * HOUR
    record(park, "exclude", wrong, {"to": wrong + MINUTE})
    event = record(park, "replace", wrong + 5 * MINUTE, {"final_index": "107.9", "first_index": None})
    assert event.details == {"final_index": "107.9", "first_index": None}


def test_a_register_that_passed_its_end_closes_below_its_last_reading(park: MeteredPark) -> None:
    park.write([("main", START, 999_990.0, 0)])
    record(park, "replace", START + HOUR, {"final_index": "3", "first_index": "0"}, code="main")


def test_cuts_are_recorded_in_order(park: MeteredPark) -> None:
    last = record(park, "reset", START + 2 * HOUR, {"first_index": "100"})
    with pytest.raises(EventOrderError) as refused:
        record(park, "multiplier", START + 2 * HOUR, {"multiplier": "40"})
    assert refused.value.facts["event"] == last.id
    with pytest.raises(EventOrderError, match="in use since"):
        record(park, "install", START + 3 * HOUR, {"first_index": None})
    meter_events.undo(place(park), OPERATOR, "office", last.id, "wrong meter")
    assert record(park, "multiplier", START + 2 * HOUR, {"multiplier": "40"}).is_valid


def test_an_undone_event_stays_and_says_who_and_why(park: MeteredPark) -> None:
    event = record(park, "calibration", START, {"accuracy_class": "1"})
    undone = meter_events.undo(place(park), Actor("chief"), "office", event.id, "another meter's certificate")
    assert (undone.kind, undone.undoes, undone.is_valid) == ("undo", event.id, False)
    first = next(e for e in listed(park) if e.id == event.id)
    assert not first.is_valid
    assert (first.undone_by, first.undone_reason) == ("chief", "another meter's certificate")
    with pytest.raises(ConflictError, match="chief has undone"):
        meter_events.undo(place(park), OPERATOR, "office", event.id, "again")
    with pytest.raises(ConflictError, match="cannot be undone"):
        meter_events.undo(place(park), OPERATOR, "office", undone.id, "again")


def test_nobody_touches_what_is_not_theirs(park: MeteredPark) -> None:
    (works,) = park.rows("SELECT id FROM core.enterprise")[0]
    assert record(park, "calibration", START, actor=Actor("worker", works)).author == "worker"
    with pytest.raises(NotFoundError):
        record(park, "calibration", START, actor=Actor("stranger", works + 1))
    with pytest.raises(NotFoundError):
        record(park, "calibration", START, code="nowhere")
    request = Request("calibration", at(START), {}, "a test", evidence_id=77)
    with pytest.raises(NotFoundError, match="evidence 77"):
        meter_events.record(place(park), OPERATOR, "office", request)


def test_a_preview_leaves_nothing_behind(park: MeteredPark) -> None:
    before = (park.intervals(), park.ledger(), park.findings())
    request = Request("reset", at(START + 2 * HOUR + MINUTE), {"first_index": "100"}, "a test")
    meter_events.preview(place(park), OPERATOR, "office", request)
    assert (park.intervals(), park.ledger(), park.findings()) == before
    assert listed(park) == []
    assert park.rows("SELECT count(*) FROM core.invalidation") == [(0,)]


def test_a_new_meter_counts_on_from_its_own_index(park: MeteredPark) -> None:
    park.write([("office", START + 5 * HOUR + i * 15 * MINUTE, 16.0 + i, 0) for i in range(3)])
    park.write([("office", START + 4 * HOUR + (i + 2) * 15 * MINUTE, 14.0 + i, 0) for i in range(2)])
    settle(park)
    preview = meter_events.preview(
        place(park), OPERATOR, "office",
        Request("replace", at(START + 4 * HOUR + 10 * MINUTE), {"final_index": "116.5", "first_index": "13"},
                "a test"),
    )  # fmt: skip
    before, after = preview.energy[0].before.quantity, preview.energy[0].after.quantity
    assert after > before
    assert [f.rule for f in preview.findings_gone] == ["reset"]
    event = record(
        park, "replace", START + 4 * HOUR + 10 * MINUTE, {"final_index": "116.5", "first_index": "13"}
    )
    # 116 at four hours: 0.5 kWh of the old meter and 1 kWh of the new one in half an hour.
    rows = {row[1]: row[2] for row in park.intervals()}
    assert rows[at(START + 4 * HOUR)] + rows[at(START + 4 * HOUR + 15 * MINUTE)] == 1500
    assert park.findings() == []
    meter_events.undo(place(park), OPERATOR, "office", event.id, "it was another meter")
    assert [f[2] for f in park.findings()] == ["reset"]
