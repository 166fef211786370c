"""The platform's side of the uplink in a few lines: keeps batches by the ingest rule and acknowledges."""

from collections import defaultdict

import paho.mqtt.client as paho
from parkcarbon_edge import wire

from tests.support.stack import Broker


def connect(broker: Broker, client_id: str, clean_start: bool = True) -> paho.Client:
    """A connected client with its thread running."""
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=client_id, protocol=paho.MQTTv5)
    client.username_pw_set(broker.username, broker.password)
    client.connect(broker.host, broker.port, clean_start=clean_start)
    client.loop_start()
    return client


class Committer:
    """Every reading that a batch brought, how often, and the gaps and states that were announced."""

    def __init__(self, broker: Broker, *, silent: bool = False) -> None:
        self.silent = silent
        self.readings: dict[tuple[str, int], tuple[wire.Value, int]] = {}
        self.batches: dict[tuple[str, int], list[wire.Reading]] = {}
        self.received: list[int] = []
        self.gaps: list[wire.Gap] = []
        self.committed: dict[str, int] = defaultdict(int)
        self.missing = 0
        self.states: list[wire.State] = []
        self.topics: set[str] = set()
        self.client = connect(broker, "committer")
        self.client.on_message = self._received
        self.client.subscribe([(f"{wire.ROOT}/+/+/edge/+/up", 1), (f"{wire.ROOT}/+/+/edge/+/state", 1)])

    def _received(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        address, channel = wire.parse_topic(message.topic) or (None, "")
        assert address is not None
        self.topics.add(message.topic)
        if channel == "state":
            self.states.append(wire.decode_state(bytes(message.payload)))
            return
        batch = wire.decode_batch(bytes(message.payload))
        self.received.append(batch.seq)
        self._keep(batch)
        if not self.silent:
            ack = wire.Ack(spool=batch.spool, committed=self.committed[batch.spool])
            self.client.publish(address.topic("ack"), wire.encode(ack), qos=1, retain=True)

    def _keep(self, batch: wire.Batch) -> None:
        committed = self.committed[batch.spool]
        if (batch.spool, batch.seq) in self.batches or batch.prev > committed:
            return
        if batch.seq > committed:
            self.missing += batch.seq - committed - 1
            self.committed[batch.spool] = batch.seq
        self.batches[batch.spool, batch.seq] = batch.readings
        self.gaps += batch.gaps
        for key, time_ms, value, quality in batch.readings:
            self.readings.setdefault((key, time_ms), (value, quality))

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()
