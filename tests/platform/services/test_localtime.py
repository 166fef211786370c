"""Local days of 23, 24 and 25 hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from parkcarbon_platform.services import localtime


@pytest.mark.parametrize(("day", "hours"), [
    (date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 24), 24),
])  # fmt: skip
def test_a_local_day_is_as_long_as_the_clocks_say(day: date, hours: int) -> None:
    start, end = localtime.day_bounds(day, "Europe/Berlin")
    assert end - start == timedelta(hours=hours)
    assert localtime.local_date(start, "Europe/Berlin") == day
    assert localtime.local_date(end - timedelta(seconds=1), "Europe/Berlin") == day


def test_the_park_s_midnight_is_not_utc_s() -> None:
    assert localtime.day_start(date(2026, 11, 24), "Asia/Shanghai") == datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.mark.parametrize(("moment", "before"), [
    (datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 3, 28, 13, tzinfo=UTC)),  # the clocks went forward
    (datetime(2026, 10, 25, 12, tzinfo=UTC), datetime(2026, 10, 24, 11, tzinfo=UTC)),  # and back
    (datetime(2026, 3, 30, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 02:30 was skipped
    (datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)),
])  # fmt: skip
def test_the_same_time_yesterday_is_the_same_on_the_clock(moment: datetime, before: datetime) -> None:
    assert localtime.same_time_yesterday(moment, "Europe/Berlin") == before


def test_milliseconds_go_there_and_back() -> None:
    moment = datetime(2026, 11, 24, 1, 2, 3, 456_000, tzinfo=UTC)
    assert localtime.from_ms(localtime.to_ms(moment)) == moment
    assert localtime.quarter_start(moment) == datetime(2026, 11, 24, 1, tzinfo=UTC)
