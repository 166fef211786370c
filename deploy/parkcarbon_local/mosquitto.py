"""A private MQTT broker: log-ins and access list, durable sessions."""

import json
import os
import signal
import socket
import struct
from pathlib import Path
from typing import ClassVar

from parkcarbon_local import mosquitto_tree, mqtt_users, processes, store
from parkcarbon_local.errors import StartError
from parkcarbon_local.mqtt_users import BrokerUser
from parkcarbon_local.server import Server

ADMIN = "admin"
PLATFORM = "platform"
# autosave once a second: with the default 30 minutes a killed broker had kept none of 3,000 acknowledged
# messages. Not on every change: that writes the whole store each time (measured, 20 kB messages: 146 a second
# instead of 2,411, and 27 with 1,600 queued). The edges forget nothing before the platform's own
# acknowledgement, so what a broker loses they send again. max_queued_messages is a number, since 0 (no limit)
# does not work with an access list. 2 MiB: ingest must see an oversized batch (over 1 MiB) to put it into
# quarantine.
SETTINGS = """\
listener {port} 127.0.0.1
allow_anonymous false
password_file {data}/passwords
acl_file {data}/acl
persistence true
persistence_location {data}/
autosave_interval 1
autosave_on_changes false
max_queued_messages 1000000
max_queued_bytes 0
max_inflight_messages 200
message_size_limit 2097152
set_tcp_nodelay true
log_dest stderr
log_type error
log_type warning
log_type notice
log_timestamp_format %Y-%m-%dT%H:%M:%SZ
pid_file {data}/mosquitto.pid
"""
CONNACK_ACCEPTED = b"\x20\x02\x00\x00"


class Mosquitto(Server):
    """mosquitto in `<data folder>/mosquitto`."""

    name: ClassVar[str] = "mosquitto"

    @property
    def users_file(self) -> Path:
        """The users as given, with passwords: what the broker's own files are written from."""
        return self.layout.root / "mqtt-users.json"

    def url(self, username: str = PLATFORM, password: str = "") -> str:
        """The broker's address for a user."""
        secret = password or store.secret(self.layout, f"mqtt-{username}")
        return f"mqtt://{username}:{secret}@127.0.0.1:{self.port}"

    def built_in(self) -> list[BrokerUser]:
        """Administrator and platform, always there."""
        return [
            mqtt_users.everything(ADMIN, store.secret(self.layout, f"mqtt-{ADMIN}")),
            mqtt_users.platform(PLATFORM, store.secret(self.layout, f"mqtt-{PLATFORM}")),
        ]

    def users(self) -> list[BrokerUser]:
        """Everybody who may log in."""
        if not self.users_file.exists():
            return self.built_in()
        rows = json.loads(self.users_file.read_text())
        given = [BrokerUser(r["u"], r["p"], tuple(r["publish"]), tuple(r["subscribe"])) for r in rows]
        return self.built_in() + given

    def set_users(self, users: list[BrokerUser]) -> None:
        """Replace everybody but the built-in users; takes effect at once."""
        rows = [
            {"u": user.username, "p": user.password, "publish": user.publish, "subscribe": user.subscribe}
            for user in users
        ]
        store.write_private(self.users_file, json.dumps(rows, indent=1))
        self._write_users()
        if (pid := self.pid()) is not None:
            os.kill(pid, signal.SIGHUP)

    def add_user(self, user: BrokerUser) -> None:
        """Add or replace one user."""
        built_in = {known.username for known in self.built_in()}
        others = [known for known in self.users() if known.username not in built_in | {user.username}]
        self.set_users([*others, user])

    def _write_users(self) -> None:
        users = self.users()
        self.write(self.data / "passwords", mqtt_users.password_file(users))
        self.write(self.data / "acl", mqtt_users.acl_file(users))

    def prepare(self) -> None:
        """Program, users and configuration."""
        self.folder(self.data)
        mosquitto_tree.program()
        self._write_users()
        self.write(self.data / "mosquitto.conf", SETTINGS.format(port=self.settle_port(), data=self.data))

    def command(self) -> list[str]:
        """The broker in the foreground."""
        return [str(mosquitto_tree.program()), "-c", str(self.data / "mosquitto.conf")]

    def environment(self) -> dict[str, str]:
        """With the libraries that lie beside a private program."""
        return super().environment() | mosquitto_tree.libraries(mosquitto_tree.program())

    def pid(self) -> int | None:
        """The broker, if it lives."""
        try:
            pid = int((self.data / "mosquitto.pid").read_text())
        except (OSError, ValueError):
            return None
        return pid if processes.link(pid, "exe").endswith("/mosquitto") else None

    def forget(self) -> None:
        """Drop all sessions and retained messages (only while stopped)."""
        (self.data / "mosquitto.db").unlink(missing_ok=True)

    def probe(self) -> None:
        """Log in."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.settimeout(5)
            connection.sendall(connect_packet(ADMIN, store.secret(self.layout, f"mqtt-{ADMIN}")))
            answer = connection.recv(4)
        if answer != CONNACK_ACCEPTED:
            raise StartError(self.name, "refused the administrator", log=str(self.layout.log(self.name)))


def connect_packet(username: str, password: str) -> bytes:
    """An MQTT 3.1.1 CONNECT with a clean session and no client id."""

    def text(value: str) -> bytes:
        return struct.pack(">H", len(value)) + value.encode()

    body = (
        text("MQTT")
        + bytes([4, 0b1100_0010])
        + struct.pack(">H", 10)
        + text("")
        + text(username)
        + text(password)
    )
    assert len(body) < 128  # one length byte
    return bytes([0x10, len(body)]) + body
