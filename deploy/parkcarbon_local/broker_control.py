"""Tell a running broker who may log in: requests to its dynamic security plugin, and their answers."""

import json
import queue
from collections.abc import Sequence
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from parkcarbon_local.errors import StartError

REQUEST = "$CONTROL/dynamic-security/v1"
TIMEOUT_S = 60.0
# What is to be gone may be gone already.
FINE = {"deleteClient": "Client not found", "deleteRole": "Role not found"}


def carry_out(port: int, username: str, password: str, commands: Sequence[dict[str, Any]]) -> None:
    """Have the broker on this machine carry out commands; StartError where it does not."""
    answers: queue.Queue[bytes | str] = queue.Queue()
    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
    client.username_pw_set(username, password)

    def connected(*event: Any) -> None:  # noqa: ANN401 -- paho passes five things of five types
        if event[3].is_failure:
            answers.put(f"refused: {event[3]}")
        else:
            client.subscribe(f"{REQUEST}/response", 1)

    def subscribed(*_: object) -> None:
        client.publish(REQUEST, json.dumps({"commands": commands}), 1)

    client.on_connect = connected
    client.on_subscribe = subscribed
    client.on_message = lambda *event: answers.put(event[2].payload)
    try:
        client.connect("127.0.0.1", port)
        client.loop_start()
        answer = answers.get(timeout=TIMEOUT_S)
    except (OSError, queue.Empty) as error:
        raise StartError("mosquitto", f"did not answer: {error or 'no response'}") from error
    finally:
        client.disconnect()
        client.loop_stop()
    if isinstance(answer, str):
        raise StartError("mosquitto", answer)
    for response in json.loads(answer)["responses"]:
        problem = response.get("error")
        if problem and problem != FINE.get(response["command"]):
            raise StartError("mosquitto", f"{response['command']}: {problem}")
