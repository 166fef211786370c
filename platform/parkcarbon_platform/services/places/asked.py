"""What is asked of places: local days, and in steps that suit a screen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.storage.places import Step

LONGEST_DAYS = 1100
# Years that any time zone, the year before and the month after can be computed in.
FIRST_YEAR, LAST_YEAR = 1970, 2200
# A wide screen has some 1,500 dots beside each other: more values are not seen, only waited for.
MOST_VALUES = 1500
DAYS: dict[Step, int] = {"day": 1, "week": 7, "month": 28}
SPARK = 16


class PlacePeriodError(InvalidError):
    """The period is empty, or too long."""

    code = "place_period"
    remedy = (
        f"Ask for 1 to {LONGEST_DAYS} local days, the last one not included, "
        f"of the years {FIRST_YEAR} to {LAST_YEAR}."
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Local days [first, until) of a time zone."""

    first: date
    until: date
    timezone: str

    @property
    def days(self) -> int:
        """How many."""
        return (self.until - self.first).days

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """UTC [start, end)."""
        return localtime.day_start(self.first, self.timezone), localtime.day_start(self.until, self.timezone)

    @property
    def hours(self) -> tuple[datetime, datetime]:
        """The hours that begin in it, as those of the ledger: UTC [first, end)."""
        start, end = (-(-moment.timestamp() // 3600) * 3600 for moment in self.bounds)
        return localtime.from_ms(round(start) * 1000), localtime.from_ms(round(end) * 1000)

    def seconds(self, now: datetime) -> int:
        """Those that are past."""
        start, end = self.bounds
        return max(0, round((min(end, now) - start).total_seconds()))

    def check(self) -> "Span":
        """Itself; raises PlacePeriodError."""
        is_possible = self.first.year >= FIRST_YEAR and self.until.year <= LAST_YEAR
        if not is_possible or not 1 <= self.days <= LONGEST_DAYS:
            raise PlacePeriodError(f"{self.first} to {self.until} are {self.days} days.", days=self.days)
        return self


def before(span: Span) -> Span:
    """As many days right before; for a whole month or year the month or year before."""
    whole = _whole(span)
    if whole == "year":
        return Span(span.first.replace(year=span.first.year - 1), span.first, span.timezone)
    if whole == "month":
        return Span((span.first - timedelta(days=1)).replace(day=1), span.first, span.timezone)
    return Span(span.first - timedelta(days=span.days), span.first, span.timezone)


def year_before(span: Span) -> Span:
    """The same days a year earlier; of the 29th of February the 28th."""
    last = _year_earlier(span.until - timedelta(days=1))
    return Span(_year_earlier(span.first), last + timedelta(days=1), span.timezone)


def cut(span: Span, days: int) -> Span:
    """Its first days."""
    return Span(span.first, min(span.until, span.first + timedelta(days=days)), span.timezone)


def buckets(span: Span, step: Step) -> list[date] | list[datetime]:
    """The starts of its steps: local days, or hours in UTC."""
    if step == "hour":
        start, end = span.hours
        count = round((end - start) / localtime.HOUR)
        return [start + n * localtime.HOUR for n in range(count)]
    if step == "month":
        found = [span.first]
        while (following := _next_month(found[-1])) < span.until:
            found.append(following)
        return found
    return [span.first + timedelta(days=n) for n in range(0, span.days, DAYS[step])]


def finest(span: Span, series: int, *, allow_hours: bool = True) -> Step:
    """The finest step in which so many series are no more values than a screen has dots."""
    counts: list[tuple[Step, int]] = [
        ("hour", span.days * 24 + 1), ("day", span.days), ("week", span.days // 7 + 1),
    ]  # fmt: skip
    for step, count in counts:
        if count * series <= MOST_VALUES and (step != "hour" or allow_hours):
            return step
    return "month"


def spark_step(span: Span) -> Step:
    """The finest step in which a sparkline has few enough values."""
    if span.days <= SPARK:
        return "day"
    return "week" if span.days <= SPARK * 7 else "month"


def _whole(span: Span) -> str | None:
    if span.first.day == 1 and span.until == _next_month(span.first):
        return "month"
    is_year = (span.first.month, span.first.day) == (1, 1)
    return "year" if is_year and span.until == span.first.replace(year=span.first.year + 1) else None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _year_earlier(day: date) -> date:
    last = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return last.replace(year=last.year - 1)
