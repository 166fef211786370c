"""A private MQTT broker: log-ins with rights of their own, TLS, durable sessions."""

import json
import os
import socket
import struct
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificate

from parkcarbon_local import (
    broker_control,
    certificates,
    mosquitto_tree,
    mqtt_users,
    processes,
    store,
)
from parkcarbon_local.certificates import Pair
from parkcarbon_local.errors import LocalError, StartError
from parkcarbon_local.mqtt_users import BrokerUser
from parkcarbon_local.server import Server

ADMIN = "admin"
PLATFORM = "platform"
CONTROL = "control"
TLS = "mosquitto-tls"
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 -- compared only
# autosave once a second: with the default 30 minutes a killed broker had kept none of 3,000 acknowledged
# messages. Not on every change: that writes the whole store each time (measured, 20 kB messages: 146 a second
# instead of 2,411, and 27 with 1,600 queued). The edges forget nothing before the platform's own
# acknowledgement, so what a broker loses they send again. max_queued_messages is a number, since 0 (no limit)
# did not work in 2.0.16. 2 MiB: ingest must see an oversized batch (over 1 MiB) to put it into quarantine.
# The log is a topic, too: `control` reads there who is refused.
SETTINGS = """\
listener {port} 127.0.0.1
listener {tls_port} {tls_host}
certfile {data}/server.pem
keyfile {data}/server.key
allow_anonymous false
plugin {plugin}
plugin_opt_config_file {data}/dynamic-security.json
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
log_dest topic
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
    def given(self) -> Mapping[str, str]:
        """What `up` was given, or this process is."""
        return {**store.read_json(self.layout.run / "given.json"), **os.environ}

    @property
    def rights_file(self) -> Path:
        """Everybody who may log in, as hashes; the broker writes it while it runs, we while it does not."""
        return self.data / "dynamic-security.json"

    @property
    def authority_file(self) -> Path:
        """The certificate by which clients know the broker."""
        return self.layout.root / "tls" / "ca.pem"

    @property
    def certificate_file(self) -> Path:
        """The broker's own certificate."""
        return self.data / "server.pem"

    @property
    def tls_host(self) -> str:
        """Where TLS is served: this machine alone, unless told otherwise."""
        return self.given.get("PARKCARBON_MQTT_HOST") or "127.0.0.1"

    @property
    def tls_port(self) -> int:
        """The port of TLS: given, or found and kept."""
        return int(self.given.get("PARKCARBON_MQTT_TLS_PORT") or store.port(self.layout, TLS))

    @property
    def public_url(self) -> str:
        """The address that gateways and meters are told."""
        if given := self.given.get("PARKCARBON_MQTT_PUBLIC_URL"):
            return given
        host = socket.gethostname() if self.tls_host in EVERYWHERE else self.tls_host
        return f"mqtts://{f'[{host}]' if ':' in host else host}:{self.tls_port}"

    @property
    def names(self) -> list[str]:
        """Names and addresses by which the broker may be called."""
        public = urlsplit(self.public_url).hostname or ""
        wanted = ["localhost", "127.0.0.1", "::1", socket.gethostname(), public]
        if self.tls_host not in EVERYWHERE:
            wanted.append(self.tls_host)
        return list(dict.fromkeys(name for name in wanted if name))

    def url(self, username: str = PLATFORM, password: str = "") -> str:
        """The broker's address for a user of this machine."""
        secret = password or store.secret(self.layout, f"mqtt-{username}")
        return f"mqtt://{username}:{secret}@127.0.0.1:{self.port}"

    def built_in(self) -> list[BrokerUser]:
        """Administrator, ingest and control, always there."""
        kinds = {ADMIN: mqtt_users.everything, PLATFORM: mqtt_users.platform, CONTROL: mqtt_users.control}
        return [make(name, store.secret(self.layout, f"mqtt-{name}")) for name, make in kinds.items()]

    def set_users(self, users: Iterable[BrokerUser]) -> None:
        """Have the built-in users and these, and nobody else (only while stopped)."""
        self._write_rights(mqtt_users.with_users({}, [*self.built_in(), *users]))

    def put_users(self, users: Iterable[BrokerUser]) -> None:
        """Add users, or replace those of the same names; takes effect at once."""
        if self.pid() is None:
            self._write_rights(mqtt_users.with_users(self._rights(), users))
            return
        secret = store.secret(self.layout, f"mqtt-{ADMIN}")
        commands = [command for user in users for command in mqtt_users.commands(user)]
        broker_control.carry_out(self.port, ADMIN, secret, commands)

    def _rights(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self.rights_file.read_text()))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise LocalError(
                f"{self.rights_file} cannot be read: {error}",
                remedy="restore it from a backup; or delete it, start, and give every edge a new token",
            ) from error

    def _write_rights(self, content: Mapping[str, Any]) -> None:
        self.write(self.rights_file, json.dumps(content, indent=1))

    def _former_users(self) -> list[BrokerUser]:
        """Who could log in before the broker kept its users itself."""
        file = self.layout.root / "mqtt-users.json"
        rows = json.loads(file.read_text()) if file.exists() else []
        return [BrokerUser(r["u"], r["p"], tuple(r["publish"]), tuple(r["subscribe"])) for r in rows]

    def prepare(self) -> None:
        """Program, users, certificate and configuration."""
        self.folder(self.data)
        program = mosquitto_tree.program()
        if self.pid() is not None:
            return
        self._write_rights(mqtt_users.with_users(self._rights(), [*self._former_users(), *self.built_in()]))
        for former in (self.layout.root / "mqtt-users.json", self.data / "passwords", self.data / "acl"):
            former.unlink(missing_ok=True)
        settings = SETTINGS.format(
            port=self.settle_port(), tls_port=self._settle_tls_port(), tls_host=self.tls_host, data=self.data,
            plugin=mosquitto_tree.plugin(program),
        )  # fmt: skip
        self.write(self.data / "mosquitto.conf", settings)
        self.certify()

    def _settle_tls_port(self) -> int:
        given = self.given.get("PARKCARBON_MQTT_TLS_PORT")
        if not given:
            return store.settle_port(self.layout, TLS)
        if not given.isdecimal() or not 0 < int(given) < 65536 or not store.is_free(int(given)):
            raise LocalError(
                f"PARKCARBON_MQTT_TLS_PORT={given} is no port that is free for this user",
                remedy="set it to another one, or end the program that listens there",
            )
        return int(given)

    def certify(self) -> bool:
        """Make authority and certificate where there is none, or renew it; whether anything was made."""
        authority, now = self._authority(), certificates.utc_now()
        files = (self.certificate_file, self.data / "server.key")
        known = certificates.read(*files)
        if known is not None and certificates.is_current(known, authority, self.names, now):
            return False
        made = certificates.new_server(authority, self.names, now)
        for file, content in zip(files, (made.certificate, made.key), strict=True):
            self.write(file, content)
        return True

    def certified_until(self) -> datetime:
        """When the certificate ends."""
        certificate = load_pem_x509_certificate(self.certificate_file.read_bytes())
        return certificate.not_valid_after_utc

    def _authority(self) -> Pair:
        folder = self.authority_file.parent
        folder.mkdir(mode=0o700, exist_ok=True)
        key = folder / "ca.key"
        known = certificates.read(self.authority_file, key)
        if known is None:
            name = f"ParkCarbon broker of {socket.gethostname()}"
            known = certificates.new_authority(name, certificates.utc_now())
            store.write_private(key, known.key)
            store.write_private(self.authority_file, known.certificate)
        return known

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
