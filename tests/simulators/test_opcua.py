"""The OPC UA server as a client sees it, over a real connection."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from asyncua import Client, Node, ua
from asyncua.common.subscription import DataChangeNotif
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point
from parkcarbon_simulators.servers.opcua import NAMESPACE, OpcuaServer
from parkcarbon_simulators.servers.values import engineering_units

from tests.simulators.ports import free_port

CHOSEN = ("cement-main", "cement-gas", "chemical-utilities", "electronics-pv", "steel-diesel")


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 18, 4, 7, 30, 250_000, tzinfo=UTC).timestamp()

    def now(self) -> float:
        return self.time


class Served:
    """A running server, and a client of it."""

    def __init__(self, plant: Plant, hands: Hands, server: OpcuaServer, client: Client) -> None:
        self.plant, self.hands, self.server, self.client = plant, hands, server, client

    def point(self, code: str) -> Point:
        return self.plant.points[code]

    async def node(self, code: str) -> Node:
        namespace = await self.client.get_namespace_index(NAMESPACE)
        return self.client.get_node(f"ns={namespace};s={self.point(code).node}")

    async def read(self, code: str) -> ua.DataValue:
        return await (await self.node(code)).read_data_value()

    def shown(self, code: str, time_s: float) -> float:
        return float(self.plant.served([code], np.array([time_s]))[code][0])


@pytest.fixture
async def served(plant: Plant) -> AsyncIterator[Served]:
    hands = Hands()
    points = [p for p in plant.points.values() if p.meter in CHOSEN]
    server = OpcuaServer(plant, points, hands.now, port=free_port())
    await server.start()
    try:
        async with Client(server.endpoint) as client:
            yield Served(plant, hands, server, client)
    finally:
        await server.stop()


async def test_a_register_is_computed_for_the_second_it_is_read_in(served: Served) -> None:
    for _ in range(3):
        value = await served.read("cement-main-import")
        second = float(int(served.hands.time))
        assert value.SourceTimestamp == datetime.fromtimestamp(second, UTC)
        assert value.Value is not None
        assert value.Value.Value == served.shown("cement-main-import", second)
        assert value.StatusCode is not None
        assert value.StatusCode.is_good()
        served.hands.time += 3661.0


async def test_data_types_are_those_of_the_meter(served: Served) -> None:
    expected = {
        "cement-main-import": ua.VariantType.Double,
        "cement-gas-volume": ua.VariantType.UInt64,
        "chemical-utilities-import": ua.VariantType.Int64,
        "electronics-pv-power": ua.VariantType.Float,
    }
    for code, kind in expected.items():
        node = await served.node(code)
        assert (await node.read_data_type_as_variant_type()) == kind
        assert (await served.read(code)).Value.VariantType == kind


async def test_gauges_change_when_they_are_due(served: Served) -> None:
    code = "cement-main-power"
    period = round(served.point(code).period_s / 0.25)
    before = await served.read(code)
    served.hands.time += 10.0
    assert (await served.read(code)) == before
    for number in range(period):
        await served.server.tick(number)
    after = await served.read(code)
    assert after.SourceTimestamp == datetime.fromtimestamp(served.hands.time, UTC)
    assert after.Value is not None
    assert after.Value.Value == served.shown(code, served.hands.time)


async def test_subscribers_of_a_register_hear_of_it_every_minute(served: Served) -> None:
    heard: asyncio.Queue[datetime] = asyncio.Queue()

    class Handler:
        def datachange_notification(self, _node: Node, _value: float, data: DataChangeNotif) -> None:
            heard.put_nowait(data.monitored_item.Value.SourceTimestamp)

    subscription = await served.client.create_subscription(20, Handler())
    await subscription.subscribe_data_change(await served.node("cement-main-import"))
    first = await heard.get()
    served.hands.time += 60.0
    await served.server.tick(0)
    second = await heard.get()
    assert first < second == datetime(2026, 3, 18, 4, 8, tzinfo=UTC)
    # and the next read is computed anew
    assert (await served.read("cement-main-import")).SourceTimestamp == datetime(
        2026, 3, 18, 4, 8, 30, tzinfo=UTC
    )
    await subscription.delete()


async def test_history_over_the_wire_is_the_function(served: Served) -> None:
    node = await served.node("chemical-utilities-import")
    end = datetime.fromtimestamp(served.hands.time, UTC)
    values = await node.read_raw_history(end - timedelta(days=3), end)
    assert len(values) == 3 * 96
    for value in values[::37]:
        assert value.SourceTimestamp is not None
        assert value.Value is not None
        assert value.Value.VariantType == ua.VariantType.Int64
        assert value.Value.Value == served.shown(
            "chemical-utilities-import", value.SourceTimestamp.timestamp()
        )


async def test_a_read_now_equals_history_later(served: Served) -> None:
    served.hands.time = datetime(2026, 3, 18, 4, 15, 0, 900_000, tzinfo=UTC).timestamp()
    now = await served.read("cement-gas-volume")
    served.hands.time += 86_400
    node = await served.node("cement-gas-volume")
    quarter = datetime(2026, 3, 18, 4, 15, tzinfo=UTC)
    later = await node.read_raw_history(quarter, quarter + timedelta(minutes=1))
    assert [(v.SourceTimestamp, v.Value) for v in later] == [(now.SourceTimestamp, now.Value)]


async def test_history_may_be_read_of_registers_only(served: Served) -> None:
    register, gauge = await served.node("cement-main-import"), await served.node("cement-main-power")
    assert ua.AccessLevel.HistoryRead in await register.get_user_access_level()
    assert (await register.read_attribute(ua.AttributeIds.Historizing)).Value.Value is True
    assert ua.AccessLevel.HistoryRead not in await gauge.get_user_access_level()


async def test_points_say_their_unit_and_name(served: Served) -> None:
    node = await served.node("steel-diesel-mass")
    unit = await (await node.get_child("0:EngineeringUnits")).read_value()
    assert unit == engineering_units("kg")
    assert unit.DisplayName.Text == "kg"
    assert (await node.read_display_name()).Text == served.point("steel-diesel-mass").name_en


def test_unit_codes_are_packed_as_part_8_says() -> None:
    # UNECE "KWH": 0x4B5748, the example value every OPC UA unit table has for kilowatt hour.
    assert engineering_units("kWh").UnitId == 4937544
