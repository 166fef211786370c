"""MQTT meters: their messages are acknowledged to the broker only when they are in the spool."""

import asyncio
import logging
from collections import defaultdict

from parkcarbon_edge import wire
from parkcarbon_edge.broker import Access, Broker, Message
from parkcarbon_edge.connectors import mqtt_mapping as mapping
from parkcarbon_edge.connectors import payloads
from parkcarbon_edge.connectors.base import Health, Sink, now_ms
from parkcarbon_edge.connectors.windows import DAY_MS, Progress, Window, dump_passes, load_passes, windows
from parkcarbon_edge.fields import decode
from parkcarbon_edge.settings import MqttPoint, MqttSettings
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)

ATTEMPTS_BEFORE_ERROR = 3
MAX_TOPICS = 10_000


def fields_by_topic(points: list[MqttPoint]) -> dict[str, dict[str, str]]:
    """Topic → field → point key."""
    topics: dict[str, dict[str, str]] = defaultdict(dict)
    for point in points:
        topics[point.topic][point.field] = point.key
    return dict(topics)


class MqttConnector:
    """Live collection from the meters of one broker."""

    def __init__(self, settings: MqttSettings, sink: Sink, access: Access) -> None:
        self.settings, self.sink = settings, sink
        self.health = Health(points=len(settings.point))
        self._rules: dict[str, mapping.Rules] = {}
        self.broker = Broker(
            access,
            on_connected=self.health.works,
            on_disconnected=self._lost,
            on_message=self._received,
            subscriptions=lambda: list(dict.fromkeys(point.topic for point in settings.point)),
            window=1000,
        )

    async def run(self) -> None:
        """Collect until cancelled."""
        await self.broker.run()

    def _lost(self, reason: str) -> None:
        self.health.fails(lost(self.settings.url, reason))
        log.warning("%s: %s", self.settings.name, self.health.error)

    def _received(self, message: Message) -> None:
        readings = self._readings(message)
        if not readings:
            self.broker.acknowledge(message)
            return
        self.sink.add(readings, lambda: self.broker.acknowledge(message))
        good = [time_ms for _, time_ms, _, quality in readings if not quality]
        if good:
            self.health.saw(max(good))
            self.health.works()
        elif readings:
            self.health.fails(
                Said(
                    f"the last message on {message.topic} could not be read",
                    "message_unreadable",
                    topic=message.topic,
                )
            )

    def _readings(self, message: Message) -> list[wire.Reading]:
        decoded, points = decode(message.payload), self.settings.point
        if self.settings.dialect != "values":
            return mapping.mapped(points, self.settings.dialect, message.topic, decoded, now_ms())
        rules = self._rules.get(message.topic)
        if rules is None:
            rules = mapping.rules_of(points, message.topic)
            if len(self._rules) >= MAX_TOPICS:  # wildcards let strangers name as many as they like
                self._rules.clear()
            self._rules[message.topic] = rules
        return mapping.readings_of(rules, decoded, now_ms())


class MqttHistory:
    """Asks meters for their stored profiles, back through the past, the newest first."""

    def __init__(self, settings: MqttSettings, sink: Sink, access: Access) -> None:
        self.settings, self.sink = settings, sink
        self.health = Health(points=len(settings.point))
        self.topics = fields_by_topic(settings.point)
        self.passes = load_passes(sink, [point.key for point in settings.point], now_ms())
        self._connected = asyncio.Event()
        self._answers: dict[tuple[str, int, int], asyncio.Event] = {}
        self.broker = Broker(
            access,
            on_connected=self._up,
            on_disconnected=self._lost,
            on_message=self._received,
            subscriptions=lambda: [f"{topic}/profile" for topic in self.topics],
            window=1000,
        )

    def _up(self) -> None:
        self.health.works()
        self._connected.set()

    def _lost(self, reason: str) -> None:
        self._connected.clear()
        self.health.fails(lost(self.settings.url, reason))

    async def run(self) -> None:
        """Until all of it has been handed over."""
        connection = asyncio.create_task(self.broker.run())
        try:
            for index, one in enumerate(self.passes):
                topics = fields_by_topic([p for p in self.settings.point if p.key in one.keys])
                for window in windows(one.progress, self.settings.history_days) if topics else ():
                    await self.sink.room()
                    async with asyncio.TaskGroup() as requests:
                        for topic in topics:
                            requests.create_task(self._fetch(topic, window))
                    self.passes[index] = one._replace(progress=Progress(one.progress.anchor, window.start))
                    self.sink.save(dump_passes(self.passes))
            await self.broker.flush()
        finally:
            connection.cancel()
            await asyncio.gather(connection, return_exceptions=True)

    async def _fetch(self, topic: str, window: Window) -> None:
        """Ask until the meter has answered for this window (at most one day)."""
        assert window.end - window.start <= DAY_MS
        question = (topic, window.start, window.end)
        answered = self._answers[question] = asyncio.Event()
        request = b'{"from":%d,"to":%d}' % (window.start, window.end)
        attempts = 0
        while not answered.is_set():
            await self._connected.wait()
            self.broker.publish(f"{topic}/profile/request", request)
            try:
                async with asyncio.timeout(self.settings.request_timeout_s):
                    await answered.wait()
            except TimeoutError:
                attempts += 1
                if attempts >= ATTEMPTS_BEFORE_ERROR:
                    text = f"{topic} does not answer profile requests"
                    self.health.fails(Said(text, "profile_silent", topic=topic))
        del self._answers[question]

    def _received(self, message: Message) -> None:
        topic = message.topic.removesuffix("/profile")
        fields = self.topics.get(topic)
        profile = payloads.profile_of(decode(message.payload), fields) if fields else None
        if profile is None:
            self.broker.acknowledge(message)
            self.health.fails(
                Said(f"the answer on {message.topic} is no profile", "no_profile", topic=message.topic)
            )
            return
        start, end, readings = profile
        self.sink.add(readings, lambda: self.broker.acknowledge(message))
        if readings:
            self.health.saw(max(r[1] for r in readings))
        answered = self._answers.get((topic, start, end))
        if answered is not None:
            answered.set()
            self.health.works()


def lost(url: str, why: str) -> Said:
    """There is no connection to the broker."""
    return Said(f"{url}: {why}", "broker_lost", url=url, why=why)
