"""What a device may send: a rate, a burst, and what the broker kept while nobody listened."""

from parkcarbon_platform.ingest.limits import Limiter


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def taken(limiter: Limiter, count: int, size: int = 1, device: int = 1) -> int:
    return sum(limiter.take(device, size) for _ in range(count))


def test_a_steady_device_is_never_too_much_and_a_flood_is_cut_to_its_rate() -> None:
    clock = Clock()
    limiter = Limiter(60, 60_000, clock)
    assert taken(limiter, 1000) == 600  # ten minutes at once
    for _ in range(100):
        clock.now += 10
        assert taken(limiter, 100) == 10
    assert taken(limiter, 1000, device=2) == 600
    clock.now += 3600
    assert taken(limiter, 1000) == 600


def test_bytes_count_for_themselves() -> None:
    limiter = Limiter(1_000_000, 60_000, Clock())
    assert taken(limiter, 1000, 6_000) == 100


def test_what_was_kept_meanwhile_is_not_lost() -> None:
    clock = Clock()
    limiter = Limiter(60, 60_000_000, clock)
    assert taken(limiter, 1000) == 600
    clock.now += 7200
    limiter.credit(7200)
    assert taken(limiter, 10_000) == 7200
    assert taken(limiter, 10_000, device=2) == 7800
