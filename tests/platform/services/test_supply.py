"""What hangs below a meter."""

from typing import NamedTuple

from parkcarbon_platform.services.metering import supply


class Meter(NamedTuple):
    """A point as a balance sees it."""

    id: int
    parent_id: int | None = None
    quantity: str = "energy"
    unit: str = "kWh"
    carrier: str = "electricity"
    direction: str = "import"
    enterprise_id: int | None = 1


def test_only_what_is_told_in_the_unit_of_the_parent_is_a_sub_meter() -> None:
    points = [Meter(1), Meter(2, 1), Meter(3, 1, unit="MWh"), Meter(4, 1, "reactive_energy", "kvarh")]
    assert supply.below(points) == {1: ([2, 3], [])}
