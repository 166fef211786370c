"""One message as a gateway sends it, with a key that nobody knows: a gateway configured ahead of the park."""

import json
import threading
import tomllib
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from parkcarbon_simulators.description.edge_files import fault_username
from parkcarbon_simulators.errors import NoBrokerError
from parkcarbon_simulators.plants.points import Point

ANSWER_S = 20.0


def send_unknown(folder: Path, point: Point, time_s: float) -> str:
    """Publish one reading of an unknown key as the point's edge, in a spool of its own; the key."""
    edge = tomllib.loads((folder / "edges" / f"{point.edge}.toml").read_text(encoding="utf-8"))
    key = f"{point.code}-unknown"
    time_ms = int(time_s * 1000)
    spool = str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:parkcarbon:{key}:{time_ms}"))
    batch = {"v": 1, "spool": spool, "seq": 1, "prev": 0, "readings": [[key, time_ms, 1.0, 0]], "gaps": []}
    topic = f"pc/v1/{edge['partition']}/{edge['park']}/edge/{edge['edge']}/up"
    _publish(edge["uplink"], topic, json.dumps(batch))
    return key


def _publish(uplink: dict[str, str], topic: str, payload: str) -> None:
    url = urlsplit(uplink["url"])
    user = fault_username(uplink["username"])  # as the edge itself it would take over the edge's session
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=user, protocol=mqtt.MQTTv5)
    password = Path(uplink["password_file"]).with_name(f"{user}.password")
    if not password.is_file():
        raise NoBrokerError(uplink["url"], f"{password} is not there")
    client.username_pw_set(user, password.read_text(encoding="utf-8").strip())
    arrived = threading.Event()
    client.on_publish = lambda *_: arrived.set()
    try:
        client.connect(url.hostname or "127.0.0.1", url.port or 1883)
    except OSError as error:
        raise NoBrokerError(uplink["url"], str(error)) from error
    client.loop_start()
    try:
        client.publish(topic, payload, qos=1)
        if not arrived.wait(ANSWER_S):
            raise NoBrokerError(uplink["url"], "it does not take the message")
    finally:
        client.disconnect()
        client.loop_stop()
