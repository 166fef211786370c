"""The platform's command `decode`: registers of a Modbus device, looked at from far away."""

from pathlib import Path
from typing import Any

import pytest
from parkcarbon_edge import looks
from parkcarbon_edge.commands import Facts
from parkcarbon_edge.desired import Desired
from parkcarbon_edge.errors import AddressRefusedError, DesiredError, EdgeError, LineUnreachableError
from parkcarbon_edge.settings import Settings, SpoolSettings, UplinkSettings

from tests.support.modbus_peer import ModbusPeer
from tests.support.processes import free_port


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """An edge beside its platform, which may therefore be sent to this machine."""
    up = UplinkSettings(url="mqtt://127.0.0.1:1")
    base = Settings(park="park", edge="edge", partition="00", uplink=up, spool=SpoolSettings(path="x"))
    return Facts(Desired(base, tmp_path / "edge.toml"), b"{}")


async def test_registers_are_ranked(facts: Facts) -> None:
    peer = ModbusPeer()
    peer.show(3, "holding", 70, [0x8000, 0x4366])
    peer.start()
    connection = {"endpoint": f"tcp://127.0.0.1:{peer.port}", "timeout_s": 10}
    try:
        args = {"connection": connection, "unit": 3, "address": "40071", "count": 2, "quantity": "voltage"}
        found: Any = await looks.decode(facts, {**args, "seconds": 0.01, "most": 5})
        with pytest.raises(LineUnreachableError, match="no such register"):
            await looks.decode(facts, {**args, "address": "40500"})
    finally:
        peer.stop()
    assert (found["function"], found["address"]) == ("holding", 70)
    assert found["registers"] == found["registers_later"] == [0x8000, 0x4366]
    best = found["decodings"][0]
    assert (best["type"], best["order"], best["value"]) == ("float32", "CDAB", 230.5)
    assert len(found["decodings"]) == 5


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"address": 1}, DesiredError),
        ({"connection": {"endpoint": "tcp://8.8.8.8:502"}, "address": 1}, AddressRefusedError),
        ({"connection": {"endpoint": "serial:socket://8.8.8.8:502"}, "address": 1}, DesiredError),
        ({"connection": {"endpoint": "tcp://127.0.0.1:1"}, "address": "50001"}, EdgeError),
        ({"connection": {"endpoint": "tcp://127.0.0.1:1"}, "address": "00001"}, EdgeError),
        ({"connection": {"endpoint": "tcp://127.0.0.1:1"}, "address": 1, "count": 126}, DesiredError),
        ({"connection": {"endpoint": "tcp://127.0.0.1:1"}}, DesiredError),
        ({"connection": {"type": "dlt645", "endpoint": "tcp://127.0.0.1:1"}, "address": 1}, DesiredError),
    ],
)
async def test_what_cannot_be_looked_at_says_why(
    facts: Facts, args: dict[str, Any], error: type[EdgeError]
) -> None:
    with pytest.raises(error) as caught:
        await looks.decode(facts, args)
    assert caught.value.remedy


async def test_a_device_that_is_not_there_is_named(facts: Facts) -> None:
    connection = {"endpoint": f"tcp://127.0.0.1:{free_port()}"}
    with pytest.raises(LineUnreachableError, match="cannot be reached"):
        await looks.decode(facts, {"connection": connection, "address": 0})


async def test_each_point_of_a_bus_is_tried_with_what_is_odd_about_it(facts: Facts) -> None:
    peer = ModbusPeer()
    peer.show(3, "holding", 70, [0x4366, 0x8000, 0xFFFF, 0xFFFF])
    peer.start()
    points = [
        {"key": "voltage", "unit": 3, "address": 70, "type": "float32"},
        {"key": "none", "unit": 3, "address": 72, "type": "uint32", "invalid": ["0xFFFFFFFF"]},
        {"key": "away", "unit": 3, "address": 500, "type": "uint32"},
    ]
    section = {"type": "modbus", "name": "new", "endpoint": f"tcp://127.0.0.1:{peer.port}", "point": points}
    try:
        found: Any = await looks.test(facts, {"connection": section | {"timeout_s": 10}})
        only: Any = await looks.read(
            facts, {"connection": section | {"timeout_s": 10}, "points": ["voltage"]}
        )
    finally:
        peer.stop()
    rows = {row["key"]: row for row in found["points"]}
    assert (rows["voltage"]["value"], rows["voltage"]["ok"], rows["voltage"]["plausible"]) == (
        230.5, True, True,
    )  # fmt: skip
    assert [reason["code"] for reason in rows["none"]["reasons"]] == ["bad", "no_number"]
    assert "no such register" in rows["away"]["reasons"][0]["text"]
    assert not any(rows[key]["plausible"] for key in ("none", "away"))
    assert [row["key"] for row in only["points"]] == ["voltage"]
