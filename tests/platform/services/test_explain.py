"""Which terms make up which figure."""

import pytest
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.live import explain
from parkcarbon_platform.services.live.explain import By, ExpiredError, Part
from parkcarbon_platform.services.live.frames import SourceTerm
from parkcarbon_platform.services.live.split import split_by_scene

from tests.platform.live.factories import point, source, topology

STEEL = source(1, [(point(1), 1)], enterprise_id=1, scenes={"industry": "0.7", "building": "0.3"})
HEAT = source(2, [(point(2), 1)], enterprise_id=2, internal_transfer=True, carrier="steam")
REST = source(3, [(point(3), 1)], scenes={"infrastructure": "1"})
GAS = source(4, [(point(4), 1)], enterprise_id=1, scope=1, carrier="natural_gas", scenes={"energy": "1"})
VIEW = topology([STEEL, HEAT, REST, GAS])
VALUES = {1: 101, 2: 50, 3: -7, 4: 30}


def terms() -> list[SourceTerm]:
    return [
        SourceTerm(s.id, VALUES[s.id], 0, 0, [7], False, split_by_scene(VALUES[s.id], s.scenes), [])
        for s in VIEW.sources
    ]


def parts() -> list[Part]:
    return explain.parts_of(VIEW, terms(), is_park=True)


def total(found: list[Part]) -> int:
    return sum(part.value for part in found)


def test_a_park_s_total_holds_each_transfer_and_takes_it_out_again() -> None:
    assert total(parts()) == 101 - 7 + 30
    assert [p.value for p in parts() if p.source is HEAT] == [50, -50]


@pytest.mark.parametrize(("by", "key", "expected"), [
    ("scope", "1", 30), ("scope", "2", 94), ("carrier", "electricity", 94), ("carrier", "steam", 0),
    ("scene", "industry", 71), ("scene", "building", 30), ("enterprise", "e1", 131), ("enterprise", "e2", 50),
    ("transfers", None, 50), ("unallocated", None, -7), ("flow", "electricity|building|e1", 30),
    ("flow", "electricity|infrastructure|", -7), ("scene", "no such", 0),
])  # fmt: skip
def test_a_part_is_what_the_frame_says_it_is(by: By, key: str | None, expected: int) -> None:
    assert total(explain.select(parts(), by, key, is_park=True)) == expected


def test_in_its_own_total_an_enterprise_s_purchases_count() -> None:
    own = VIEW.seen_by(2)
    found = explain.parts_of(own, terms()[1:2], is_park=False)
    assert total(found) == total(explain.select(found, "carrier", "steam", is_park=False)) == 50
    assert explain.select(found, "transfers", None, is_park=False) == []


@pytest.mark.parametrize("by", ["scope", "scene", "carrier", "enterprise", "flow"])
def test_a_part_needs_its_key(by: By) -> None:
    with pytest.raises(InvalidError):
        explain.select(parts(), by, None, is_park=True)


def test_a_source_that_is_gone_is_said() -> None:
    with pytest.raises(ExpiredError):
        explain.parts_of(VIEW.seen_by(1), terms(), is_park=True)
