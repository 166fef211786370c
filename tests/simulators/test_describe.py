"""The description as others read it: only the files, nothing of the plant behind them."""

import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import pytest
import yaml
from parkcarbon_simulators.description.describe import describe, read_simulation
from parkcarbon_simulators.description.edge_files import Places
from parkcarbon_simulators.errors import NotDescribedError

Raw = dict[str, Any]
SCENES = {"energy", "industry", "building", "transport", "infrastructure"}


@pytest.fixture(scope="module")
def park(folder: Path) -> Raw:
    raw: Raw = yaml.safe_load((folder / "park.yaml").read_text())
    return raw


@pytest.fixture(scope="module")
def edges(folder: Path) -> dict[str, Raw]:
    return {p.stem: tomllib.loads(p.read_text()) for p in (folder / "edges").glob("*.toml")}


def codes(items: list[Raw]) -> set[str]:
    found = [i["code"] for i in items]
    assert len(found) == len(set(found))
    return set(found)


def test_a_second_description_writes_nothing(folder: Path, places: Places) -> None:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert describe("demo", places) == []
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_the_size_of_the_park(park: Raw) -> None:
    assert len(park["points"]) >= 120
    assert len(park["enterprises"]) >= 10
    assert {scene for s in park["sources"] for scene in s["scenes"]} == SCENES
    carriers = {p["carrier"] for p in park["points"]}
    resources = {
        "water", "water_reused", "solid_waste", "solid_waste_used", "waste_heat_available", "waste_heat",
    }  # fmt: skip
    assert carriers == {"electricity", "natural_gas", "steam", "diesel", "process:cement_clinker"} | resources
    assert {p["kind"] for p in park["points"]} == {"register", "gauge"}


def test_what_the_platform_computes_of_the_park(park: Raw) -> None:
    computed = {p["code"]: p for p in park["virtual_points"]}
    assert set(computed) >= {"battery-use", "steel-auxiliary"}
    known = codes(park["points"]) | set(computed)
    assert {c["kind"] for c in park["conversions"]} == {"steam_heat", "accounting_heat", "gas_volume"}
    for conversion in park["conversions"]:
        assert {conversion[n] for n in ("amount", "pressure", "temperature")} <= known
    assert all(code in known for p in computed.values() for code in p["inputs"].values())
    assert {a["point"] for a in park["allocations"]} <= known
    assert all(len(a["shares"]) > 1 for a in park["allocations"])
    assert reported(park)


def reported(park: Raw) -> set[str]:
    """The sources that people report: no meter of the simulation feeds them."""
    recorded = codes(park["record_points"])
    return {s["code"] for s in park["sources"] if {t["point"] for t in s["activity"]} <= recorded}


def test_bills_are_of_whole_months_and_the_newest_waits(folder: Path, park: Raw) -> None:
    file = yaml.safe_load((folder / "reports.yaml").read_text())
    for series in file["reports"]:
        assert series["author"] != series["approver"]
        is_bill = series["kind"] == "bill"
        assert series["waiting"] == is_bill
        assert not is_bill or {p["account"] for p in park["record_points"]} >= {series["account"]}
        assert len(series["months"]) == 13
        assert max(series["months"]) < f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m}"


def test_every_reference_in_the_park_file_exists(park: Raw) -> None:
    enterprises, nodes, points = codes(park["enterprises"]), codes(park["nodes"]), codes(park["points"])
    devices, edge_codes = codes(park["devices"]), codes(park["edges"])
    codes(park["sources"])
    for item in [*park["nodes"], *park["devices"], *park["sources"], *park["users"]]:
        assert item["enterprise"] is None or item["enterprise"] in enterprises
    assert all(n["parent"] is None or n["parent"] in nodes for n in park["nodes"])
    assert all(d["node"] in nodes for d in park["devices"])
    assert all(p["device"] in devices for p in park["points"])
    assert all(p["parent"] is None or p["parent"] in points for p in park["points"])
    assert all(b["edge"] in edge_codes and b["point"] in points for b in park["bindings"])
    keys = [(b["edge"], b["key"]) for b in park["bindings"]]
    assert len(keys) == len(set(keys))


def test_sources_are_settled_from_registers_and_shown_from_gauges(park: Raw) -> None:
    points = {p["code"]: p for p in park["points"]}
    for source in park["sources"]:
        if source["code"] in reported(park):
            continue
        for role, kind in (("activity", "register"), ("live", "gauge")):
            assert source[role], source["code"]
            for term in source[role]:
                assert points[term["point"]]["kind"] == kind
                assert points[term["point"]]["carrier"] == source["carrier"]
                assert term["weight"] in (1, -1)
        assert sum(source["scenes"].values()) == 1


def test_every_main_meter_is_counted_once_and_its_sub_meters_within_it(park: Raw) -> None:
    points = {p["code"]: p for p in park["points"]}
    weights: dict[str, int] = {}
    for source in park["sources"]:
        for term in source["activity"] if source["code"] not in reported(park) else ():
            weights[term["point"]] = weights.get(term["point"], 0) + term["weight"]
    incomers = {code for code in weights if code.startswith("incomer")}
    assert len(incomers) == 2
    for code, total in weights.items():
        electric = points[code]["carrier"] == "electricity"
        # Mains: once by their enterprise, once against the incomers; sub-meters: from scene to scene.
        assert total == (1 if code in incomers or not electric else 0), code


def test_every_main_meter_measures_reactive_energy_that_no_source_counts(park: Raw) -> None:
    reactive = [p for p in park["points"] if p["quantity"] == "reactive_energy"]
    mains = [
        p for p in park["points"] if p["code"].endswith("main-import") or p["code"].startswith("incomer")
    ]
    assert {p["device"] for p in reactive} == {p["device"] for p in mains if p["kind"] == "register"}
    assert {(p["unit"], p["kind"], p["parent"]) for p in reactive} == {("kvarh", "register", None)}
    counted = {t["point"] for s in park["sources"] for role in ("activity", "live") for t in s[role]}
    assert not counted & {p["code"] for p in reactive}


def test_the_tariffs_are_examples_and_everybody_buys_by_one(park: Raw) -> None:
    assert len(park["tariffs"]) == 2
    assert all(t["example"] for t in park["tariffs"])
    buyers = [c["enterprise"] for t in park["tariffs"] for c in t["contracts"]]
    assert sorted(b for b in buyers if b) == sorted(codes(park["enterprises"]))
    assert buyers.count(None) == 1


def test_steam_bought_inside_is_a_transfer_of_what_the_centre_makes(park: Raw) -> None:
    transfers = [s for s in park["sources"] if s["internal_transfer"]]
    assert len(transfers) >= 5
    assert {s["carrier"] for s in transfers} == {"steam"}
    assert "energy" not in {s["enterprise"] for s in transfers}
    assert any(s["category"] == "purchased_heat" and not s["internal_transfer"] for s in park["sources"])


def test_gas_registers_say_their_reference_state(park: Raw) -> None:
    gas = [p for p in park["points"] if p["carrier"] == "natural_gas"]
    assert len(gas) >= 10
    raw = {p["code"] for p in gas if p["device"] == "energy-gas-raw"}
    assert {p["reference_state"] for p in gas if p["code"] not in raw} == {"293.15K_101.325kPa"}
    assert raw == {"energy-gas-raw-actual", "energy-gas-raw-pressure", "energy-gas-raw-temperature"}
    assert {p["reference_state"] for p in gas if p["code"] in raw} == {None}
    assert all(p["reference_state"] is None for p in park["points"] if p["carrier"] != "natural_gas")


def test_registers_have_digits_and_some_have_multipliers(park: Raw) -> None:
    registers = [p for p in park["points"] if p["kind"] == "register"]
    assert all(p["digits"] >= 6 for p in registers)
    assert len([p for p in registers if p["multiplier"] > 1]) > 30
    assert min(p["multiplier"] for p in registers) == 0.1


def test_edges_read_exactly_the_points_bound_to_them(park: Raw, edges: dict[str, Raw]) -> None:
    assert set(edges) == codes(park["edges"])
    for code, edge in edges.items():
        keys = [p["key"] for c in edge["connector"] for p in c["point"]]
        assert sorted(keys) == sorted(b["key"] for b in park["bindings"] if b["edge"] == code)
        names = [c["name"] for c in edge["connector"]]
        assert len(names) == len(set(names))


def test_every_point_is_read_live_once_and_every_register_from_history(
    park: Raw, edges: dict[str, Raw]
) -> None:
    live = [
        p["key"] for e in edges.values() for c in e["connector"] for p in c["point"] if c["mode"] == "live"
    ]
    assert sorted(live) == sorted(codes(park["points"]))
    past = {p["key"] for c in edges["history"]["connector"] for p in c["point"]}
    states = {"pressure", "temperature"}
    assert past == {p["code"] for p in park["points"] if p["kind"] == "register" or p["quantity"] in states}
    assert {(c["history_days"], c["history_step_s"]) for c in edges["history"]["connector"]} == {(400, 900)}


def test_registers_are_polled_and_gauges_subscribed(park: Raw, edges: dict[str, Raw]) -> None:
    kinds = {p["code"]: p["kind"] for p in park["points"]}
    seen = 0
    for connector in [c for e in edges.values() for c in e["connector"] if c["type"] == "opcua"]:
        for point in connector["point"]:
            seen += 1
            register = kinds[point["key"]] == "register"
            assert point["sampling"] == ("poll" if register else "subscribe")
            assert point["period_s"] == 60 if register else point["period_s"] in (1, 2, 10)
            assert point["node"].startswith("nsu=urn:parkcarbon:simulator;s=")
    assert seen > 100


def test_mqtt_meters_have_topics_of_their_own(edges: dict[str, Raw]) -> None:
    points = edges["site"]["connector"][0]["point"]
    assert len({p["topic"] for p in points}) >= 10
    assert len(points) >= 30
    assert len({(p["topic"], p["field"]) for p in points}) == len(points)


def test_accounts_and_paths_are_inside_the_folder(folder: Path, edges: dict[str, Raw]) -> None:
    clients = json.loads((folder / "mqtt-clients.json").read_text())
    names = {f"edge-{code}" for code in edges}
    readers = {"edge-site-mqtt-site", "edge-history-mqtt-site"}
    assert {c["username"] for c in clients} == {
        *names, *(f"{name}-fault" for name in names), *readers, "meters"
    }  # fmt: skip
    assert {c["username"] for c in clients if c["kind"] != "edge" and c["client_id"] is None} == readers
    partition = f"{crc32(b'demo') % 16:02x}"
    assert {c["partition"] for c in clients if c["kind"] == "edge"} == {partition}
    for code, edge in edges.items():
        assert edge["partition"] == partition
        assert edge["uplink"]["username"] == f"edge-{code}"
        for path in (edge["uplink"]["password_file"], edge["spool"]["path"]):
            assert Path(path).is_relative_to(folder)
            assert Path(path).parent.is_dir()


def test_arrays_of_another_seed_replace_those_before(folder: Path, tmp_path: Path) -> None:
    stale = tmp_path / "plant-0123456789abcdef.npz"
    stale.write_bytes(b"of another version")
    places = Places(tmp_path, 4840, "mqtt://127.0.0.1:1883", 400, 16)
    changed = describe("demo", places)
    assert not stale.exists()
    assert [p.name for p in changed if p.suffix == ".npz"] == [p.name for p in folder.glob("plant-*.npz")]


def test_the_simulation_reads_back(folder: Path) -> None:
    simulation = read_simulation(folder)
    assert simulation.opcua_ports == {"plant-a": 4840, "plant-b": 4841}
    assert simulation.bus_ports == {"plant-a/modbus": 4842, "plant-a/dlt645": 4843}
    assert simulation.broker.username == "meters"
    assert simulation.broker.password_file == folder / "credentials" / "meters.password"


def test_a_folder_without_a_description_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotDescribedError, match="describe"):
        read_simulation(tmp_path)
