"""OPC UA: aligned polling and subscriptions, and the server's history for what an outage swallowed."""

import asyncio
import logging
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence

from asyncua import ua

from parkcarbon_edge import wire
from parkcarbon_edge.connectors import opcua_values as values
from parkcarbon_edge.connectors.base import (
    Health,
    Sink,
    backoff_s,
    heed_cancellation,
    next_tick,
    now_ms,
    sleep_until,
)
from parkcarbon_edge.connectors.bus import unreadable
from parkcarbon_edge.connectors.opcua_backfill import Backfill
from parkcarbon_edge.connectors.opcua_session import Session, explain, open_session, value_of
from parkcarbon_edge.connectors.plausible import Resolution
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)

FLOAT = ua.VariantType.Float
PUBLISHING_MS = (100.0, 1000.0)
QUEUE_S = 120.0  # how long an item's queue on the server lasts while we cannot fetch it
QUEUE_SIZE = (100, 5000)
KEEP_ALIVE_S = 5.0
SILENT_S = 30.0  # six keep-alives: the subscription is dead although the connection stands
LIFETIME_S = 300.0
# Meters latch their registers on the full period: a poll right then would still see the value before.
POLL_DELAY_S, POLL_DELAY_SHARE = 0.5, 0.2


class OpcuaConnector:
    """Live collection from one server."""

    def __init__(self, settings: OpcuaSettings, sink: Sink, password: str | None) -> None:
        self.settings, self.sink, self.password = settings, sink, password
        self.health = Health(points=len(settings.point))
        self._seen: dict[str, wire.Reading] = {}
        self._backfill = Backfill(settings, sink)
        self._published_at = 0.0
        self._sequence: int | None = None
        self._items: list[OpcuaPoint] = []
        self._unusable: dict[str, str] = {}
        self._resolutions: dict[str, Resolution] = {}
        self._session_warnings: list[str] = []

    async def run(self) -> None:
        """Collect until cancelled, over any number of sessions."""
        failures = 0
        while True:
            started = time.monotonic()
            try:
                async with open_session(self.settings, self.password) as session:
                    self._session_warnings = session.warnings
                    self._warn()
                    await self._collect(session)
            except Exception as error:
                self.health.fails(explain(error))
                log.warning("%s: %s", self.settings.name, self.health.error)
            if time.monotonic() - started > SILENT_S:
                failures = 0
            await asyncio.sleep(backoff_s(failures))
            failures += 1

    async def _collect(self, session: Session) -> None:
        self._unusable = {}
        self._backfill.start()
        polled: dict[float, list[tuple[OpcuaPoint, ua.NodeId]]] = defaultdict(list)
        subscribed: list[tuple[OpcuaPoint, ua.NodeId]] = []
        known: list[tuple[OpcuaPoint, ua.NodeId]] = []
        for point in self.settings.point:
            node = session.resolve(point.node)
            if node is None:
                self._unusable[point.key] = Said("its namespace is not on the server", "no_namespace")
                continue
            known.append((point, node))
            (polled[point.period_s] if point.sampling == "poll" else subscribed).append((point, node))
        self._report()
        async with asyncio.TaskGroup() as tasks:
            if subscribed:
                await self._subscribe(session, subscribed)
                tasks.create_task(self._watch_subscription())
            for period, group in polled.items():
                tasks.create_task(self._poll(session, period, group))
            tasks.create_task(self._watch_connection(session))
            tasks.create_task(self._backfill.run(session, known))

    async def _watch_connection(self, session: Session) -> None:
        state = ua.NodeId(ua.Int32(ua.ObjectIds.Server_ServerStatus_State))
        while True:
            await asyncio.sleep(KEEP_ALIVE_S)
            await session.read([value_of(state)])
            heed_cancellation()

    def _report(self) -> None:
        if not self._unusable:
            self.health.works()
            return
        key, why = next(iter(self._unusable.items()))
        self.health.fails(unreadable(len(self._unusable), self.health.points, key, why))

    async def _poll(
        self, session: Session, period_s: float, group: Sequence[tuple[OpcuaPoint, ua.NodeId]]
    ) -> None:
        points, targets = [point for point, _ in group], [value_of(node) for _, node in group]
        delay_s = min(POLL_DELAY_S, period_s * POLL_DELAY_SHARE)
        while True:
            tick = next_tick(time.time() - delay_s, period_s)
            await sleep_until(tick + delay_s)
            found = await session.read(targets)
            self._take(zip(points, found, strict=True), round(tick * 1000))

    def _take(self, pairs: Iterable[tuple[OpcuaPoint, ua.DataValue]], received_ms: int) -> None:
        """Pass on what is new. A server that still shows the same reading has nothing new to say."""
        seen, fresh, times = self._seen, [], {}
        for point, value in pairs:
            key = point.key
            reading = values.reading(point, value, received_ms, server_time=point.time == "server")
            if reading[3] and reading[3] in values.UNUSABLE:
                self._unusable[key] = values.status_name(reading[3])
                continue
            if self._unusable:
                self._unusable.pop(key, None)
            if seen.get(key) == reading:
                continue
            seen[key] = reading
            fresh.append(reading)
            if value.Value is not None and value.Value.VariantType is FLOAT and not reading[3]:
                self._see_float(key, reading[2])
            times[key] = reading[1]
        if fresh:
            self.sink.add(fresh)
            self._backfill.live(times)
            self.health.saw(max(times.values()))
        self._report()

    def _see_float(self, key: str, value: wire.Value) -> None:
        """A float32 may be too coarse for its register, which shows only after some readings."""
        resolution = self._resolutions.setdefault(key, Resolution())
        before = resolution.coarse
        resolution.see(FLOAT.name, value)
        if (resolution.coarse is None) != (before is None):
            self._warn()

    def _warn(self) -> None:
        coarse = [(key, found.coarse) for key, found in self._resolutions.items() if found.coarse]
        count, points = len(coarse), self.health.points
        said = [
            Said(f"{count} of {points} points: {key}: {text}", "coarse", count=count, points=points, key=key)
            for key, text in coarse[:1]
        ]
        self.health.warnings = [*self._session_warnings, *said]

    async def _subscribe(self, session: Session, group: Sequence[tuple[OpcuaPoint, ua.NodeId]]) -> None:
        fastest_ms = min(point.period_s for point, _ in group) * 1000
        publishing_ms = min(max(fastest_ms / 2, PUBLISHING_MS[0]), PUBLISHING_MS[1])
        parameters = ua.CreateSubscriptionParameters()
        parameters.RequestedPublishingInterval = publishing_ms
        parameters.RequestedMaxKeepAliveCount = max(1, round(KEEP_ALIVE_S * 1000 / publishing_ms))
        parameters.RequestedLifetimeCount = round(LIFETIME_S * 1000 / publishing_ms)
        self._items = [point for point, _ in group]
        self._sequence = None
        self._published_at = time.monotonic()
        created = await session.client.uaclient.create_subscription(parameters, self._published)
        for at in range(0, len(group), session.items_per_call):
            part = range(at, min(at + session.items_per_call, len(group)))
            await self._monitor(session, created.SubscriptionId, {i: group[i] for i in part})
        self._report()

    async def _monitor(
        self, session: Session, subscription: int, items: dict[int, tuple[OpcuaPoint, ua.NodeId]],
        filtered: bool = True,
    ) -> None:  # fmt: skip
        """Create the monitored items; their client handle is the place of the point in `_items`."""
        call = ua.CreateMonitoredItemsParameters()
        call.SubscriptionId = subscription
        call.TimestampsToReturn = ua.TimestampsToReturn.Both
        call.ItemsToCreate = [monitored_item(i, point, node, filtered) for i, (point, node) in items.items()]
        results = await session.client.uaclient.create_monitored_items(call)
        again: dict[int, tuple[OpcuaPoint, ua.NodeId]] = {}
        for (i, item), result in zip(items.items(), results, strict=True):
            if result.StatusCode.is_good():
                continue
            if filtered and "Filter" in result.StatusCode.name:
                again[i] = item
            else:
                self._unusable[item[0].key] = result.StatusCode.name
        if again:
            await self._monitor(session, subscription, again, filtered=False)

    def _published(self, result: ua.PublishResult) -> None:
        """A notification of the subscription; also called, without data, for keep-alives."""
        self._published_at = time.monotonic()
        message = result.NotificationMessage
        parts = message.NotificationData or []
        for part in parts:
            if isinstance(part, ua.DataChangeNotification):
                self._count(int(message.SequenceNumber))
                self._changed(part.MonitoredItems)
            elif isinstance(part, ua.StatusChangeNotification):
                self._published_at = -math.inf

    def _count(self, sequence: int) -> None:
        if self._sequence is not None and sequence not in (self._sequence, self._sequence + 1, 1):
            self._backfill.needed(f"notifications after {self._sequence} are missing")
        self._sequence = sequence

    def _changed(self, items: Sequence[ua.MonitoredItemNotification]) -> None:
        pairs = [(self._items[item.ClientHandle], item.Value) for item in items]
        # First, so that these values do not move the marks past those that are missing before them.
        if any(values.overflowed(value) for _, value in pairs):
            self._backfill.needed("a queue of the server overflowed")
        self._take(pairs, now_ms())

    async def _watch_subscription(self) -> None:
        while time.monotonic() - self._published_at < SILENT_S:
            await asyncio.sleep(1)
        text = "the server has ended the subscription or fallen silent"
        raise ConnectionError(Said(text, "subscription_ended"))


def monitored_item(
    handle: int, point: OpcuaPoint, node: ua.NodeId, filtered: bool
) -> ua.MonitoredItemCreateRequest:
    """The request for one item: sampled twice a period, with a queue that outlasts short outages.

    Filtered: report a value also when only its time changed, so that a register at rest is still seen.
    """
    request = ua.MonitoredItemCreateRequest()
    request.ItemToMonitor = value_of(node)
    request.MonitoringMode = ua.MonitoringMode.Reporting
    parameters = ua.MonitoringParameters()
    parameters.ClientHandle = handle
    parameters.SamplingInterval = point.period_s * 500
    queue = round(2 * QUEUE_S / point.period_s)
    parameters.QueueSize = min(max(queue, QUEUE_SIZE[0]), QUEUE_SIZE[1])
    parameters.DiscardOldest = True
    if filtered:
        parameters.Filter = ua.DataChangeFilter(Trigger=ua.DataChangeTrigger.StatusValueTimestamp)
    request.RequestedParameters = parameters
    return request
