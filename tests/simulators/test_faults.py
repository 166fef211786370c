"""Faults by name: what the meter shows, over both protocols, while the truth stays what it is."""

from pathlib import Path

import numpy as np
import pytest
from asyncua import Client, ua
from parkcarbon_simulators import fault_file, faults
from parkcarbon_simulators.cli import main
from parkcarbon_simulators.errors import FaultOptionError, UnknownFaultError
from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.faults import Fault
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point
from parkcarbon_simulators.servers.opcua import NAMESPACE, OpcuaServer

from tests.simulators.ports import free_port
from tests.simulators.test_mqtt import Hands

START = 1_773_806_400.0  # 2026-03-18 04:00 UTC
REGISTER, GAUGE, METER = "steel-office-import", "steel-office-power", "hotel-main-import"


def true(plant: Plant, code: str, time_s: float) -> float:
    return float(plant.served([code], np.array([time_s]))[code][0])


def shown(
    plant: Plant, folder: Path, name: str, code: str, now_s: float, **options: float
) -> list[faults.Shown]:
    made = faults.make(Fault(name, code, START, None, options), plant.points[code], is_mqtt=False)
    fault_file.write(folder, [made])
    watched = Faults(plant, folder)
    watched.look()
    found = watched.shown(plant.points[code], now_s)
    assert found is not None
    assert found == watched.shown(plant.points[code], now_s), "a fault is a function of time"
    return found


def test_every_fault_is_in_the_handbook() -> None:
    lines = (Path(__file__).parents[2] / "docs/simulators.md").read_text().splitlines()
    rows = {line.split("`")[1]: line for line in lines if line.startswith("| `") and line.count("|") == 4}
    assert faults.KINDS.keys() <= rows.keys()
    for name, kind in faults.KINDS.items():
        assert all(f"`--{option}`" in rows[name] for option in kind.options), name


def one(plant: Plant, folder: Path, name: str, code: str, now_s: float, **options: float) -> faults.Shown:
    (found,) = shown(plant, folder, name, code, now_s, **options)
    return found


def test_status_codes_are_those_of_the_specification() -> None:
    assert ua.StatusCodes.BadSensorFailure == faults.BAD_SENSOR_FAILURE
    assert ua.StatusCodes.UncertainSensorNotAccurate == faults.UNCERTAIN_SENSOR_NOT_ACCURATE


def test_every_reality_of_the_rule_book_has_a_name() -> None:
    assert set(faults.KINDS) == {
        "gap", "replacement", "reset", "rollover", "duplicate", "late", "clock-drift", "clock-jump", "stuck",
        "zero", "spike", "glitch", "bad-quality", "uncertain-quality", "float32", "wrong-type",
        "unknown-point",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "first"), [("replacement", 250_000.0), ("reset", 0.0)])
def test_a_new_register_counts_the_true_energy_from_its_own_index(
    plant: Plant, tmp_path: Path, name: str, first: float
) -> None:
    later = one(plant, tmp_path, name, REGISTER, START + 7200)
    counted = true(plant, REGISTER, START + 7200) - true(plant, REGISTER, START)
    assert counted > 0
    assert later.value == pytest.approx(first + counted)
    assert later.time_s == START + 7200


def test_a_rollover_passes_the_capacity_once_and_counts_on(plant: Plant, tmp_path: Path) -> None:
    values = [
        float(one(plant, tmp_path, "rollover", REGISTER, START + t, digits=6, after=3600).value)
        for t in (0, 1800, 3540, 3660, 7200)
    ]
    assert 999_000 < values[0] < values[1] < values[2] < 1_000_000
    assert 0 <= values[3] < values[4] < 1000
    counted = true(plant, REGISTER, START + 7200) - true(plant, REGISTER, START)
    assert values[4] + 1_000_000 - values[0] == pytest.approx(counted)


def test_a_duplicate_tells_one_time_twice_with_different_values(plant: Plant, tmp_path: Path) -> None:
    first, second = (one(plant, tmp_path, "duplicate", REGISTER, START + t) for t in (120, 180))
    assert first.time_s == second.time_s == START + 120
    assert first.value == true(plant, REGISTER, START + 120)
    assert float(second.value) >= float(first.value) + 1


def test_late_readings_are_true_ones_in_another_order(plant: Plant, tmp_path: Path) -> None:
    found = [one(plant, tmp_path, "late", REGISTER, START + 60 * n) for n in range(40)]
    times = [s.time_s for s in found]
    assert len(set(times)) == len(times)
    assert sorted(times) != times
    assert max(t - s.time_s for t, s in zip(np.arange(40) * 60 + START, found, strict=True)) > 600
    assert all(s.value == true(plant, REGISTER, s.time_s) for s in found)


def test_a_wrong_clock_changes_the_time_and_not_the_value(plant: Plant, tmp_path: Path) -> None:
    drift = one(plant, tmp_path, "clock-drift", REGISTER, START + 60, seconds=-90)
    assert (drift.value, drift.time_s) == (true(plant, REGISTER, START + 60), START - 30)
    jump = one(plant, tmp_path, "clock-jump", REGISTER, START + 60)
    assert (jump.value, jump.time_s) == (true(plant, REGISTER, START + 60), 946_684_800 + 60)


@pytest.mark.parametrize("name", ["stuck", "zero"])
def test_a_register_that_stands_still(plant: Plant, tmp_path: Path, name: str) -> None:
    assert one(plant, tmp_path, name, REGISTER, START + 7200).value == true(plant, REGISTER, START)


def test_a_gauge_of_an_active_meter_at_zero(plant: Plant, tmp_path: Path) -> None:
    assert true(plant, GAUGE, START + 60) > 0
    assert one(plant, tmp_path, "zero", GAUGE, START + 60).value == 0


def test_a_spike_stays_in_a_register_and_multiplies_a_gauge(plant: Plant, tmp_path: Path) -> None:
    hour = true(plant, REGISTER, START) - true(plant, REGISTER, START - 3600)
    for later in (60, 3600):
        jump = float(one(plant, tmp_path, "spike", REGISTER, START + later).value)
        assert jump == pytest.approx(true(plant, REGISTER, START + later) + 500 * hour)
    gauge = float(one(plant, tmp_path, "spike", GAUGE, START + 60, factor=10).value)
    assert gauge == pytest.approx(10 * true(plant, GAUGE, START + 60), abs=1e-4)


def test_a_glitch_is_one_reading(plant: Plant, tmp_path: Path) -> None:
    values = [one(plant, tmp_path, "glitch", REGISTER, START + 60 * n).value for n in range(1, 5)]
    wrong = [n for n, v in enumerate(values, 1) if v != true(plant, REGISTER, START + 60 * n)]
    assert wrong == [1]


def test_a_float32_register_moves_in_steps_of_its_size(plant: Plant, tmp_path: Path) -> None:
    values = [float(one(plant, tmp_path, "float32", REGISTER, START + 60 * n).value) for n in range(600)]
    assert {v % 8 for v in values} == {0.0}  # the step of a float32 between 2^26 and 2^27
    assert len(set(values)) > 3


def test_options_and_points_that_do_not_fit_are_refused(plant: Plant) -> None:
    register, gauge = plant.points[REGISTER], plant.points[GAUGE]
    with pytest.raises(UnknownFaultError, match="gap"):
        faults.make(Fault("lightning", REGISTER, START), register, is_mqtt=False)
    with pytest.raises(FaultOptionError, match="only a register"):
        faults.make(Fault("reset", GAUGE, START), gauge, is_mqtt=False)
    with pytest.raises(FaultOptionError, match="no place for a quality"):
        faults.make(Fault("uncertain-quality", METER, START), plant.points[METER], is_mqtt=True)
    with pytest.raises(FaultOptionError, match="take a register"):
        faults.make(Fault("wrong-type", GAUGE, START), gauge, is_mqtt=False)
    with pytest.raises(FaultOptionError, match="no option index"):
        faults.make(Fault("gap", REGISTER, START, None, {"index": 1.0}), register, is_mqtt=False)


def test_a_fault_ends_by_itself_and_a_new_one_replaces_it(plant: Plant, tmp_path: Path) -> None:
    point = plant.points[REGISTER]
    fault_file.add(tmp_path, Fault("stuck", REGISTER, START, START + 60), START)
    watched = Faults(plant, tmp_path)
    watched.look()
    assert watched.shown(point, START + 59)
    assert watched.shown(point, START + 60) is None
    fault_file.add(tmp_path, Fault("gap", REGISTER, START + 100), START + 100)
    fault_file.add(tmp_path, Fault("gap", GAUGE, START + 100), START + 100)
    watched.look()
    assert watched.shown(point, START + 101) == []
    assert [f.name for f in fault_file.read(tmp_path)] == ["gap", "gap"]
    assert fault_file.clear(tmp_path, [REGISTER]) == 1
    assert fault_file.clear(tmp_path) == 1
    watched.look()
    assert watched.shown(point, START + 101) is None


def test_a_file_that_cannot_be_read_changes_nothing(plant: Plant, tmp_path: Path) -> None:
    fault_file.add(tmp_path, Fault("gap", REGISTER, START), START)
    watched = Faults(plant, tmp_path)
    watched.look()
    (tmp_path / fault_file.NAME).write_text("{ half a file")
    watched.look()
    assert watched.shown(plant.points[REGISTER], START + 1) == []


def test_the_commands_inject_list_and_clear(
    folder: Path, plant: Plant, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--dir", str(folder)]
    try:
        assert (
            main(["fault", "clock-drift", *at, "--point", REGISTER, "--for", "60", "--seconds", "-120"]) == 0
        )
        assert main(["fault", "list", *at]) == 0
        assert f"clock-drift\t{REGISTER}\t" in capsys.readouterr().out
        (fault,) = fault_file.read(folder)
        assert fault.options == {"seconds": -120.0}
        assert fault.end_s == fault.start_s + 60
        assert main(["fault", "gap", *at, "--point", "no-such-point"]) == 1
        assert "park.yaml" in capsys.readouterr().err
    finally:
        assert main(["fault", "clear", *at]) == 0
    assert fault_file.read(folder) == []
    assert main(["fault", "list", *at]) == 0
    assert "unknown-point" in capsys.readouterr().out


async def test_opcua_shows_faults_and_the_truth_again(plant: Plant, tmp_path: Path) -> None:
    hands = Hands()
    hands.time = START
    chosen: list[Point] = [plant.points[REGISTER], plant.points[GAUGE], plant.points["steel-main-import"]]
    watched = Faults(plant, tmp_path)
    server = OpcuaServer(plant, chosen, hands.now, port=free_port(), faults=watched)
    await server.start()
    try:
        async with Client(server.endpoint) as client:
            namespace = await client.get_namespace_index(NAMESPACE)

            async def read(code: str) -> ua.DataValue:
                hands.time += 1
                node = client.get_node(f"ns={namespace};s={plant.points[code].node}")
                return await node.read_data_value(raise_on_bad_status=False)

            def inject(name: str, **options: float) -> None:
                made = faults.make(
                    Fault(name, REGISTER, hands.time, None, options), plant.points[REGISTER], is_mqtt=False
                )
                fault_file.write(tmp_path, [made])
                watched.look()

            assert (await read(REGISTER)).Value.Value == true(plant, REGISTER, hands.time)
            inject("bad-quality")
            assert (await read(REGISTER)).StatusCode.value == ua.StatusCodes.BadSensorFailure
            inject("uncertain-quality")
            assert (await read(REGISTER)).StatusCode.value == ua.StatusCodes.UncertainSensorNotAccurate
            inject("wrong-type")
            assert (await read(REGISTER)).Value.Value == faults.ERROR_TEXT
            inject("gap")
            silent = [await read(REGISTER) for _ in range(2)]
            assert silent[0].SourceTimestamp == silent[1].SourceTimestamp
            assert (await read("steel-main-import")).Value.Value == true(
                plant, "steel-main-import", hands.time
            )
            fault_file.clear(tmp_path)
            watched.look()
            assert (await read(REGISTER)).Value.Value == true(plant, REGISTER, hands.time)
    finally:
        await server.stop()
