"""What has waited for too long goes with a marker: by the time that the agent ran, by no clock."""

import sqlite3
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parkcarbon_edge.errors import SpoolUnavailableError
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.spool_bounds import RunningTime, running_s

from tests.edge.spool.readings import BOUND, Opener, content, gaps_of, held, reading, readings

DAY_S = 86_400.0


class Seconds:
    """Seconds since the machine was switched on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def ageing(open_spool: Opener, seconds: Seconds) -> Spool:
    return open_spool(max_age_s=DAY_S, clock=seconds)


def test_what_waited_too_long_goes_with_a_marker_that_says_so(ageing: Spool, seconds: Seconds) -> None:
    ageing.append(readings(0, 700))
    seconds.now += DAY_S / 2
    ageing.append(readings(700, 10))
    assert not ageing.has_aged
    seconds.now += DAY_S / 2 + 1
    assert ageing.has_aged
    assert ageing.append([]) == 1
    assert held(ageing) == readings(700, 10)
    assert gaps_of(ageing) == [(reading(0)[1], reading(699)[1], 700, "too_old")]
    assert ageing.depth == (2, reading(700)[1])
    assert ageing.collected == 710
    assert not ageing.has_aged


def test_a_marker_is_not_forgotten_because_it_is_old(ageing: Spool, seconds: Seconds) -> None:
    ageing.append([], gaps=[(10, 20, 5, "buffer_full")])
    for _ in range(3):
        seconds.now += DAY_S + 1
        ageing.append([])
    assert gaps_of(ageing) == [(10, 20, 5, "buffer_full")]
    assert ageing.depth.batches == 1


def test_a_suspended_machine_ages_nothing() -> None:
    """The system's clock that stands still meanwhile (clock_gettime(2)), not the one that goes on."""
    before = time.clock_gettime(time.CLOCK_MONOTONIC)
    assert before <= running_s() <= time.clock_gettime(time.CLOCK_MONOTONIC)


def test_a_clock_that_is_set_ages_nothing(ageing: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    ageing.append(readings(0, 10))
    for years in (40, -40):
        there = time.time() + years * 366 * DAY_S
        monkeypatch.setattr(time, "time", lambda at=there: at)
        monkeypatch.setattr(time, "time_ns", lambda at=there: int(at * 1e9))
        ageing.append([("p", int(there * 1000), 1, 0)])
    assert len(held(ageing)) == 12
    assert gaps_of(ageing) == []


def test_what_was_switched_off_has_not_aged_and_what_ran_counts_over_restarts(
    open_spool: Opener, seconds: Seconds
) -> None:
    spool = open_spool(max_age_s=DAY_S, clock=seconds)
    spool.append(readings(0, 10))
    seconds.now += DAY_S * 0.6
    spool.append(readings(10, 1))  # with it is written down how long the agent has run
    spool.close()
    seconds.now = 5.0  # another boot, a year later
    spool = open_spool(max_age_s=DAY_S, clock=seconds)
    spool.append([("p", 1, 1, 0)])
    assert gaps_of(spool) == []
    seconds.now += DAY_S * 0.5
    spool.append([])
    assert [count for _, _, count, _ in gaps_of(spool)] == [10]


def test_a_clock_of_the_machine_that_goes_back_makes_nothing_older() -> None:
    seconds = Seconds()
    running = RunningTime(7.0, seconds)
    seconds.now -= 500
    assert running.now() == 7.0
    seconds.now += 3
    assert running.now() == 10.0


def test_a_full_disk_keeps_what_is_too_old_until_the_marker_can_be_written(
    ageing: Spool, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    ageing.append(readings(0, 10))
    seconds.now += DAY_S + 1
    with monkeypatch.context() as patch:

        def refuses(*_: object) -> int:
            raise sqlite3.OperationalError("database or disk is full")

        patch.setattr(Spool, "_insert", refuses)
        with pytest.raises(SpoolUnavailableError):
            ageing.append([])
    assert held(ageing) == readings(0, 10)
    assert ageing.has_aged
    ageing.append([])
    assert [gap[2:] for gap in gaps_of(ageing)] == [(10, "too_old")]


def test_rows_of_an_earlier_version_stay(open_spool: Opener, seconds: Seconds) -> None:
    spool = open_spool(clock=seconds)
    spool.append(readings(0, 3))
    spool._db.execute("ALTER TABLE batch DROP COLUMN aged_s")
    spool.close()
    again = open_spool(max_age_s=DAY_S, clock=seconds)
    again.append(readings(3, 3))
    seconds.now += DAY_S + 1
    assert not again.has_aged
    again.append([])
    assert held(again) == readings(0, 6)
    again.forget(1)
    again.append([])
    assert held(again) == []
    assert [gap[2:] for gap in gaps_of(again)] == [(3, "too_old")]


STEP = st.one_of(
    st.tuples(st.just("append"), st.integers(1, 4)),
    st.tuples(st.just("pass"), st.floats(0, DAY_S)),
    st.tuples(st.just("set clock"), st.floats(-1e9, 1e9)),
    st.tuples(st.just("restart"), st.integers(0, 1)),
    st.tuples(st.just("forget"), st.integers(0, 2)),
    st.tuples(st.just("look"), st.just(0)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=20))
def test_nothing_goes_early_nothing_stays_late_and_every_reading_is_there_or_counted(
    steps: list[tuple[str, float]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """True ages are kept beside the spool; `set clock` moves what people call the time."""
    path = tmp_path_factory.mktemp("age") / "spool.db"
    life = Life(path)
    try:
        for what, amount in steps:
            life.do(what, amount)
            life.judge()
    finally:
        life.spool.close()


class Life:
    """A spool, what was put into it when, and what was acknowledged."""

    def __init__(self, path: Path) -> None:
        self.path, self.seconds, self.ran_s, self.number = path, Seconds(), 0.0, 0
        self.wall_ms = 1_700_000_000_000
        self.stored_at: dict[float, float] = {}
        self.acknowledged: set[float] = set()
        self.marked = 0
        self.gone: set[float] = set()
        self.just_appended = False
        self.spool = Spool(path, BOUND, max_age_s=DAY_S, clock=self.seconds)

    def do(self, what: str, amount: float) -> None:
        self.just_appended = what in ("append", "look")
        if what == "append":
            fresh = [("p", self.wall_ms + i, float(self.number + i), 0) for i in range(int(amount))]
            self.number += len(fresh)
            self.stored_at |= {float(r[2] or 0): self.ran_s for r in fresh}
            self.spool.append(fresh)
        elif what == "look":
            self.spool.append([])
        elif what == "pass":
            self.seconds.now += amount
            self.ran_s += amount
        elif what == "set clock":
            self.wall_ms += int(amount * 1000)
        elif what == "restart":
            self.spool.append([], marks={("c", "p"): 1})  # as each cycle: how long it ran is on the disk
            self.spool.close()
            self.seconds.now = 3.0 + 1e7 * amount
            self.spool = Spool(self.path, BOUND, max_age_s=DAY_S, clock=self.seconds)
        else:
            rows = self.spool.head(0, int(amount))
            for row in rows:
                found, gaps = content(row.payload)
                self.acknowledged |= {float(r[2] or 0) for r in found}
                self.marked += sum(gap[2] for gap in gaps)
                self.spool.forget(row.seq)

    def judge(self) -> None:
        here = {float(r[2] or 0) for r in held(self.spool)}
        lost = self.stored_at.keys() - here - self.acknowledged
        assert len(lost) == self.marked + sum(gap[2] for gap in gaps_of(self.spool))
        for number in lost - self.gone:
            assert self.ran_s - self.stored_at[number] >= DAY_S * (1 - 1e-9), "gone too early"
        self.gone = set(lost)
        if self.just_appended:
            oldest = max((self.ran_s - self.stored_at[number] for number in here), default=0.0)
            assert oldest <= DAY_S * (1 + 1e-9), "still there although it is too old"
