"""Corrections on the real database: what they change, that they stay, and that undoing takes them back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

import pytest
from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.meter_life import corrections
from parkcarbon_platform.services.meter_life.corrections import CorrectionError, Request

from tests.support.metered import MINUTE, START, MeteredPark, at
from tests.support.stack import Database

HOUR = 60 * MINUTE
QUARTER = 15 * MINUTE
NOW = datetime(2026, 11, 24, tzinfo=UTC)
OPERATOR = Actor("operator")


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    metered.write([("office", START + i * QUARTER, 100.0 + i, 0) for i in range(17)])
    settle(metered)
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def place(park: MeteredPark) -> Workplace:
    return Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)


def request(
    kind: Literal["edit", "substitute"], start: int, quarters: int, amount: str | None = None,
    shape: list[int] | None = None,
) -> Request:  # fmt: skip
    return Request(kind, at(start), at(start + quarters * QUARTER), "a test", amount, shape)


def quantities(park: MeteredPark) -> list[tuple[int, int, str | None]]:
    return [(row[2], row[5], row[6]) for row in park.intervals()]


def test_an_edit_changes_the_amount_to_the_ledger_and_undoing_takes_it_back(park: MeteredPark) -> None:
    before = (park.intervals(), park.ledger())
    edit = request("edit", START + HOUR, 3, amount="10")
    made = corrections.record(place(park), OPERATOR, "office", edit)
    assert made.amount == 10_000
    assert quantities(park)[3:8] == [
        (1000, 0, None), (3334, 3, "edited"), (3333, 3, "edited"), (3333, 3, "edited"), (1000, 0, None),
    ]  # fmt: skip
    hours = [row for row in park.ledger() if row[0] == "office-electricity"]
    assert [row[5] for row in hours] == [4000, 11_000, 4000, 4000]
    assert hours[1][6] == 10_000
    reasons = park.rows(
        "SELECT reason FROM core.ledger_entry WHERE hour = %s ORDER BY revision", at(START + HOUR)
    )
    assert reasons == [("settlement",), ("correction: edit",)]
    undone = corrections.undo(place(park), OPERATOR, "office", made.id, "wrong meter")
    assert undone.undoes == made.id
    assert (park.intervals(), park.ledger()) == before
    with pytest.raises(ConflictError, match="operator has undone"):
        corrections.undo(place(park), OPERATOR, "office", made.id, "again")
    with pytest.raises(NotFoundError):
        corrections.undo(place(park), OPERATOR, "main", made.id, "another point's")


def test_a_substitution_keeps_the_amount_and_follows_its_shape(park: MeteredPark) -> None:
    corrections.record(
        place(park), OPERATOR, "office", request("substitute", START + HOUR, 4, shape=[0, 1, 2, 1])
    )
    assert quantities(park)[4:8] == [
        (0, 2, "substituted"), (1000, 2, "substituted"), (2000, 2, "substituted"), (1000, 2, "substituted"),
    ]  # fmt: skip
    assert sum(row[2] for row in park.intervals()) == 16_000


def test_a_correction_holds_against_late_readings_and_recalculation(park: MeteredPark) -> None:
    place_of = place(park)
    corrections.record(
        place_of, OPERATOR, "office", request("substitute", START + HOUR, 4, shape=[4, 0, 0, 0])
    )
    # A late reading inside the span moves nothing: the shape is what was said, the amount the register's.
    park.write([("office", START + HOUR + 20 * MINUTE, 105.9, 0)])
    settle(park)
    assert [row[0] for row in quantities(park)[4:8]] == [4000, 0, 0, 0]
    corrections.record(place_of, OPERATOR, "office", request("edit", START + 2 * HOUR, 2, amount="5"))
    settlement.recalculate(park.pools, park.id, at(START), at(START + 4 * HOUR))
    settle(park)
    assert [row[0] for row in quantities(park)[4:11]] == [4000, 0, 0, 0, 2500, 2500, 1000]


def test_a_preview_says_what_would_change_and_leaves_nothing(park: MeteredPark) -> None:
    before = (park.intervals(), park.ledger(), park.findings())
    preview = corrections.preview(
        place(park), OPERATOR, "office", request("edit", START + HOUR, 4, amount="6")
    )
    (energy,) = preview.energy
    assert (energy.point.code, energy.before.quantity, energy.after.quantity) == ("office", 4000, 6000)
    assert (energy.before.estimated, energy.after.estimated) == (0, 6000)
    assert (preview.start, preview.end) == (at(START + HOUR), at(START + 2 * HOUR))
    assert [(q.before and q.before.quantity, q.after and q.after.quantity) for q in preview.quarters] == [
        (1000, 1500)
    ] * 4
    # 4 and 6 kWh at 0.5306 kg/kWh; `electricity` has no hours: its main meter has no readings.
    carbon = {c.source: (c.before_mg, c.after_mg) for c in preview.carbon}
    assert carbon == {"electricity": (0, 0), "office-electricity": (2_122_400, 3_183_600)}
    assert (park.intervals(), park.ledger(), park.findings()) == before
    assert park.rows("SELECT count(*) FROM core.correction") == [(0,)]


def test_what_cannot_be_corrected_is_refused_by_name(park: MeteredPark) -> None:
    for field, wrong in {
        "from": request("substitute", START + MINUTE, 1),
        "to": request("substitute", START, 0),
        "amount": request("edit", START, 1),
        "shape": request("substitute", START, 2, shape=[1]),
    }.items():
        with pytest.raises(CorrectionError) as refused:
            corrections.record(place(park), OPERATOR, "office", wrong)
        assert refused.value.facts["field"] == field
    for amount in ("ten", "NaN", "1e40"):
        with pytest.raises(CorrectionError):
            corrections.record(place(park), OPERATOR, "office", request("edit", START, 1, amount=amount))
    with pytest.raises(CorrectionError, match="whole numbers"):
        corrections.record(place(park), OPERATOR, "office", request("substitute", START, 2, shape=[0, 0]))
