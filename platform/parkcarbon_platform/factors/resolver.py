"""Which version of a factor applies: one's own, then the nearest region, then the activity's date."""

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
        "Adopt a factor set that has it, or determine the factor yourself (page Factors). A new set is "
        "a file in factors/sets, loaded by `parkcarbon-platform db migrate`."
    )


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version of a factor, as far as choosing it needs.

    `own`: the park's own, or one enterprise's; `rank`: the place of its set among those that a park adopted.
    """

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
    own: bool = False
    enterprise_id: int | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Resolved:
    """The version that applies; `fallback` where it is an earlier year's."""

    version: Version
    fallback: bool


def resolve(
    versions: Iterable[Version],
    factor: str,
    regions: Sequence[str],
    day: date,
    *,
    gas: str = "CO2",
    enterprise_id: int | None = None,
) -> Resolved:
    """The version of the nearest region that is valid on `day`, else its latest earlier one as a fallback.

    What an enterprise, or else its park, determined itself goes first, while it is valid and wherever it is.
    A nearer region's earlier year goes before a farther region's right year: fallbacks are marked, a change
    of region would be silent. Of several that are valid the set adopted first wins, then the best grade, then
    the newest.
    """
    candidates = [v for v in versions if v.factor == factor and v.gas == gas]
    own = [v for v in candidates if v.own and v.enterprise_id in (None, enterprise_id) and _is_valid(v, day)]
    if own:
        return Resolved(min(own, key=lambda v: (v.enterprise_id is None, *_rank(v))), fallback=False)
    for region in regions:
        of_region = [v for v in candidates if v.region == region and not v.own]
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


def _rank(version: Version) -> tuple[int, int, int, int]:
    begun = version.valid_from.toordinal() if version.valid_from else 0
    return (version.rank, GRADES.index(version.grade), -begun, -version.id)
