"""Words and numbers of a plan's report in one language."""

from collections.abc import Iterable
from datetime import UTC, datetime
from fractions import Fraction

from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.document import Column, Language
from parkcarbon_platform.reports.plan.figures import Figures

TEXTS = words.texts(__package__)
PER_10KT, PER_10K = 10_000.0, 10_000.0


class Wording:
    """A language over the figures of a plan."""

    def __init__(self, figures: Figures, language: Language) -> None:
        self.figures, self.language = figures, language

    def text(self, key: str, **values: object) -> str:
        """A text of the language; a key that has none stands as it is."""
        return words.word(TEXTS, key, self.language).format(**values)

    def named(self, code: str) -> str:
        """What a scenario or measure is called."""
        return self.figures.named(code, is_chinese=self.language == "zh")

    def carrier(self, item: str) -> str:
        """A lever's or measure's item: carriers by their word."""
        return words.word(words.CARRIERS, item, self.language)

    @property
    def park(self) -> str:
        """The park's name."""
        return words.named(self.figures.park_zh, self.figures.park_en, self.language)

    def column(self, key: str, *, share: int = 2, **values: object) -> Column:
        """A column of numbers."""
        return Column(self.text(key, **values), is_number=True, share=share)


def number(value: float, decimals: int = 2) -> str:
    """A number with thousands apart.

    >>> number(12345.678), number(0.58, 4)
    ('12,345.68', '0.5800')
    """
    return words.number(Fraction(value), decimals)


def in_10kt(tonnes: float) -> str:
    """Tonnes as 10⁴ t.

    >>> in_10kt(1_006_000.0)
    '100.60'
    """
    return number(tonnes / PER_10KT)


def moment(ms: int) -> str:
    """Milliseconds since the epoch as a date and time of UTC.

    >>> moment(0)
    '1970-01-01 00:00 UTC'
    """
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def every_fifth(years: Iterable[int]) -> list[int]:
    """Places of the first year, of round ones, and of the last.

    >>> every_fifth(range(2024, 2033))
    [0, 1, 6, 8]
    """
    known = list(years)
    return [i for i, year in enumerate(known) if year % 5 == 0 or i in (0, len(known) - 1)]
