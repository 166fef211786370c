from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge.connectors.modbus_plan import Batch, plan, slot_of, split
from parkcarbon_edge.fieldbus import BIT_FUNCTIONS, ModbusPoint

TYPES = ("uint16", "float32", "float64")


@st.composite
def points(draw: st.DrawFn) -> list[ModbusPoint]:
    found = []
    for i in range(draw(st.integers(1, 25))):
        function = draw(st.sampled_from(["holding", "input", "coil"]))
        found.append(
            ModbusPoint(
                key=f"p{i}",
                unit=draw(st.integers(1, 3)),
                address=draw(st.integers(0, 300)),
                function=function,
                type="uint16" if function in BIT_FUNCTIONS else draw(st.sampled_from(TYPES)),
            )
        )
    return found


@given(points(), st.integers(4, 125), st.integers(0, 20))
def test_every_point_is_asked_for_once_and_within_the_limits(
    wanted: list[ModbusPoint], most: int, gap: int
) -> None:
    batches = plan(wanted, most, gap)
    assert sorted(s.key for b in batches for s in b.slots) == sorted(p.key for p in wanted)
    for batch in batches:
        assert batch.size <= most
        assert {(s.unit, s.function) for s in batch.slots} == {(batch.unit, batch.function)}
        covered = {a for s in batch.slots for a in range(s.address, s.end)}
        assert min(covered) == batch.address
        assert max(covered) == batch.address + batch.size - 1
        unused = [a for a in range(batch.address, batch.address + batch.size) if a not in covered]
        runs = [
            i
            for i in range(len(unused))
            if unused[i : i + gap + 1] == list(range(unused[i], unused[i] + gap + 1))
        ]
        assert not runs, "more unused registers in a row than allowed"
        answer = list(range(batch.address, batch.address + batch.size))
        for slot in batch.slots:
            assert list(batch.registers(slot, answer)) == list(range(slot.address, slot.end))


@given(points())
def test_splitting_ends_at_single_places_and_loses_nobody(wanted: list[ModbusPoint]) -> None:
    waiting, single = plan(wanted, 125, 8), list[Batch]()
    while waiting:
        batch = waiting.pop()
        parts = split(batch)
        if len(parts) == 1:
            single.append(batch)
            continue
        assert sorted(s.key for p in parts for s in p.slots) == sorted(s.key for s in batch.slots)
        assert all(len(part.slots) < len(batch.slots) for part in parts)
        waiting += parts
    assert sorted(s.key for b in single for s in b.slots) == sorted(p.key for p in wanted)
    assert all(len({(s.address, s.size) for s in b.slots}) == 1 for b in single)


def test_a_refused_request_is_first_split_where_registers_were_skipped() -> None:
    wanted = [ModbusPoint(key=f"p{a}", address=a) for a in (0, 1, 2, 3, 9)]
    (batch,) = plan(wanted, 125, 8)
    assert [(part.address, part.size) for part in split(batch)] == [(0, 4), (9, 1)]


def test_neighbours_of_hundred_points_take_one_request() -> None:
    wanted = [ModbusPoint(key=f"p{i}", address=2 * i, type="float32") for i in range(100)]
    assert [(b.address, b.size) for b in plan(wanted, 125, 8)] == [(0, 124), (124, 76)]


def test_a_coil_is_0_or_1_whatever_the_order() -> None:
    slot = slot_of(ModbusPoint(key="c", address="00001", order="DCBA"))
    assert [slot.form.value([bit]) for bit in (0, 1)] == [(0, 0), (1, 0)]
