"""Each part of the whole platform is killed once in a running demo; the whole matrix is `make faults`."""

from collections.abc import Iterator

import pytest

from tests.faults.strikes import (
    PARTS,
    Park,
    accounts,
    demo,
    differing_hours,
    is_back,
    kill,
    recalculate,
    waiting,
)
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500), pytest.mark.xdist_group("faults")]


@pytest.fixture(scope="module")
def park() -> Iterator[Park]:
    with demo() as running:
        yield running


def test_killed_parts_come_back_and_nothing_is_lost(park: Park) -> None:
    """One after the other, each as soon as the one before is back."""
    for part, process in PARTS.items():
        recalculate(park)
        kill(park, process, 0)
        wait_until(lambda: is_back(park), f"the live page after {part}", timeout_s=600, every_s=1)
    assert accounts(park) == (0, 0, 0)
    assert waiting(park) == (0, 0)
    assert differing_hours(park) == 0
