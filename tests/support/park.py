"""Park files and edge configurations for the test plant."""

from pathlib import Path
from typing import Any
from zlib import crc32

from tests.support.plant import NAMESPACE, meter_points, opcua_points

PARK, EDGE = "test-park", "plant"


def partition(park: str = PARK) -> str:
    return f"{crc32(park.encode()) % 16:02x}"


def named(code: str, **more: object) -> dict[str, Any]:
    return {"code": code, "name_zh": code, "name_en": code, **more}


def register(code: str, expected_period_s: int = 1) -> dict[str, Any]:
    return named(
        code, device="meter", quantity="energy", carrier="electricity", unit="kWh", kind="register",
        direction="import", multiplier=1, digits=9, max_rate=1e9, expected_period_s=expected_period_s,
        parent=None, reference_state=None,
    )  # fmt: skip


def gauge(code: str) -> dict[str, Any]:
    return {**register(code), "quantity": "power", "unit": "kW", "kind": "gauge", "digits": None}


def electricity_source(activity: list[str], live: list[str]) -> dict[str, Any]:
    return named(
        "electricity", enterprise="works", category="purchased_electricity", carrier="electricity", scope=2,
        formula="electricity_location", factor="grid_electricity", factor_region=None,
        internal_transfer=False,
        activity=[{"point": p, "weight": 1} for p in activity],
        live=[{"point": p, "weight": 1} for p in live],
        scenes={"industry": 1},
    )  # fmt: skip


def park_file(registers: list[str], gauges: list[str] | None = None, park: str = PARK) -> dict[str, Any]:
    """One enterprise, one meter, one electricity source over all the points."""
    gauges = gauges or []
    return {
        "schema": "parkcarbon/park/v1",
        "park": named(park, timezone="Asia/Shanghai", grid_region="CN", latitude=31.3, longitude=120.6),
        "enterprises": [named("works", industry="3110")],
        "nodes": [named("site", enterprise="works", parent=None, kind="site")],
        "edges": [named(EDGE)],
        "devices": [named("meter", enterprise="works", node="site", serial="T-1")],
        "points": [register(p) for p in registers] + [gauge(p) for p in gauges],
        "bindings": [{"edge": EDGE, "key": p, "point": p} for p in [*registers, *gauges]],
        "sources": [electricity_source(registers, gauges)],
        "users": [
            {
                "login": f"{park}-operator",
                "name": "Operator",
                "role": "operator",
                "enterprise": None,
                "locale": "en",
            }
        ],
    }


def points(opcua: int, meters: int) -> list[str]:
    return opcua_points(opcua) + meter_points(meters)


def edge_toml(
    folder: Path, *, opcua_port: int, opcua: list[str], uplink_port: int, username: str, password: str,
    broker_port: int | None = None, meters: list[str] | None = None, park: str = PARK,
) -> Path:  # fmt: skip
    """Write the edge's configuration and password file; the configuration's path."""
    secret = folder / "edge.password"
    secret.write_text(password)
    secret.chmod(0o600)
    lines = [
        f'park = "{park}"', f'edge = "{EDGE}"', f'partition = "{partition(park)}"',
        "[uplink]", f'url = "mqtt://127.0.0.1:{uplink_port}"', f'username = "{username}"',
        f'password_file = "{secret}"', "cycle_s = 0.25",
        "[spool]", f'path = "{folder / "spool.db"}"', "max_bytes = 1000000000",
        "[[connector]]", 'name = "opcua-1"', 'type = "opcua"',
        f'endpoint = "opc.tcp://127.0.0.1:{opcua_port}"', 'mode = "live"',
    ]  # fmt: skip
    for point in opcua:
        lines += ["[[connector.point]]", f'key = "{point}"', f'node = "nsu={NAMESPACE};s={point}"',
                  'sampling = "subscribe"', "period_s = 0.25"]  # fmt: skip
    if meters:
        lines += ["[[connector]]", 'name = "mqtt-1"', 'type = "mqtt"', f'url = "mqtt://127.0.0.1:{broker_port}"',
                  f'username = "{username}"', f'password_file = "{secret}"', 'mode = "live"']  # fmt: skip
        for point in meters:
            lines += [
                "[[connector.point]]",
                f'key = "{point}"',
                f'topic = "site/{point}"',
                'field = "import"',
            ]
    path = folder / "edge.toml"
    path.write_text("\n".join(lines) + "\n")
    return path
