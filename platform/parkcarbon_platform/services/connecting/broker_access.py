"""Who may log in at the broker and do what there: an interface, and mosquitto's dynamic security behind it.

Each call is a connection of its own: log-ins are made rarely, and a connection that was kept would have to
be watched.
"""

import json
import queue
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from paho.mqtt.reasoncodes import ReasonCode

from parkcarbon_platform.errors import NotFoundError, UnavailableError
from parkcarbon_platform.services.connecting import mqtt_client
from parkcarbon_platform.services.connecting.sparkplug_message import ROOT as SPARKPLUG
from parkcarbon_platform.settings import Settings

REQUEST = "$CONTROL/dynamic-security/v1"
RESPONSE = f"{REQUEST}/response"
TIMEOUT_S = 10.0
MISSING = ("Client not found", "Role not found")


class BrokerUnavailableError(UnavailableError):
    """The broker does not answer: whether it has done what was asked is not known, so ask again."""

    code = "broker_unavailable"
    remedy = "Check that the broker runs and PARKCARBON_MQTT_CONTROL_URL is its address; then try again."


class BrokerNotManagedError(UnavailableError):
    """The platform has no way to rule over this broker's log-ins."""

    code = "broker_not_managed"
    remedy = (
        "Set PARKCARBON_MQTT_CONTROL_URL to a log-in of a mosquitto with its dynamic security plugin, "
        "or give the log-ins at the broker by hand."
    )


class BrokerRefusedError(UnavailableError):
    """The broker refuses the platform, or what it asks."""

    code = "broker_refused"
    remedy = (
        "Check the log-in in PARKCARBON_MQTT_CONTROL_URL and its rights; the log of the broker says more."
    )


class LoginUnknownError(NotFoundError):
    """The broker has no such log-in."""

    code = "login_unknown"
    remedy = "Make the log-in anew."


@dataclass(frozen=True, slots=True)
class Grant:
    """A log-in: the one client id that it may use, and topic filters to publish to and receive from."""

    login: str
    client_id: str
    publish: tuple[str, ...]
    receive: tuple[str, ...]


class BrokerAccess(Protocol):
    """Rules over the log-ins of a broker; passwords go in and never come out."""

    def create(self, grant: Grant, password: str) -> None:
        """Let a log-in in, in place of one of the same name; whoever uses that one is thrown out."""

    def rotate(self, login: str, password: str) -> None:
        """Give another password and throw out whoever uses the log-in; raises LoginUnknownError."""

    def revoke(self, login: str) -> None:
        """Take a log-in away, and throw out whoever uses it; one that is not there is fine."""

    def known(self) -> frozenset[str]:
        """The names of all log-ins."""

    def rights(self, login: str) -> tuple[str, ...]:
        """The topic filters that a log-in may publish to, by the broker; raises LoginUnknownError."""


def new_password() -> str:
    """192 random bits that every client and configuration file can carry."""
    return secrets.token_hex(24)


def of(settings: Settings, *, timeout_s: float = TIMEOUT_S) -> BrokerAccess:
    """The broker that the settings name; raises BrokerNotManagedError where none can be ruled over."""
    if not settings.mqtt_control_url:
        raise BrokerNotManagedError("PARKCARBON_MQTT_CONTROL_URL is not set.")
    return MosquittoAccess(settings.mqtt_control_url, settings.mqtt_ca_file or None, timeout_s=timeout_s)


def edge_grant(partition: str, park: str, edge: str, client_id: str | None = None) -> Grant:
    """An edge at its own topics; without another client id it has its log-in's name."""
    own, login = f"pc/v1/{partition}/{park}/edge/{edge}", f"edge.{park}.{edge}"
    return Grant(
        login, client_id or login,
        (f"{own}/up", f"{own}/state", f"{own}/reply"), (f"{own}/ack", f"{own}/config", f"{own}/command"),
    )  # fmt: skip


def former_client_id(park: str, edge: str) -> str:
    """What edges use whose configuration names none. The park a-b's c and the park a's b-c have the same."""
    return f"pc-{park}-{edge}"


def device_grant(partition: str, park: str, device: str, client_id: str | None) -> Grant:
    """A bare device in its own subtree, and as the Sparkplug node of its code in the group of its park."""
    own, group = f"pc/v1/{partition}/{park}/device/{device}/#", f"{SPARKPLUG}/{park}"
    login = f"device.{park}.{device}"
    says = [f"{group}/{kind}/{device}" for kind in ("NBIRTH", "NDEATH", "NDATA")]
    says += [f"{group}/{kind}/{device}/+" for kind in ("DBIRTH", "DDEATH", "DDATA")]
    hears = [f"{group}/{kind}/{device}/#" for kind in ("NCMD", "DCMD")]
    return Grant(login, client_id or login, (own, *says), (own, *hears, f"{SPARKPLUG}/STATE/+"))


class MosquittoAccess:
    """Requests to `$CONTROL/dynamic-security/v1`; each log-in has one role, of the same name."""

    def __init__(self, url: str, ca_file: str | None = None, *, timeout_s: float = TIMEOUT_S) -> None:
        self._url, self._ca_file, self._timeout_s = url, ca_file, timeout_s

    def create(self, grant: Grant, password: str) -> None:
        """See `BrokerAccess`."""
        self._carry_out(
            {"command": "deleteClient", "username": grant.login},
            {"command": "deleteRole", "rolename": grant.login},
            {"command": "createRole", "rolename": grant.login, "acls": acls(grant)},
            {
                "command": "createClient", "username": grant.login, "password": password,
                "clientid": grant.client_id, "roles": [{"rolename": grant.login}],
            },
            fine=("deleteClient", "deleteRole"),
        )  # fmt: skip

    def rotate(self, login: str, password: str) -> None:
        """See `BrokerAccess`."""
        self._carry_out({"command": "setClientPassword", "username": login, "password": password})

    def revoke(self, login: str) -> None:
        """See `BrokerAccess`."""
        self._carry_out(
            {"command": "deleteClient", "username": login},
            {"command": "deleteRole", "rolename": login},
            fine=("deleteClient", "deleteRole"),
        )

    def known(self) -> frozenset[str]:
        """See `BrokerAccess`."""
        (answer,) = self._carry_out({"command": "listClients"})
        return frozenset(answer["data"]["clients"])

    def rights(self, login: str) -> tuple[str, ...]:
        """See `BrokerAccess`."""
        (answer,) = self._carry_out({"command": "getRole", "rolename": login})
        acls = answer["data"]["role"].get("acls", ())
        return tuple(a["topic"] for a in acls if a["acltype"] == "publishClientSend" and a.get("allow"))

    def _carry_out(
        self, *commands: Mapping[str, object], fine: Sequence[str] = ()
    ) -> list[Mapping[str, Any]]:
        """The answers to commands, in order; `fine` are those whose object may be missing."""
        answers = Exchange(self._url, self._ca_file, self._timeout_s).ask(commands)
        for command, answer in zip(commands, answers, strict=True):
            problem = answer.get("error")
            if not problem or (problem in MISSING and command["command"] in fine):
                continue
            if problem in MISSING:
                raise LoginUnknownError(
                    f"The broker does not know {command.get('username') or command.get('rolename')}."
                )
            raise BrokerRefusedError(f"The broker refuses {command['command']}: {problem}.")
        return answers


def acls(grant: Grant) -> list[dict[str, object]]:
    """The permissions of a role; what none names is denied."""
    wanted = [("publishClientSend", topic) for topic in grant.publish]
    for topic in grant.receive:
        wanted += [("subscribePattern", topic), ("publishClientReceive", topic)]
    return [{"acltype": kind, "topic": topic, "priority": 0, "allow": True} for kind, topic in wanted]


class Exchange:
    """One request to the broker and its answer, on a connection of its own."""

    def __init__(self, url: str, ca_file: str | None, timeout_s: float) -> None:
        self._address, self._timeout_s = urlsplit(url), timeout_s
        self._events: queue.Queue[Exception | list[Mapping[str, Any]]] = queue.Queue()
        self._number = secrets.token_hex(8)
        self._client = mqtt_client.client(self._address, f"parkcarbon-control-{self._number}", ca_file)

    def ask(self, commands: Sequence[Mapping[str, object]]) -> list[Mapping[str, Any]]:
        """Send the commands as one request; raises BrokerUnavailableError, BrokerRefusedError."""
        marked = [{**command, "correlationData": self._number} for command in commands]
        client = self._client
        client.on_connect = lambda *event: self._connected(event[3])
        client.on_subscribe = lambda *event: self._subscribed(event[3], json.dumps({"commands": marked}))
        client.on_publish = lambda *event: self._published(event[3])
        client.on_message = lambda *event: self._answered(event[2].payload, len(marked))
        try:
            port = self._address.port or mqtt_client.PORTS.get(self._address.scheme, 1883)
            client.connect(self._address.hostname or "", port)
            client.loop_start()
            found = self._events.get(timeout=self._timeout_s)
        except (OSError, queue.Empty) as error:
            raise BrokerUnavailableError(
                f"The broker does not answer: {error or 'no response in time'}."
            ) from error
        finally:
            client.disconnect()
            client.loop_stop()
        if isinstance(found, Exception):
            raise found
        return found

    def _connected(self, reason: ReasonCode) -> None:
        if reason.is_failure:
            self._events.put(BrokerRefusedError(f"The broker refuses the log-in: {reason}."))
        else:
            self._client.subscribe(RESPONSE, 1)

    def _subscribed(self, reasons: Sequence[ReasonCode], request: str) -> None:
        if any(reason.is_failure for reason in reasons):
            self._events.put(BrokerRefusedError("The log-in may not rule over others."))
        else:
            self._client.publish(REQUEST, request, 1)

    def _published(self, reason: ReasonCode) -> None:
        if reason.is_failure and str(reason) != "No matching subscribers":
            self._events.put(BrokerRefusedError(f"The broker refuses the request: {reason}."))

    def _answered(self, payload: bytes, count: int) -> None:
        """Take our own answer; a request that was no request at all has one without our number."""
        try:
            answers = json.loads(payload)["responses"]
        except (ValueError, KeyError, TypeError):
            self._events.put(BrokerRefusedError("The broker's answer cannot be read."))
            return
        if len(answers) == count and all(a.get("correlationData") == self._number for a in answers):
            self._events.put(answers)
        elif any("error" in a and "correlationData" not in a for a in answers):
            self._events.put(BrokerRefusedError(f"The broker refuses the request: {answers}."))
