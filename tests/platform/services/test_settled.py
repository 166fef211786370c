"""The settled part of a frame: exact grams, the park without its transfers, a stable name."""

from datetime import timedelta
from decimal import Decimal

from parkcarbon_platform.services.live.settled import DaySums, ParkSums, settle
from parkcarbon_platform.storage.live import SourceSum

from tests.platform.live.factories import NOW, nothing_settled, point, source, topology

MIDNIGHT = NOW.replace(hour=0) - timedelta(hours=8)


def sums(mg: dict[int, int], *, estimated: dict[int, int] | None = None) -> ParkSums:
    estimated = estimated or {}

    def day(found: dict[int, int]) -> DaySums:
        return DaySums(MIDNIGHT, NOW, {i: of(i, value) for i, value in found.items()}, {})

    def of(i: int, value: int) -> SourceSum:
        return SourceSum(
            source_id=i, co2_mg=Decimal(value), estimated_mg=Decimal(estimated.get(i, 0)),
            quantity=Decimal(100), estimated=Decimal(0), fallback=i == 2,
            factor_version_ids=[7], last_hour=NOW, hours=4,
        )  # fmt: skip

    return ParkSums(day(mg), day({i: v // 2 for i, v in mg.items()}), mg, dict.fromkeys(mg, 5), NOW)


VIEW = topology([
    source(1, [(point(1), 1)], enterprise_id=1, scenes={"industry": "0.7", "building": "0.3"}),
    source(2, [(point(2), 1)], enterprise_id=2, internal_transfer=True),
    source(3, [(point(3), 1)]),
])  # fmt: skip


def test_the_total_is_the_sum_of_its_terms_and_of_their_scenes() -> None:
    made = settle(sums({1: 10_499, 2: 5_000, 3: 2_501}), VIEW, is_park=True)
    grams = {t.source_id: t.value for t in made.terms.terms}
    assert grams == {1: 10, 2: 5, 3: 3}
    assert made.value == 13  # the transfer is not the park's
    assert all(sum(s.value for s in t.scenes) == t.value for t in made.terms.terms)
    assert made.yesterday == 6
    assert sum(t.value for t in made.yesterday_terms.terms if t.source_id != 2) == 6
    assert made.yesterday_rate == 10


def test_an_enterprise_has_its_purchases_from_inside_the_park() -> None:
    made = settle(sums({1: 10_499, 2: 5_000, 3: 2_501}), VIEW.seen_by(2), is_park=False)
    assert made.value == 5
    assert made.fallback


def test_the_estimated_share_weighs_emissions() -> None:
    made = settle(sums({1: 9_000, 3: 1_000}, estimated={3: 410}), VIEW, is_park=True)
    assert made.estimated_share == 0.041
    assert not made.fallback


def test_the_same_terms_have_the_same_name() -> None:
    one = settle(sums({1: 10_499}), VIEW, is_park=True)
    assert one.totals == settle(sums({1: 10_499}), VIEW, is_park=True).totals
    assert one.totals != settle(sums({1: 11_499}), VIEW, is_park=True).totals


def test_a_day_that_has_just_begun_is_zero_and_compares_with_nothing() -> None:
    made = nothing_settled(VIEW)
    assert (made.value, made.yesterday, made.yesterday_rate, made.estimated_share) == (0, None, None, 0.0)
