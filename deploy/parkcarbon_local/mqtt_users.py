"""Users of the MQTT broker and what each may publish and receive."""

import base64
import hashlib
import os
import re
from dataclasses import dataclass

# mosquitto's own format and effort: $7$iterations$salt$PBKDF2-HMAC-SHA512
ITERATIONS = 101
SALT_BYTES = 12
KEY_BYTES = 64
# Anything else could start a new line or another rule in the broker's files.
SAFE_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
SAFE_TOPIC = re.compile(r"[^\s\x00-\x1f]{1,200}")


@dataclass(frozen=True)
class BrokerUser:
    """A log-in, and the topic filters it may use."""

    username: str
    password: str
    publish: tuple[str, ...] = ()
    subscribe: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not SAFE_NAME.fullmatch(self.username):
            raise ValueError(f"user name {self.username!r}: letters, digits, dot, dash and underscore only")
        for topic in (*self.publish, *self.subscribe):
            if not SAFE_TOPIC.fullmatch(topic):
                raise ValueError(f"topic {topic!r}: no spaces or control characters")


def hashed(password: str, salt: bytes) -> str:
    """The password as mosquitto's password file keeps it."""
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS, KEY_BYTES)
    return f"$7${ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}"


def password_file(users: list[BrokerUser]) -> str:
    """The broker's password file."""
    return "".join(f"{user.username}:{hashed(user.password, os.urandom(SALT_BYTES))}\n" for user in users)


def acl_file(users: list[BrokerUser]) -> str:
    """The broker's access list: nobody may do what is not written here."""
    lines = []
    for user in users:
        lines.append(f"user {user.username}")
        both = [topic for topic in user.publish if topic in user.subscribe]
        lines += [f"topic readwrite {topic}" for topic in both]
        lines += [f"topic write {topic}" for topic in user.publish if topic not in both]
        lines += [f"topic read {topic}" for topic in user.subscribe if topic not in both]
    return "\n".join(lines) + "\n"


def everything(username: str, password: str) -> BrokerUser:
    """A user with all rights, for administration and tests."""
    return BrokerUser(username, password, publish=("#",), subscribe=("#",))


def platform(username: str, password: str) -> BrokerUser:
    """The platform: reads what parks send, writes acknowledgements and configurations."""
    return BrokerUser(username, password, publish=("pc/v1/#",), subscribe=("pc/v1/#",))


def edge(username: str, password: str, partition: str, park: str, code: str) -> BrokerUser:
    """An edge: its own topics only."""
    own = f"pc/v1/{partition}/{park}/edge/{code}"
    return BrokerUser(
        username, password, publish=(f"{own}/up", f"{own}/state"), subscribe=(f"{own}/ack", f"{own}/config")
    )
