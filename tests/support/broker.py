"""A client of the broker that notes what it is answered, and what it receives."""

import queue
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

TIMEOUT_S = 60
MARKER = "marker"


class Client:
    """One MQTT v5 connection; each request waits for the broker's answer."""

    def __init__(self, port: int, username: str | None, password: str, client_id: str) -> None:
        self.answers: queue.Queue[str] = queue.Queue()
        self.messages: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.ended: queue.Queue[str] = queue.Queue()
        self.client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=client_id, protocol=paho.MQTTv5,
            reconnect_on_failure=False,
        )  # fmt: skip
        if username is not None:
            self.client.username_pw_set(username, password)
        self.client.on_connect = lambda *event: self.answers.put(str(event[3]))
        self.client.on_subscribe = lambda *event: self.answers.put(str(event[3][0]))
        self.client.on_publish = lambda *event: self.answers.put(str(event[3]))
        self.client.on_message = lambda *event: self.messages.put((event[2].topic, event[2].payload))
        self.client.on_disconnect = lambda *event: self.ended.put(str(event[3]))
        self.port = port

    def connect(self, host: str = "127.0.0.1", ca_file: str | None = None) -> str:
        """The broker's answer to the log-in."""
        if ca_file is not None:
            self.client.tls_set_context(ssl.create_default_context(cafile=ca_file))
        self.client.connect(host, self.port)
        self.client.loop_start()
        return self.answers.get(timeout=TIMEOUT_S)

    def subscribe(self, topic: str) -> str:
        """The broker's answer."""
        self.client.subscribe(topic, 1)
        return self.answers.get(timeout=TIMEOUT_S)

    def publish(self, topic: str, payload: bytes = b"x", *, retain: bool = False) -> str:
        """The broker's answer."""
        self.client.publish(topic, payload, 1, retain)
        return self.answers.get(timeout=TIMEOUT_S)

    def received(self) -> list[tuple[str, bytes]]:
        """Everything that has come."""
        found = []
        while not self.messages.empty():
            found.append(self.messages.get())
        return found

    def thrown_out(self) -> str:
        """Why the broker ended the connection; waits for it."""
        return self.ended.get(timeout=TIMEOUT_S)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()
        if (sock := self.client.socket()) is not None:
            sock.close()  # the library's thread may end before the broker has answered the good-bye


@contextmanager
def connected(port: int, username: str, password: str, client_id: str = "") -> Iterator[Client]:
    """A client that is logged in."""
    client = Client(port, username, password, client_id)
    try:
        assert client.connect() == "Success"
        yield client
    finally:
        client.close()


def answer(port: int, username: str | None, password: str, client_id: str = "") -> str:
    """What the broker answers to a log-in."""
    client = Client(port, username, password, client_id)
    try:
        return client.connect()
    finally:
        client.close()
