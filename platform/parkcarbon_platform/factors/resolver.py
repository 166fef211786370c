"""Which version of a factor applies: the nearest region first, then the activity's date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parkcarbon_platform.errors import PlatformError

GRADES = "ABC"


class FactorMissingError(PlatformError):
    """No version of the factor can be used for the activity."""

    code = "factor_missing"
    remedy = (
        "Load a factor set that has it: add a file to factors/sets and run `parkcarbon-platform db migrate`."
    )


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version of a factor, as far as choosing it needs."""

    id: int
    factor: str
    region: str
    version: str
    gas: str
    value: Decimal
    unit: str
    valid_from: date | None
    valid_to: date | None
    grade: str
    reference_state: str | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The version that applies; `fallback` where it is an earlier year's."""

    version: Version
    fallback: bool


def resolve(
    versions: Iterable[Version], factor: str, regions: Sequence[str], day: date, gas: str = "CO2"
) -> Resolved:
    """The version of the nearest region that is valid on `day`, else its latest earlier one as a fallback.

    A nearer region's earlier year goes before a farther region's right year: fallbacks are marked, a change
    of region would be silent. Of several that are valid the best grade wins, then the newest.
    """
    candidates = [v for v in versions if v.factor == factor and v.gas == gas]
    for region in regions:
        of_region = [v for v in candidates if v.region == region]
        valid = [v for v in of_region if _is_valid(v, day)]
        if valid:
            return Resolved(min(valid, key=_rank), fallback=False)
        earlier = [v for v in of_region if v.valid_to is not None and v.valid_to < day]
        if earlier:
            latest = max(v.valid_to for v in earlier if v.valid_to is not None)
            return Resolved(min((v for v in earlier if v.valid_to == latest), key=_rank), fallback=True)
    raise FactorMissingError(
        f"No {gas} factor {factor} for {' or '.join(regions)} on {day} or before.",
        factor=factor,
        regions=tuple(regions),
        day=day,
        gas=gas,
    )


def _is_valid(version: Version, day: date) -> bool:
    begun = version.valid_from is None or version.valid_from <= day
    return begun and (version.valid_to is None or day <= version.valid_to)


def _rank(version: Version) -> tuple[int, int, int]:
    begun = version.valid_from.toordinal() if version.valid_from else 0
    return (GRADES.index(version.grade), -begun, -version.id)
