"""The agent's configuration file (TOML) as typed objects; mistakes are named with line, key and remedy."""

import hashlib
import re
import stat
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from parkcarbon_edge import reach, wire
from parkcarbon_edge.errors import ConfigurationError, DesiredError, PasswordFileError
from parkcarbon_edge.fieldbus import (
    Dlt645Settings,
    ModbusSettings,
    bus_contradictions,
    no_address,
    number_contradictions,
)
from parkcarbon_edge.fields import path_steps
from parkcarbon_edge.sections import SLUG, ConnectorCommon, Fingerprint, Key, Positive, Slug
from parkcarbon_edge.words import Said

NODE = re.compile(r"^(ns=\d+;|nsu=[^;]+;)?(i=\d+|s=.+|g=[0-9A-Fa-f-]{36}|b=.+)$", re.DOTALL)
NOT_IN_FILE = ("sha256", "faulty")
SCHEMES = {"mqtt": ("mqtt", "mqtts"), "opcua": ("opc.tcp",)}


class UplinkSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[uplink]: the platform's broker, and how often readings are committed to the spool [s]."""

    url: str
    username: str | None = None
    password_file: str | None = None
    ca_file: str | None = None
    client_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,200}$")] | None = None
    cycle_s: Annotated[float, Meta(ge=0.02, le=60)] = 0.25


class SpoolSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[spool]: file, bounds on its live content [bytes] and on how long a row may wait [days], destination.

    `max_age_days` counts the time that the agent runs; without it only `max_bytes` bounds the spool.
    """

    path: str
    max_bytes: Annotated[int, Meta(ge=262_144)] = 1_000_000_000
    max_age_days: wire.AgeDays | None = None
    destination: Slug = "platform"

    @property
    def max_age_s(self) -> float | None:
        """The same in seconds."""
        return None if self.max_age_days is None else self.max_age_days * 86_400.0


class DestinationSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[destination]]: a second platform, or a broker of one's own, that gets all readings, too.

    `park`, `edge`, `partition`: what this edge is called there; as here unless given.
    """

    name: Slug
    url: str
    username: str | None = None
    password_file: str | None = None
    ca_file: str | None = None
    client_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,200}$")] | None = None
    park: Slug | None = None
    edge: Slug | None = None
    partition: Annotated[str, Meta(pattern="^[0-9a-f]{2}$")] | None = None

    def address(self, own: "Settings") -> wire.Address:
        """Where the edge lives in the topics of this destination."""
        partition = self.partition or (wire.partition_of(self.park) if self.park else own.partition)
        return wire.Address(partition, self.park or own.park, self.edge or own.edge)

    def login(self, own: "Settings") -> str:
        """The name that the broker of this destination knows the edge by."""
        address = self.address(own)
        return self.client_id or f"pc-{address.park}-{address.edge}"


class Faulty(NamedTuple):
    """A [[destination]] that cannot be used as it is written; `name` None where it has none to go by."""

    name: str | None
    label: str
    error: ConfigurationError


class ReachSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[reach]: networks with hosts that the platform may have this edge contact; see `reach`."""

    allow: list[str] = []


class OpcuaPoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[connector.point]] of an OPC UA connector.

    `period_s`: polls are aligned to it; a subscribed point is sampled twice as often.
    `time`: `source`, or `server` for a server whose source time stands still while the value is current.
    `index`: which element, from 0, where the node's value is an array.
    `scale`: value = the node's × scale, exact; for a node that shows Wh where the point is in kWh.
    """

    key: Key
    node: str
    index: Annotated[int, Meta(ge=0)] | None = None
    scale: int | float | str = 1
    sampling: Literal["poll", "subscribe"] = "poll"
    period_s: Positive = 60.0
    time: Literal["source", "server"] = "source"


class MqttPoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """[[connector.point]] of an MQTT connector: one value in the messages of a topic.

    `topic`: + stands for any one level, and {1}, {2} … in `key` for what stood there.
    `field`: a name within "values", or a path from the message's root: `$.data.meter[0]['kWh']`.
    `time`: the path of the time (seconds, milliseconds or ISO 8601) where it is not "t".
    `device`: with dialect "thingsboard", whose values; + for every device, which is {1} in `key` then.
    """

    key: Key
    topic: Annotated[str, Meta(min_length=1, max_length=500)]
    field: Annotated[str, Meta(min_length=1, max_length=200)]
    time: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    device: Annotated[str, Meta(min_length=1, max_length=200)] | None = None


class OpcuaSettings(ConnectorCommon, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="opcua"):
    """[[connector]] with type = "opcua".

    `security`, `security_mode`: the policy, and whether messages are signed only or encrypted too.
    `certificate_file`, `private_key_file`: the edge's own, where it shall not make them in `pki_folder`.
    `server_certificate_file`: the one certificate that the server must show, whatever the trust store says.
    `user_certificate_file`, `user_private_key_file`: log in as the person of this certificate.
    `trusted`: SHA-256 of certificates that the server may show, beside those in `pki_folder`.
    `allow_clear_password`: send the password even where neither channel nor token is encrypted.
    `pki_folder`: own/, trusted/ and rejected/ certificates; `pki` beside the spool unless given.
    `application_uri`: how the edge names itself; made of park and edge unless given.
    `backfill_s`: longest outage [s] that is read from the server's history after a reconnect.
    `backfill_first_s`: how far back [s] the first connection of all reads.
    """

    endpoint: str
    security: Literal["none", "Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss"] = "none"
    security_mode: Literal["Sign", "SignAndEncrypt"] = "SignAndEncrypt"
    certificate_file: str | None = None
    private_key_file: str | None = None
    server_certificate_file: str | None = None
    user_certificate_file: str | None = None
    user_private_key_file: str | None = None
    trusted: list[Fingerprint] = msgspec.field(default_factory=list)
    allow_clear_password: bool = False
    pki_folder: str = ""
    application_uri: str = ""
    timeout_s: Positive = 10.0
    backfill_s: Annotated[float, Meta(ge=0)] = 604_800.0
    backfill_first_s: Annotated[float, Meta(ge=0)] = 600.0
    point: list[OpcuaPoint] = msgspec.field(default_factory=list)


class MqttSettings(ConnectorCommon, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="mqtt"):
    """[[connector]] with type = "mqtt".

    `certificate_file`, `private_key_file`: the edge's own, for brokers that ask for one (mqtts).
    `dialect`: "values" {"t": ms, "values": {…}} and paths, or "thingsboard": its gateway telemetry.
    """

    url: str
    ca_file: str | None = None
    certificate_file: str | None = None
    private_key_file: str | None = None
    version: Literal["5", "3.1.1"] = "5"
    dialect: Literal["values", "thingsboard"] = "values"
    request_timeout_s: Positive = 20.0
    point: list[MqttPoint] = msgspec.field(default_factory=list)


ConnectorSettings = OpcuaSettings | MqttSettings | ModbusSettings | Dlt645Settings


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole configuration of an agent."""

    park: Slug
    edge: Slug
    partition: Annotated[str, Meta(pattern="^[0-9a-f]{2}$")]
    uplink: UplinkSettings
    spool: SpoolSettings
    reach: ReachSettings = ReachSettings()
    destination: list[DestinationSettings] = []
    connector: list[ConnectorSettings] = []
    sha256: str = ""
    faulty: tuple[Faulty, ...] = ()  # never in the file: what is wrong there with destinations

    @property
    def client_id(self) -> str:
        """The name that the broker knows this edge by: as enrolled, else as it was before that named one."""
        return self.uplink.client_id or f"pc-{self.park}-{self.edge}"


def load_settings(path: Path) -> Settings:
    """Read and check the file; raises `ConfigurationError` that says where and what to do.

    A destination beside the platform that cannot be used is `faulty` and stops nothing else.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            path,
            f"cannot be read ({error.strerror}).",
            "Give the path of a readable TOML file with --config.",
        ) from error
    settings = parse_usable(content, path)
    return msgspec.structs.replace(settings, sha256=hashlib.sha256(content).hexdigest())


def parse_settings(content: bytes, path: Path) -> Settings:
    """Settings of the file's content; `path` is for messages."""
    settings = parse_usable(content, path)
    for faulty in settings.faulty:
        raise faulty.error
    return settings


def parse_usable(content: bytes, path: Path) -> Settings:
    """The same, where a destination that cannot be used is told as `faulty` and stops nothing else."""
    try:
        text = content.decode()
        raw = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigurationError(path, "is not UTF-8 text.", "Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise ConfigurationError(
            path, f"is not TOML: {error}.", "Correct the syntax there.", int(found[1]) if found else None
        ) from error
    sections = raw.get("destination", [])
    if isinstance(sections, list):
        raw["destination"] = []
    try:
        settings = msgspec.convert({n: v for n, v in raw.items() if n not in NOT_IN_FILE}, Settings)
    except msgspec.ValidationError as error:
        raise _explain(path, text, error) from error
    for place, problem, remedy in _contradictions(settings):
        line, key = locate(text, place)
        raise ConfigurationError(path, problem, remedy, line, key)
    return _with_destinations(_with_defaults(settings), sections, path, text)


def _with_destinations(settings: Settings, sections: list[object], path: Path, text: str) -> Settings:
    usable: list[DestinationSettings] = []
    faulty: list[Faulty] = []

    def taken() -> set[str]:
        return {"platform", settings.spool.destination, *(one.name for one in usable)}

    for i, section in enumerate(sections):
        try:
            one = msgspec.convert(section, DestinationSettings)
        except msgspec.ValidationError as error:
            faulty.append(_faulty(section, i, taken(), _explain(path, text, error, ["destination", i])))
            continue
        for place, problem, remedy in _destination_contradictions(settings, usable, one, i):
            line, key = locate(text, place)
            found = ConfigurationError(path, problem, remedy, line, key)
            faulty.append(_faulty(section, i, taken(), found))
            break
        else:
            usable.append(one)
    return msgspec.structs.replace(settings, destination=usable, faulty=tuple(faulty))


def _faulty(section: object, i: int, taken: set[str], error: ConfigurationError) -> Faulty:
    """By its name, where that is one and nobody else's."""
    name = section.get("name") if isinstance(section, dict) else None
    is_name = isinstance(name, str) and re.fullmatch(SLUG, name) and name not in taken
    return Faulty(name if is_name else None, f"destination-{i + 1}", error)


def opcua_defaults(settings: Settings) -> dict[str, str]:
    """What an OPC UA connector has of its edge: where certificates are, and how the edge names itself."""
    return {
        "pki_folder": str(Path(settings.spool.path).with_name("pki")),
        "application_uri": f"urn:parkcarbon:edge:{settings.park}:{settings.edge}",
    }


def _with_defaults(settings: Settings) -> Settings:
    defaults = opcua_defaults(settings)

    def filled(connector: ConnectorSettings) -> ConnectorSettings:
        if not isinstance(connector, OpcuaSettings):
            return connector
        missing = {name: value for name, value in defaults.items() if not getattr(connector, name)}
        return msgspec.structs.replace(connector, **missing)

    return msgspec.structs.replace(settings, connector=[filled(c) for c in settings.connector])


def _explain(
    path: Path, text: str, error: msgspec.ValidationError, at: Sequence[str | int] = ()
) -> ConfigurationError:
    message, _, place = str(error).partition(" - at `$")
    steps = [*at, *(int(s) if s.isdigit() else s for s in re.findall(r"\w+", place))]
    unknown = re.search(r"unknown field `(\w+)`", message)
    missing = re.search(r"missing required field `(\w+)`", message)
    if unknown:
        steps.append(unknown[1])
        remedy = "Remove or correct the name of this key."
    elif missing:
        steps.append(missing[1])
        remedy = f"Add {missing[1]} = … to this section."
    else:
        remedy = "Give this key a value of that kind."
    line, key = locate(text, steps)
    return ConfigurationError(path, message + ".", remedy, line, key)


def with_connectors(base: Settings, sections: list[dict[str, Any]], need_points: bool = True) -> Settings:
    """The edge with these [[connector]] sections in place of its own; raises `DesiredError`."""
    try:
        connectors = msgspec.convert(sections, list[ConnectorSettings])
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        why = Said(f"{message}.", "malformed", said=message)
        raise DesiredError(why, "Correct it and save again.", _names(sections, place)) from error
    settings = msgspec.structs.replace(base, connector=connectors)
    for steps, problem, remedy in _contradictions(settings, need_points):
        place = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps[1:])
        raise DesiredError(problem, remedy, _names(sections, place))
    return _with_defaults(settings)


def _names(sections: list[dict[str, Any]], place: str) -> dict[str, str]:
    """A place like "[0].point[2].period_s" by the names that people gave."""
    found = re.match(r"\[(\d+)\](?:\.point\[(\d+)\])?(?:\.(\w+))?", place)
    if found is None:
        return {}
    section = sections[int(found[1])]
    names = {"connector": str(section.get("name", found[1]))}
    if found[2] is not None:
        point = section["point"][int(found[2])]
        names["point"] = str(point.get("key", found[2]) if isinstance(point, dict) else found[2])
    return names | ({"setting": found[3]} if found[3] else {})


def _contradictions(
    settings: Settings, need_points: bool = True
) -> Iterator[tuple[list[str | int], str, str]]:
    """(place, problem, remedy) of what is well formed and still cannot work."""
    yield from _bad_url(["uplink", "url"], settings.uplink.url, "mqtt")
    for network in settings.reach.allow:
        try:
            reach.networks([network])
        except ValueError:
            yield ["reach", "allow"], f"'{network}' is no network.", 'Write it like "10.20.0.0/16".'
    names: set[str] = set()
    keys: set[str] = set()
    for i, connector in enumerate(settings.connector):
        place: list[str | int] = ["connector", i]
        if connector.name in names:
            yield [*place, "name"], used_twice(connector.name), "Give each connector its own name."
        names.add(connector.name)
        if need_points and not connector.point:
            yield (
                place,
                Said(f"connector '{connector.name}' has no point.", "no_point"),
                "Add [[connector.point]] sections to it.",
            )
        yield from _connector_contradictions(place, connector)
        for j, key in enumerate([point.key for point in connector.point]):
            if key in keys:
                yield (
                    [*place, "point", j, "key"],
                    used_twice(key),
                    "Keys are unique within the edge.",
                )
            keys.add(key)


def used_twice(name: str) -> Said:
    """What must be one of its kind is not."""
    return Said(f"'{name}' is used twice.", "used_twice", name=name)


def _destination_contradictions(
    settings: Settings, others: Sequence[DestinationSettings], one: DestinationSettings, i: int
) -> Iterator[tuple[list[str | int], str, str]]:
    place: list[str | int] = ["destination", i]
    yield from _bad_url([*place, "url"], one.url, "mqtt")
    if one.name in {"platform", settings.spool.destination, *(other.name for other in others)}:
        yield [*place, "name"], used_twice(one.name), "Give each destination its own name."
    ways = {(settings.uplink.url, settings.client_id)}
    ways |= {(other.url, other.login(settings)) for other in others}
    if (one.url, one.login(settings)) in ways:  # a broker ends the older connection of a name
        said = f"'{one.name}' is the same broker and client id as another way."
        yield (
            [*place, "url"], Said(said, "same_way", name=one.name),
            "Say what this edge is called there: park and edge, or client_id.",
        )  # fmt: skip


def _connector_contradictions(
    place: list[str | int], connector: ConnectorSettings
) -> Iterator[tuple[list[str | int], str, str]]:
    if connector.mode == "history" and not connector.history_days:
        said = Said('mode = "history" needs history_days.', "no_history_days")
        yield place, said, "Say how many days back: history_days = 400."
    if isinstance(connector, MqttSettings):
        yield from _bad_url([*place, "url"], connector.url, "mqtt")
        yield from _mqtt_contradictions(place, connector)
    elif isinstance(connector, OpcuaSettings):
        yield from _opcua_contradictions(place, connector)
    else:
        for steps, problem, remedy in bus_contradictions(connector):
            yield [*place, *steps], problem, remedy


def _opcua_contradictions(
    place: list[str | int], connector: OpcuaSettings
) -> Iterator[tuple[list[str | int], str, str]]:
    yield from _bad_url([*place, "endpoint"], connector.endpoint, "opcua")
    yield from _security_contradictions(place, connector)
    for j, point in enumerate(connector.point):
        if not NODE.match(point.node):
            yield (
                [*place, "point", j, "node"],
                Said(f"'{point.node}' is no node id.", "no_node", node=point.node),
                "Write nsu=<namespace URI>;s=<name>, or ns=<index>;i=<number>.",
            )  # fmt: skip
        for name, problem, remedy in number_contradictions(point, ("scale",)):
            yield [*place, "point", j, name], problem, remedy


def _mqtt_contradictions(
    place: list[str | int], connector: MqttSettings
) -> Iterator[tuple[list[str | int], str, str]]:
    yield from _half_pairs(place, connector, (("certificate_file", "private_key_file"),))
    for j, point in enumerate(connector.point):
        here: list[str | int] = [*place, "point", j]
        levels = point.topic.split("/")
        if "#" in point.topic or any("+" in level and level != "+" for level in levels):
            said = Said(f"'{point.topic}' has a wildcard that is not +.", "topic_wildcard", topic=point.topic)
            yield [*here, "topic"], said, "Write + for one level."
        elif "+" in levels and connector.mode == "history":
            said = Said(f"'{point.topic}' has a wildcard.", "topic_of_past", topic=point.topic)
            yield [*here, "topic"], said, "Name each meter to read its history."
        for name in ("field", "time"):
            path = getattr(point, name)
            if path and (name == "time" or path.startswith("$")) and not path_steps(path):
                said = Said(f"'{path}' is no path.", "no_path", path=path)
                yield [*here, name], said, "Write $.name.list[0]['other name']."
        if connector.dialect == "thingsboard" and not point.device:
            yield here, Said("has no device.", "no_device"), 'Give device = "name", or "+" for every device.'


def _security_contradictions(
    place: list[str | int], connector: OpcuaSettings
) -> Iterator[tuple[list[str | int], str, str]]:
    pairs = (
        ("certificate_file", "private_key_file"),
        ("user_certificate_file", "user_private_key_file"),
    )
    yield from _half_pairs(place, connector, pairs)
    if connector.user_certificate_file and connector.username:
        yield (
            [*place, "username"], Said("and user_certificate_file are two ways to log in.", "two_logins"),
            "Keep one of the two.",
        )  # fmt: skip


def _half_pairs(
    place: list[str | int], connector: ConnectorSettings, pairs: tuple[tuple[str, str], ...]
) -> Iterator[tuple[list[str | int], str, str]]:
    for certificate, key in pairs:
        if bool(getattr(connector, certificate)) != bool(getattr(connector, key)):
            given = certificate if getattr(connector, certificate) else key
            said = Said("is half of a pair.", "half_pair", certificate=certificate, key=key)
            yield [*place, given], said, f"Give {certificate} and {key} together."


def _bad_url(place: list[str | int], url: str, protocol: str) -> Iterator[tuple[list[str | int], str, str]]:
    schemes = SCHEMES[protocol]
    try:
        parts = urlsplit(url)
        usable = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
        parts = urlsplit("")
    if not usable:
        yield place, no_address(url, f"{schemes[0]}://host:port"), f"Write {schemes[0]}://host:port."
    elif parts.password or parts.username:
        said = Said("holds a user name or password.", "login_in_address")
        yield place, said, "Use username and password_file instead."


def locate(text: str, place: list[str | int]) -> tuple[int | None, str]:
    """(line, dotted key) of a place like ["connector", 1, "point", 0, "node"] in the TOML text.

    Where the key itself is not in the file, the line is that of its section.
    """
    counts = {"connector": -1, "connector.point": -1, "destination": -1}
    wanted = [step for step in place if isinstance(step, int)]
    names = [step for step in place if isinstance(step, str)]
    section, line = "", None
    for number, content in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\[?\s*([\w.]+)\s*\]", content)
        if header:
            section = header[1]
            if section in counts:
                counts[section] += 1
            if section == "connector":
                counts["connector.point"] = -1
        depth = section.count(".") + 1 if section else 0
        of_list = ["destination"] if section == "destination" else ["connector", "connector.point"]
        here = [counts[name] for name in of_list][: len(wanted)]
        if names[:depth] != (section.split(".") if section else []) or (
            depth and here[:depth] != wanted[:depth]
        ):
            continue
        if header and len(wanted) <= depth:
            line = number
        entry = re.match(r"\s*([\w-]+)\s*=", content)
        if entry and names[depth:] == [entry[1]]:
            return number, ".".join(names)
    return line, ".".join(names)


def read_password(path: str | None) -> str | None:
    """The password in the file (None for no file); raises `PasswordFileError` unless it is private."""
    if path is None:
        return None
    file = Path(path)
    try:
        mode = file.stat().st_mode
        content = file.read_text().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PasswordFileError(
            file,
            "cannot be read",
            "Create it, readable for the agent's user (chmod 600), or correct the path.",
        ) from error
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        raise PasswordFileError(file, "is open to every user of the machine", f"Run: chmod 600 {file}")
    if not content:
        raise PasswordFileError(file, "is empty", "Write the password into it.")
    return content
