"""An OPC UA server whose variables are meters: registers computed when read, gauges pushed when due."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from asyncua import Server, ua
from asyncua.common.node import Node

from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.plants.hashing import key, uniform
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import REGISTER_PERIOD_S, Point
from parkcarbon_simulators.servers.history import PlantHistory
from parkcarbon_simulators.servers.values import data_value, engineering_units, node_id

NAMESPACE = "urn:parkcarbon:simulator"
TICK_S = 0.25


def phase(point: Point) -> int:
    """Tick within its period at which a gauge is due, so that not all are due at once."""
    ticks = round(point.period_s / TICK_S)
    return int(float(uniform(key(0, point.code, "phase"), np.zeros(1, np.int64))[0]) * ticks)


def _name(text: str, namespace: int) -> ua.QualifiedName:
    return ua.QualifiedName(ua.String(text), ua.Int16(namespace))


class OpcuaServer:
    """The meters behind one edge.

    Args:
        plant: what to serve; points: which of it; now: simulated Unix time [s].
        host, port: where to listen; loopback only unless told otherwise.
        faults: what goes wrong with the meters; nothing unless told otherwise.
    """

    def __init__(
        self,
        plant: Plant,
        points: Sequence[Point],
        now: Callable[[], float],
        *,
        port: int,
        host: str = "127.0.0.1",
        faults: Faults | None = None,
    ) -> None:
        self._plant, self._now = plant, now
        self._faults = faults or Faults(plant)
        self._points = {p.node: p for p in points}
        self._registers = [p for p in points if p.register]
        self._gauges = [(p, phase(p), round(p.period_s / TICK_S)) for p in points if not p.register]
        self._ids: dict[str, ua.NodeId] = {}
        self._second: tuple[int, dict[str, list[ua.DataValue]]] = (-1, {})
        self._minute = -1
        self.endpoint = f"opc.tcp://{host}:{port}"
        self._server = Server()

    async def start(self) -> None:
        """Build the address space and listen."""
        await self._server.init()
        self._server.set_endpoint(self.endpoint)
        self._server.set_server_name("ParkCarbon simulator")
        self._server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        namespace = await self._server.register_namespace(NAMESPACE)
        self._server.iserver.history_manager.set_storage(PlantHistory(self._plant, self._points, self._now))
        folders: dict[str, Node] = {"": self._server.nodes.objects}
        for point in self._points.values():
            await self._add(point, namespace, folders)
        await self.push_all()
        await self._server.start()

    async def stop(self) -> None:
        """Close every session and stop listening."""
        await self._server.stop()

    async def _add(self, point: Point, namespace: int, folders: dict[str, Node]) -> None:
        parent = await self._folder(point.node.rpartition(".")[0], namespace, folders)
        identifier = node_id(point.node, namespace)
        start = data_value(point, 0.0, self._plant.epoch_s)
        node = await parent.add_variable(identifier, _name(point.field, namespace), start.Value)
        self._ids[point.code] = identifier
        title = ua.LocalizedText(ua.String(point.name_en), ua.String("en"))
        await node.write_attribute(ua.AttributeIds.DisplayName, ua.DataValue(ua.Variant(title)))
        unit = node_id(f"{point.node}.unit", namespace)
        await node.add_property(unit, _name("EngineeringUnits", 0), engineering_units(point.unit))
        if point.historized:
            await self._keeps_history(node)

    async def _folder(self, path: str, namespace: int, folders: dict[str, Node]) -> Node:
        if path not in folders:
            above, _, name = path.rpartition(".")
            parent = await self._folder(above, namespace, folders)
            folders[path] = await parent.add_object(node_id(path, namespace), _name(name, namespace))
        return folders[path]

    @staticmethod
    async def _keeps_history(node: Node) -> None:
        for attribute in (ua.AttributeIds.AccessLevel, ua.AttributeIds.UserAccessLevel):
            await node.set_attr_bit(attribute, ua.AccessLevel.HistoryRead)
        await node.write_attribute(ua.AttributeIds.Historizing, ua.DataValue(ua.Variant(True)))

    async def tick(self, number: int) -> None:
        """Push the gauges that are due at this tick, and the registers when a minute has begun."""
        now = int(self._now() * 1000) / 1000
        due = [p for p, at, every in self._gauges if number % every == at]
        await self._push(due, now)
        minute = int(now // REGISTER_PERIOD_S)
        if minute != self._minute:
            self._minute = minute
            await self._push(self._registers, float(minute * REGISTER_PERIOD_S))
            self._compute_registers_when_read()

    async def push_all(self) -> None:
        """Give everything its first value."""
        now = int(self._now() * 1000) / 1000
        await self._push([p for p, _, _ in self._gauges], now)
        self._minute = int(now // REGISTER_PERIOD_S)
        await self._push(self._registers, float(self._minute * REGISTER_PERIOD_S))
        self._compute_registers_when_read()

    async def _push(self, points: Sequence[Point], time_s: float) -> None:
        for point, values in self._values(points, time_s).items():
            for value in values:
                await self._server.write_attribute_value(self._ids[point], value)

    def _values(self, points: Sequence[Point], time_s: float) -> dict[str, list[ua.DataValue]]:
        """What each point says at a time: one value, unless it has a fault."""
        shown = self._plant.served([p.code for p in points], np.asarray([time_s]))
        values = {p.code: [data_value(p, float(shown[p.code][0]), time_s)] for p in points}
        for point in points:
            wrong = self._faults.shown(point, time_s)
            if wrong is not None:
                values[point.code] = [data_value(point, w.value, w.time_s, w.status) for w in wrong]
        return values

    def _compute_registers_when_read(self) -> None:
        # Writing a value drops the callback, so this follows every push.
        for point in self._registers:
            self._server.iserver.aspace.set_attribute_value_callback(
                self._ids[point.code], ua.AttributeIds.Value, partial(self._read, point.code)
            )

    def _read(self, code: str, _node: ua.NodeId, _attribute: ua.AttributeIds) -> ua.DataValue:
        """A register as of the last full second; all are computed for the first one that asks."""
        second = int(self._now())
        if self._second[0] != second:
            self._second = (second, self._values(self._registers, float(second)))
        said = self._second[1][code]
        if said:
            return said[-1]
        point = self._plant.points[code]
        last = self._faults.last_before(point, float(second))
        return data_value(point, last.value, last.time_s)
