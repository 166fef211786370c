"""Users of the MQTT broker and what each may do, as its dynamic security plugin keeps them."""

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# mosquitto's own effort. Our passwords are 192 random bits: more would protect nothing and slow log-ins.
ITERATIONS = 101
SALT_BYTES = 12
KEY_BYTES = 64
SAFE_NAME = re.compile(r"[A-Za-z0-9._-]{1,200}")
SAFE_TOPIC = re.compile(r"[^\s\x00-\x1f]{1,200}")
CONTROL_TOPICS = "$CONTROL/dynamic-security/#"
# Nobody may do what no role allows.
DENIED = {"publishClientSend": False, "publishClientReceive": False, "subscribe": False, "unsubscribe": True}
Content = Mapping[str, Any]


@dataclass(frozen=True)
class BrokerUser:
    """A log-in, the topic filters it may use, and the one client id it is bound to (None: any)."""

    username: str
    password: str
    publish: tuple[str, ...] = ()
    subscribe: tuple[str, ...] = ()
    client_id: str | None = None

    def __post_init__(self) -> None:
        for name in (self.username, *([] if self.client_id is None else [self.client_id])):
            if not SAFE_NAME.fullmatch(name):
                raise ValueError(f"{name!r}: letters, digits, dot, dash and underscore only")
        for topic in (*self.publish, *self.subscribe):
            if not SAFE_TOPIC.fullmatch(topic):
                raise ValueError(f"topic {topic!r}: no spaces or control characters")

    @property
    def role(self) -> dict[str, Any]:
        """What the user may do; a role of its own, of the same name."""
        acls = [acl("publishClientSend", topic) for topic in self.publish]
        for topic in self.subscribe:
            acls += [acl("subscribePattern", topic), acl("publishClientReceive", topic)]
        return {"rolename": self.username, "acls": acls}

    @property
    def client(self) -> dict[str, Any]:
        """The user without the password."""
        bound = {} if self.client_id is None else {"clientid": self.client_id}
        return {"username": self.username, "roles": [{"rolename": self.username}], "groups": [], **bound}


def acl(kind: str, topic: str) -> dict[str, Any]:
    """One permission."""
    return {"acltype": kind, "topic": topic, "priority": 0, "allow": True}


def hashed(password: str, salt: bytes) -> dict[str, Any]:
    """The password as the plugin keeps it: PBKDF2 with HMAC-SHA512."""
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS, KEY_BYTES)
    return {
        "password": base64.b64encode(key).decode(),
        "salt": base64.b64encode(salt).decode(),
        "iterations": ITERATIONS,
    }


def with_users(content: Content, users: Iterable[BrokerUser]) -> dict[str, Any]:
    """The plugin's file with these users added, or replaced where it has them."""
    given = {user.username: user for user in users}
    clients = [c for c in content.get("clients", []) if c["username"] not in given]
    roles = [r for r in content.get("roles", []) if r["rolename"] not in given]
    salted = [user.client | hashed(user.password, os.urandom(SALT_BYTES)) for user in given.values()]
    return {
        "clients": clients + salted,
        "groups": content.get("groups", []),
        "roles": roles + [user.role for user in given.values()],
        "defaultACLAccess": DENIED,
    }


def commands(user: BrokerUser) -> list[dict[str, Any]]:
    """What a running broker is told, so that it has the user as given, whatever it had before."""
    return [
        {"command": "deleteClient", "username": user.username},
        {"command": "deleteRole", "rolename": user.username},
        {"command": "createRole", **user.role},
        {"command": "createClient", **user.client, "password": user.password},
    ]


def everything(username: str, password: str) -> BrokerUser:
    """A user with all rights, for administration and tests."""
    every = ("#", "$SYS/#", CONTROL_TOPICS)
    return BrokerUser(username, password, publish=every, subscribe=every)


def platform(username: str, password: str) -> BrokerUser:
    """The ingest: reads what parks send, writes acknowledgements, and is the host of Sparkplug nodes.

    Its processes choose their client ids.
    """
    return BrokerUser(
        username, password,
        publish=("pc/v1/+/+/edge/+/ack", "spBv1.0/STATE/+", "spBv1.0/+/NCMD/+"),
        subscribe=(
            "pc/v1/+/+/edge/+/up", "pc/v1/+/+/edge/+/state", "pc/v1/+/+/device/#", "spBv1.0/STATE/+",
            *(f"spBv1.0/+/{kind}/+" for kind in ("NBIRTH", "NDEATH", "NDATA")),
            *(f"spBv1.0/+/{kind}/+/+" for kind in ("DBIRTH", "DDEATH", "DDATA")),
        ),
    )  # fmt: skip


def control(username: str, password: str) -> BrokerUser:
    """The one who rules over log-ins, and speaks to edges beside their readings."""
    edge = "pc/v1/+/+/edge/+"
    return BrokerUser(
        username, password, publish=(f"{edge}/config", f"{edge}/command", CONTROL_TOPICS),
        subscribe=(f"{edge}/state", f"{edge}/reply", "$SYS/broker/log/#", CONTROL_TOPICS),
    )  # fmt: skip


def edge(username: str, password: str, partition: str, park: str, code: str) -> BrokerUser:
    """An edge: its own topics only."""
    own = f"pc/v1/{partition}/{park}/edge/{code}"
    return BrokerUser(
        username, password, publish=(f"{own}/up", f"{own}/state", f"{own}/reply"),
        subscribe=(f"{own}/ack", f"{own}/config", f"{own}/command"), client_id=f"pc-{park}-{code}",
    )  # fmt: skip
