"""What the tests of the spool share: readings by number, and what a spool holds of them."""

from collections.abc import Callable

from parkcarbon_edge import wire
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.spool_bounds import Gap

BOUND = 1_000_000_000
SMALL = 262_144


def reading(number: int) -> wire.Reading:
    return (f"point-{number % 7}", 1_700_000_000_000 + number, number / 4, 0)


def readings(start: int, count: int) -> list[wire.Reading]:
    return [reading(i) for i in range(start, start + count)]


def content(payload: bytes) -> tuple[list[wire.Reading], list[Gap]]:
    batch = wire.decode_batch(wire.frame("0" * 8 + "-0000-0000-0000-" + "0" * 12, 1, 0, payload))
    return batch.readings, batch.gaps


def held(spool: Spool) -> list[wire.Reading]:
    return [r for row in spool.head(0, 10**6) for r in content(row.payload)[0]]


def gaps_of(spool: Spool) -> list[Gap]:
    return [g for row in spool.head(0, 10**6) for g in content(row.payload)[1]]


Opener = Callable[..., Spool]
