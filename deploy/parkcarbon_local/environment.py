"""What the platform's processes are told: addresses of servers, one's own or those the user named."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from parkcarbon_local import fonts_tree, store
from parkcarbon_local.errors import LocalError
from parkcarbon_local.layout import Layout
from parkcarbon_local.mosquitto import CONTROL
from parkcarbon_local.server import Server
from parkcarbon_local.stack import Stack

# A variable that names a server, and the private server it replaces.
REPLACES = {
    "PARKCARBON_DATABASE_URL": "postgres",
    "PARKCARBON_REDIS_URL": "valkey",
    "PARKCARBON_MQTT_URL": "mosquitto",
}
# What else may be said of the broker: addresses, and of one's own how to rule over its log-ins.
MQTT = (
    "PARKCARBON_MQTT_CONTROL_URL",
    "PARKCARBON_MQTT_PUBLIC_URL",
    "PARKCARBON_MQTT_CA_FILE",
    "PARKCARBON_MQTT_PLAIN",
    "PARKCARBON_MQTT_HOST",
    "PARKCARBON_MQTT_TLS_PORT",
)
# Where browsers find it, who else proves who people are, which passwords have leaked.
WEB = (
    "PARKCARBON_PUBLIC_URL",
    "PARKCARBON_DIRECTORY_KEY",
    "PARKCARBON_SSO_ISSUER",
    "PARKCARBON_SSO_CLIENT_ID",
    "PARKCARBON_SSO_CLIENT_SECRET",
    "PARKCARBON_SSO_NAME",
    "PARKCARBON_BREACHED_PASSWORDS_FILE",
    "PARKCARBON_SMTP_URL",
    "PARKCARBON_SMTP_FROM",
    "PARKCARBON_MAIL_DOMAINS",
    "PARKCARBON_WEBHOOK_NETWORKS",
)
KEPT = (
    *REPLACES,
    "PARKCARBON_DATABASE_APP_URL",
    "PARKCARBON_DATABASE_INGEST_URL",
    "PARKCARBON_DATABASE_DIRECTORY_URL",
    *MQTT,
    "PARKCARBON_SECRET_KEY",
    "PARKCARBON_SECRET_KEY_FORMER",
    "PARKCARBON_HTTP_HOST",
    "PARKCARBON_HTTP_PORT",
    *WEB,
)
# Blocks of ports: the simulator serves one OPC UA server an edge.
OPCUA_PORTS = 16
OPCUA, HTTP = "opcua", "http"
PRIVILEGED = 1024  # ports below are root's


@dataclass(frozen=True)
class Environment:
    """Settings of the processes of one stack."""

    layout: Layout
    given: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)

    @classmethod
    def of(cls, layout: Layout) -> Self:
        """With what `up` was given, for commands in another terminal; one's own variables win."""
        kept = store.read_json(layout.run / "given.json")
        return cls(layout, {**kept, **os.environ})

    def remember(self) -> None:
        """Keep what this start was given."""
        kept = {name: self.given[name] for name in KEPT if self.given.get(name)}
        store.write_private(self.layout.run / "given.json", json.dumps(kept))

    @property
    def stack(self) -> Stack:
        """The private servers."""
        return Stack(self.layout.root)

    def is_replaced(self, server: str) -> bool:
        """Whether the user named a server of their own instead."""
        return any(self.given.get(name) for name, private in REPLACES.items() if private == server)

    def servers(self) -> list[Server]:
        """The private servers that are needed, in the order they start."""
        return [server for server in self.stack.servers if not self.is_replaced(server.name)]

    @property
    def http_host(self) -> str:
        """Where the API listens."""
        return self.given.get("PARKCARBON_HTTP_HOST") or "127.0.0.1"

    @property
    def http_port(self) -> int:
        """The API's port: given, or found and kept."""
        return int(self.given.get("PARKCARBON_HTTP_PORT") or store.port(self.layout, HTTP))

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        host = "127.0.0.1" if self.http_host in ("0.0.0.0", "::", "") else self.http_host  # noqa: S104 -- compared only
        return f"http://{host}:{self.http_port}"

    def settle_ports(self) -> None:
        """Before a start: other ports where somebody else has taken ours."""
        store.settle_port(self.layout, OPCUA, OPCUA_PORTS)
        if (problem := self.http_port_problem()) is not None:
            raise problem
        if not self.given.get("PARKCARBON_HTTP_PORT"):
            store.settle_port(self.layout, HTTP)

    def http_port_problem(self) -> LocalError | None:
        """What is wrong with the port that the user asked for; only while the stack is down."""
        wanted = self.given.get("PARKCARBON_HTTP_PORT")
        if not wanted:
            return None
        if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
            return LocalError(
                f"PARKCARBON_HTTP_PORT={wanted} is no port", remedy="set it to a number from 1 to 65535"
            )
        if store.is_free(int(wanted)):
            return None
        return LocalError(
            f"port {wanted} is taken" + (", or not for this user" if int(wanted) < PRIVILEGED else ""),
            remedy="set PARKCARBON_HTTP_PORT to another port, or end the program that listens there "
            f"(`ss -ltnp 'sport = :{wanted}'`)",
        )

    @property
    def opcua_port(self) -> int:
        """The first port of the simulator's OPC UA servers."""
        return store.port(self.layout, OPCUA, OPCUA_PORTS)

    def database_urls(self) -> dict[str, str]:
        """The database's address for the owner and each role."""
        if self.is_replaced("postgres"):
            names = ("", "APP_", "INGEST_", "DIRECTORY_")
            wanted = [f"PARKCARBON_DATABASE_{name}URL" for name in names]
            return {name: self.given[name] for name in wanted if self.given.get(name)}
        roles = self.stack.role_urls()
        return {
            "PARKCARBON_DATABASE_URL": self.stack.postgres.url(),
            "PARKCARBON_DATABASE_APP_URL": roles["pc_app"],
            "PARKCARBON_DATABASE_INGEST_URL": roles["pc_ingest"],
            "PARKCARBON_DATABASE_DIRECTORY_URL": roles["pc_directory"],
        }

    def broker(self) -> dict[str, str]:
        """How to reach the broker, rule over its log-ins, and what gateways are told of it."""
        given = {name: self.given[name] for name in ("PARKCARBON_MQTT_URL", *MQTT) if self.given.get(name)}
        if self.is_replaced("mosquitto"):
            return given
        mosquitto = self.stack.mosquitto
        return given | {
            "PARKCARBON_MQTT_URL": mosquitto.url(),
            "PARKCARBON_MQTT_CONTROL_URL": mosquitto.url(CONTROL),
            "PARKCARBON_MQTT_PUBLIC_URL": mosquitto.public_url,
            "PARKCARBON_MQTT_CA_FILE": str(mosquitto.authority_file),
        }

    def client_programs(self) -> dict[str, str]:
        """Where programs for backups are: of our own server its own."""
        given = self.given.get("PARKCARBON_POSTGRES_BIN", "")
        if given or self.is_replaced("postgres"):
            return {"PARKCARBON_POSTGRES_BIN": given}
        return {"PARKCARBON_POSTGRES_BIN": str(self.stack.postgres.programs)}

    def variables(self, *, demo: bool) -> dict[str, str]:
        """All settings of the platform's and the web's processes."""
        secret = self.given.get("PARKCARBON_SECRET_KEY") or store.secret(self.layout, "secret-key")
        return {
            **self.database_urls(),
            "PARKCARBON_REDIS_URL": self.given.get("PARKCARBON_REDIS_URL") or self.stack.valkey.url,
            **self.broker(),
            "PARKCARBON_SECRET_KEY": secret,
            "PARKCARBON_SECRET_KEY_FORMER": self.given.get("PARKCARBON_SECRET_KEY_FORMER", ""),
            "PARKCARBON_HTTP_HOST": self.http_host,
            "PARKCARBON_HTTP_PORT": str(self.http_port),
            **{name: self.given[name] for name in WEB if self.given.get(name)},
            **self.client_programs(),
            "PARKCARBON_FONT_DIR": self.given.get("PARKCARBON_FONT_DIR") or fonts_tree.known(),
            **({"PARKCARBON_DEMO": "1", "PARKCARBON_DEMO_DIR": str(self.layout.demo)} if demo else {}),
        }
