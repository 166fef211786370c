"""Who is asked when on a line, by a clock of the test's own."""

import pytest
from parkcarbon_edge.connectors.bus import SILENT_S, Devices, LineSilentError


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_silent_device_is_asked_ever_more_rarely_and_at_once_again_when_it_answered() -> None:
    clock = Clock()
    devices = Devices(clock=clock)
    for pause in [*SILENT_S[1:], SILENT_S[-1]]:
        devices.answered("live")
        devices.failed("dead", "no answer")
        clock.now += pause - 0.01
        assert not devices.may_ask("dead")
        assert devices.may_ask("live")
        clock.now += 0.02
        assert devices.may_ask("dead")
    devices.answered("dead")
    assert devices.silent() == {}
    devices.failed("dead", "no answer")
    clock.now += SILENT_S[1]
    assert devices.may_ask("dead")


def test_a_late_answer_meets_no_question() -> None:
    """A device that failed is left alone at least as long as was said, however often it failed."""
    clock = Clock()
    devices = Devices(least_s=40, clock=clock)
    devices.failed("slow", "no answer")
    clock.now += 39
    assert not devices.may_ask("slow")
    clock.now += 1
    assert devices.may_ask("slow")


def test_the_day_of_a_bus_with_a_dead_device_is_the_live_ones() -> None:
    """Polled every second for a day, with one second of timeout, it takes under 0.5 % of the time."""
    clock, lost = Clock(), 0
    devices = Devices(clock=clock)
    end = clock.now + 86_400
    while clock.now < end:
        devices.answered("live")
        if devices.may_ask("dead"):
            devices.failed("dead", "no answer")
            lost += 1
        clock.now += 1
    assert lost < 86_400 * 0.005


def test_only_where_nobody_answers_is_the_connection_suspected() -> None:
    devices = Devices()
    devices.failed("a", "no answer")
    devices.failed("b", "no answer")
    devices.answered("c")
    devices.failed("a", "no answer")
    devices.failed("b", "no answer")
    with pytest.raises(LineSilentError):
        devices.failed("c", "no answer")
