"""The demo park: described by the simulator, entered into the platform, known to the broker."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from parkcarbon_local import mqtt_users, store
from parkcarbon_local.environment import Environment
from parkcarbon_local.layout import Layout
from parkcarbon_local.mqtt_users import BrokerUser
from parkcarbon_local.programs import script

HISTORY_DAYS = "400"
ADMIN = "admin"
# A point that has readings goes on meaning the same, in the demo too: another demo park needs another folder.
CHANGED_REMEDY = (
    "the demo park of this version does not fit the data of the one before: `parkcarbon reset` deletes that "
    "data, or set PARKCARBON_DATA_DIR to another folder and keep it"
)


@dataclass(frozen=True)
class Login:
    """A demo user of the web."""

    login: str
    password: str
    role: str


def park_file(layout: Layout) -> Path:
    """What `parkcarbon park apply` reads."""
    return layout.demo / "park.yaml"


def describe_command(environment: Environment) -> list[str]:
    """Writes the park file, the edges' configurations and the list of broker clients."""
    broker = environment.given.get("PARKCARBON_MQTT_URL") or environment.stack.mosquitto.url()
    folder, port = str(environment.layout.demo), str(environment.opcua_port)
    return [
        script("parkcarbon-simulator"), "describe", "--scenario", "demo", "--dir", folder,
        "--opcua-port", port, "--mqtt-url", broker_address(broker),
        "--history-days", environment.given.get("PARKCARBON_DEMO_HISTORY_DAYS") or HISTORY_DAYS,
    ]  # fmt: skip


def broker_address(url: str) -> str:
    """The broker's address without the platform's log-in: edges and meters have their own."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def apply_command(layout: Layout) -> list[str]:
    """Enters the park and its users."""
    passwords = layout.demo / "passwords.json"
    store.write_private(passwords, json.dumps({user.login: user.password for user in logins(layout)}))
    platform = script("parkcarbon-platform")
    return [platform, "park", "apply", str(park_file(layout)), "--passwords-file", str(passwords)]


def reports_command(layout: Layout) -> list[str]:
    """Enters what people of the park report where no meter is."""
    return [script("parkcarbon-platform"), "activity", "enter", "demo", str(layout.demo / "reports.yaml")]


def budgets_command(layout: Layout) -> list[str]:
    """Sets the demo's budgets, those of a year once: what people change stays."""
    platform = script("parkcarbon-platform")
    return [platform, "budgets", "enter", "demo", str(layout.demo / "budgets.json"), "--if-new"]


def alerts_command() -> list[str]:
    """Adds the rules of alerts that most parks want, once: what people change or remove stays."""
    return [script("parkcarbon-platform"), "alerts", "recommend", "demo", "--if-none"]


def norms_command(layout: Layout) -> list[str]:
    """Keeps the demo's norms that are not kept already."""
    platform = script("parkcarbon-platform")
    return [platform, "benchmark", "enter", "demo", str(layout.demo / "norms.json"), "--if-new"]


def logins(layout: Layout) -> list[Login]:
    """The demo users with their generated passwords, none before the park is described."""
    if not park_file(layout).exists():
        return []
    users = yaml.safe_load(park_file(layout).read_text()).get("users") or []
    known = [(str(user["login"]), str(user["role"])) for user in users]
    return [
        Login(login, store.secret(layout, f"login-{login}")[:16], role)
        for login, role in [*known, (ADMIN, "admin")]
    ]


def admin_command() -> list[str]:
    """Makes the demo's administrator, where there is none yet; the password is its input."""
    platform = script("parkcarbon-platform")
    return [platform, "user", "add", ADMIN, "--admin", "--if-new", "--name", "平台管理员 Admin"]


def admin_password(layout: Layout) -> str:
    """That of the demo's administrator."""
    return next(user.password for user in logins(layout) if user.login == ADMIN)


def broker_users(layout: Layout) -> list[BrokerUser]:
    """Each edge and the meters, each with its own password and topics."""
    clients = json.loads((layout.demo / "mqtt-clients.json").read_text())
    return [broker_user(client, store.secret(layout, f"mqtt-{client['username']}")) for client in clients]


def broker_user(client: dict[str, Any], password: str) -> BrokerUser:
    """A client of the simulator's list as a user of the broker."""
    if client["kind"] == "edge":
        return mqtt_users.edge(
            client["username"], password, client["partition"], client["park"], client["edge"]
        )
    topics = {name: tuple(filters) for name, filters in client["topics"].items()}
    return BrokerUser(
        client["username"], password, topics["publish"], topics["subscribe"], client["client_id"]
    )


def hand_out_passwords(layout: Layout, users: list[BrokerUser]) -> None:
    """Put each password where its client's configuration says it is."""
    folder = layout.demo / "credentials"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for user in users:
        store.write_private(folder / f"{user.username}.password", user.password)


def is_serving(layout: Layout) -> bool:
    """Whether the simulator says that its servers are up."""
    try:
        pid = int((layout.demo / "simulator.ready").read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return False
    return True
