"""Local days of a park: 23, 24 or 25 hours long, with aware UTC times in and out."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY_MS = 86_400_000
HOURS = 24
Int64 = npt.NDArray[np.int64]


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def to_ms(moment: datetime) -> int:
    """Milliseconds since the epoch."""
    return round(moment.timestamp() * 1000)


def to_us(moment: datetime) -> int:
    """Microseconds since the epoch, to the last."""
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)


def from_ms(milliseconds: int) -> datetime:
    """The aware UTC time of milliseconds since the epoch."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def local_date(moment: datetime, timezone: str) -> date:
    """The park's calendar day at `moment`."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def local_time(moment: datetime, timezone: str) -> datetime:
    """`moment` as the park's clock shows it."""
    return moment.astimezone(ZoneInfo(timezone))


def day_start(day: date, timezone: str) -> datetime:
    """UTC time at which the park's calendar day begins."""
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)


def day_bounds(day: date, timezone: str) -> tuple[datetime, datetime]:
    """UTC [start, end) of the park's calendar day."""
    return day_start(day, timezone), day_start(day + timedelta(days=1), timezone)


def same_time_yesterday(moment: datetime, timezone: str) -> datetime:
    """The same wall-clock time a calendar day earlier (in a skipped hour: the one after)."""
    local = moment.astimezone(ZoneInfo(timezone))
    return (local - timedelta(days=1)).replace(fold=0).astimezone(UTC)


def quarter_start(moment: datetime) -> datetime:
    """Start of the quarter hour that holds `moment`."""
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % 900, UTC)


def offsets_ms(times: Int64, timezone: str) -> Int64:
    """What local time is ahead of UTC at each time [ms], as it is at the beginning of the UTC hour."""
    day, inverse = np.unique(times // DAY_MS, return_inverse=True)
    known = np.array([_day_offsets(d, timezone) for d in day.tolist()], dtype=np.int64).reshape(-1, HOURS)
    return known[inverse, times % DAY_MS // (DAY_MS // HOURS)]


@lru_cache(maxsize=20_000)
def _day_offsets(day: int, timezone: str) -> tuple[int, ...]:
    """Of each hour of a UTC day, numbered since 1970 [ms]."""
    start, zone = datetime.fromtimestamp(day * 86_400, UTC), ZoneInfo(timezone)
    first, last = (_offset_ms(start + hours * HOUR, zone) for hours in (0, HOURS))
    if first == last:
        return (first,) * HOURS
    return tuple(_offset_ms(start + hours * HOUR, zone) for hours in range(HOURS))


def _offset_ms(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return round(offset.total_seconds() * 1000)
