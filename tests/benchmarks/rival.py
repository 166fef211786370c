"""thingsboard-gateway beside our edge: from PyPI in an environment of its own, sending to the same broker.

It is set up as well as it can be for this: polled every second, source timestamps, its fastest storage, no
rate limits, as many messages in a pack as it takes.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import psutil

VERSION = "3.8.5"
ASYNCUA = "asyncua==1.1.5"  # what its OPC UA connector would otherwise install on its first start
NAME = f"thingsboard-gateway {VERSION}"
ROOT = Path(__file__).parents[2]
VENV = ROOT / "build" / "rivals" / "thingsboard-gateway"
NO_LIMIT = "0:0,"
LIMITS = (
    "rateLimits", "dpRateLimits", "messagesRateLimits", "deviceMessagesRateLimits", "deviceRateLimits",
    "deviceDpRateLimits",
)  # fmt: skip
INSTALL_S = 600
# It sends nothing before the platform has answered its question for limits.
TELEMETRY = "v1/gateway/telemetry"
QUESTIONS, ANSWERS = "v1/devices/me/rpc/request/", "v1/devices/me/rpc/response/"
NO_LIMITS = {"maxPayloadSize": 65536, "maxInflightMessages": 1000, "rateLimits": {}, "gatewayRateLimits": {}}


class CannotInstallError(Exception):
    """The package registry does not give it, or it does not fit this machine."""


def install() -> Path:
    """The interpreter of its environment."""
    python = VENV / "bin" / "python"
    if python.exists() and not call(python, "-c", "import thingsboard_gateway, asyncua"):
        return python
    shutil.rmtree(VENV, ignore_errors=True)
    problem = call(Path(sys.executable), "-m", "venv", str(VENV)) or call(
        python, "-m", "pip", "install", "--quiet", f"thingsboard-gateway=={VERSION}", ASYNCUA
    )
    if problem:
        raise CannotInstallError(problem)
    return python


def call(program: Path, *arguments: str) -> str:
    """What went wrong, or nothing."""
    try:
        done = subprocess.run(
            [str(program), *arguments], capture_output=True, text=True, timeout=INSTALL_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["failed"])[-1]


def general(broker_port: int, username: str, password: str) -> dict[str, object]:
    """`tb_gateway.json`."""
    login = {"type": "usernamePassword", "clientId": "rival", "username": username, "password": password}
    return {
        "thingsboard": {
            "host": "127.0.0.1", "port": broker_port, "remoteShell": False, "remoteConfiguration": False,
            "statistics": {"enable": False}, "checkingDeviceActivity": {"checkDeviceInactivity": False},
            "maxPayloadSizeBytes": 65000, "minPackSendDelayMS": 50, "minPackSizeToSend": 500, "qos": 1,
            "security": login, **dict.fromkeys(LIMITS, NO_LIMIT),
        },
        "storage": {"type": "memory", "read_records_count": 1000, "max_records_count": 1_000_000},
        "grpc": {"enabled": False},
        "connectors": [{"type": "opcua", "name": "bench", "configuration": "opcua.json"}],
    }  # fmt: skip


def connector(opcua_port: int, nodes: int) -> dict[str, object]:
    """`opcua.json`: every node polled each second."""
    return {
        "server": {
            "url": f"opc.tcp://127.0.0.1:{opcua_port}", "timeoutInMillis": 10_000,
            "scanPeriodInMillis": 3_600_000, "pollPeriodInMillis": 1000, "enableSubscriptions": False,
            "showMap": False, "security": "None", "identity": {"type": "anonymous"},
        },
        "mapping": [
            {
                "deviceNodeSource": "path",
                "deviceNodePattern": "Root\\.Objects\\.bench",
                "deviceInfo": {
                    "deviceNameExpression": "bench", "deviceNameExpressionSource": "constant",
                    "deviceProfileExpression": "default", "deviceProfileExpressionSource": "constant",
                },
                "attributes": [],
                "timeseries": [
                    {
                        "key": f"n{i}", "type": "identifier", "value": f"${{ns=2;s=n{i}}}",
                        "timestampLocation": "sourceTimestamp",
                    }
                    for i in range(nodes)
                ],
                "rpc_methods": [], "attributes_updates": [],
            }
        ],
    }  # fmt: skip


def start(
    python: Path, folder: Path, *, nodes: int, opcua_port: int, broker_port: int, login: tuple[str, str]
) -> psutil.Popen:
    """Run it; its files are in `folder`."""
    config = folder / "rival"
    shutil.rmtree(config, ignore_errors=True)
    (config / "logs").mkdir(parents=True)
    package = next((VENV / "lib").glob("python3*")) / "site-packages" / "thingsboard_gateway"
    shutil.copy(package / "config" / "logs.json", config)
    (config / "tb_gateway.json").write_text(json.dumps(general(broker_port, *login)))
    (config / "opcua.json").write_text(json.dumps(connector(opcua_port, nodes)))
    with (folder / "rival.log").open("ab") as log:
        return psutil.Popen(
            [str(python), "-m", "thingsboard_gateway.tb_gateway"],
            cwd=config, env={"TB_GW_CONFIG_DIR": f"{config}/", "PATH": "/usr/bin:/bin", "HOME": str(config)},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
