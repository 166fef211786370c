"""Lines of a report over years, brought to the unit square that the template draws."""

from collections.abc import Sequence
from math import floor, log10

from parkcarbon_platform.reports.document import Chart, Line

Values = Sequence[float | None]


class Plot:
    """Years and the highest value that lines are drawn to."""

    def __init__(self, years: Sequence[int], values: Sequence[Values]) -> None:
        self.years = years
        known = [value for line in values for value in line if value is not None]
        self.step = _step(max([*known, 0.0]) - min([*known, 0.0]))
        self.low = floor(min([*known, 0.0]) / self.step) * self.step
        self.high = self.low + self.step * max(1, -floor((self.low - max([*known, 0.0])) / self.step))

    def point(self, place: int, value: float) -> tuple[float, float]:
        """Where a value stands in the unit square."""
        across = place / max(len(self.years) - 1, 1)
        return round(across, 5), round((value - self.low) / (self.high - self.low), 5)

    def line(self, name: str, values: Values, colour: int) -> Line:
        """A line through the values that there are."""
        points = tuple(self.point(i, value) for i, value in enumerate(values) if value is not None)
        return Line(name, points, colour=colour)

    def band(self, low: Values, high: Values, colour: int) -> Line:
        """What lies between two lines."""
        there = [self.point(i, value) for i, value in enumerate(high) if value is not None]
        back = [self.point(i, value) for i, value in enumerate(low) if value is not None]
        return Line("", (*there, *reversed(back)), is_band=True, colour=colour)

    def chart(self, caption: str, alt: str, lines: Sequence[Line]) -> Chart:
        """The lines with ticks at round values and every few years."""
        levels = round((self.high - self.low) / self.step)
        heights = [self.low + i * self.step for i in range(levels + 1)]
        every = [i for i, year in enumerate(self.years) if year % 5 == 0]
        return Chart(
            caption, alt, tuple(line for line in lines if line.points),
            tuple((self.point(i, 0.0)[0], str(self.years[i])) for i in every),
            tuple((self.point(0, height)[1], f"{height:,g}") for height in heights),
        )  # fmt: skip


def _step(span: float) -> float:
    """A round step of which about five make up a span.

    >>> _step(37.0), _step(0.0)
    (10.0, 1.0)
    """
    if span <= 0:
        return 1.0
    rough = span / 5
    size = 10.0 ** floor(log10(rough))
    return next(size * n for n in (1.0, 2.0, 5.0, 10.0) if size * n >= rough)
