import itertools

from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge.connectors.windows import (
    DAY_MS,
    HOUR_MS,
    RECENT_MS,
    Pass,
    Progress,
    dump_passes,
    load_passes,
    windows,
)

from tests.support.sink import ListSink

NOW = 20_000 * DAY_MS + 5 * HOUR_MS


@given(st.integers(0, DAY_MS - 1), st.integers(1, 400))
def test_windows_cover_the_past_once_newest_first(time_of_day: int, days: int) -> None:
    anchor = 20_000 * DAY_MS + time_of_day
    found = list(windows(Progress(anchor, anchor), days))
    assert found[0].end == anchor
    assert found[-1].start == anchor - days * DAY_MS
    assert all(earlier.end == later.start for later, earlier in itertools.pairwise(found))
    assert all(0 < w.end - w.start <= DAY_MS for w in found)


def test_the_last_48_hours_come_in_short_windows_then_whole_days() -> None:
    found = list(windows(Progress(NOW, NOW), 10))
    recent = [w for w in found if w.start >= NOW - RECENT_MS]
    assert len(recent) == 8
    assert {w.end - w.start for w in recent} == {6 * HOUR_MS}
    days = found[len(recent) + 1 : -1]
    assert len(days) == 7
    assert all(w.start % DAY_MS == 0 and w.end - w.start == DAY_MS for w in days)


@given(st.integers(0, 30))
def test_a_restart_carries_on_where_it_was(done: int) -> None:
    everything = list(windows(Progress(NOW, NOW), 30))
    reached = everything[done].start
    assert list(windows(Progress(NOW, reached), 30)) == everything[done + 1 :]


def test_progress_survives_saving() -> None:
    progress = Progress(NOW, NOW - DAY_MS)
    assert Progress.load(progress.dump(), NOW + HOUR_MS) == progress
    assert Progress.load(None, NOW) == Progress(NOW, NOW)


def test_nothing_is_left_when_all_is_done() -> None:
    assert list(windows(Progress(NOW, NOW - 3 * DAY_MS), 3)) == []


def test_new_points_go_their_own_way_through_the_past() -> None:
    store = ListSink()
    first = load_passes(store, ["a", "b"], NOW)
    assert (first, store.saved) == ([Pass(Progress(NOW, NOW), frozenset("ab"))], [])
    store.save(dump_passes([first[0]._replace(progress=Progress(NOW, NOW - DAY_MS))]))
    later = load_passes(store, ["b", "c"], NOW + HOUR_MS)
    assert later == [
        Pass(Progress(NOW, NOW - DAY_MS), frozenset("ab")),
        Pass(Progress(NOW + HOUR_MS, NOW + HOUR_MS), frozenset("c")),
    ]
    store.save(dump_passes(later))
    assert load_passes(store, ["a", "b", "c"], NOW + DAY_MS) == later


def test_what_an_earlier_version_saved_is_of_the_points_that_there_are() -> None:
    store = ListSink(progress={"anchor": NOW, "done_to": NOW - DAY_MS})
    assert load_passes(store, ["a"], NOW + 1) == [Pass(Progress(NOW, NOW - DAY_MS), frozenset("a"))]
    assert [one.keys for one in load_passes(store, ["a", "b"], NOW + 2)] == [frozenset("a"), frozenset("b")]
