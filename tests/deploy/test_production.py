"""What containers are given, tried on real servers: secrets, the database, the broker."""

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import paho.mqtt.client as paho
import psycopg
import pytest
from cryptography.x509 import load_pem_x509_certificate
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_local import mosquitto_tree, production, store
from parkcarbon_local.errors import LocalError
from parkcarbon_local.postgres import Postgres
from parkcarbon_local.production import Places
from parkcarbon_local.stack import Stack
from parkcarbon_platform.telemetry import figures
from prometheus_client import REGISTRY
from psycopg.conninfo import conninfo_to_dict

from tests.support.processes import wait_until

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PLACES = Places("carbon.example")


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_second_run_makes_only_what_is_missing(tmp_path: Path) -> None:
    first = production.prepare(tmp_path / "s", PLACES)
    before = contents(tmp_path / "s")
    assert set(first.made) == set(before)
    assert not first.kept
    (tmp_path / "s" / "cache_conf").unlink()
    again = production.prepare(tmp_path / "s", PLACES)
    assert again.made == ("cache_conf",)
    assert contents(tmp_path / "s") == before
    assert (tmp_path / "s").stat().st_mode & 0o777 == 0o700


def test_half_a_certificate_is_made_anew_with_its_other_half(tmp_path: Path) -> None:
    production.prepare(tmp_path, PLACES)
    (tmp_path / "broker_key").unlink()
    assert set(production.prepare(tmp_path, PLACES).made) == {"broker_certificate", "broker_key"}
    certificate = load_pem_x509_certificate((tmp_path / "broker_certificate").read_bytes())
    authority = load_pem_x509_certificate((tmp_path / "broker_authority").read_bytes())
    certificate.verify_directly_issued_by(authority)


def test_secrets_of_another_host_are_not_touched(tmp_path: Path) -> None:
    production.prepare(tmp_path, PLACES)
    with pytest.raises(LocalError, match=r"carbon\.example"):
        production.prepare(tmp_path, Places("other.example"))


def test_compose_and_chart_ask_for_no_secret_that_is_not_made(tmp_path: Path) -> None:
    made = set(production.prepare(tmp_path, PLACES).made)
    compose = (DEPLOY / "compose.yaml").read_text()
    helpers = (DEPLOY / "helm" / "parkcarbon" / "templates" / "_helpers.tpl").read_text()
    asked = set(re.findall(r"\./secrets/(\w+)", compose)) | set(re.findall(r"\{key: (\w+)", helpers))
    assert {"owner_url", "secret_key", "broker_rights"} <= asked
    assert asked <= made


def test_the_first_start_of_the_database_and_its_migration(own_stack: Stack, tmp_path: Path) -> None:
    """The container's own script, then the migration by files alone; each role's log-in does what it may."""
    server = own_stack.postgres
    programs = Path(server.command()[0]).parent
    made = production.prepare(tmp_path / "s", Places("x.example", database=f"127.0.0.1:{server.port}"))
    environment = {
        **server.environment(), "PATH": f"{programs}:{os.environ['PATH']}", "PGHOST": "127.0.0.1",
        "PGPORT": str(server.port), "PGPASSWORD": superuser_of_container(server), "POSTGRES_USER": "postgres",
        "PARKCARBON_SECRETS_DIR": str(made.folder),
    }  # fmt: skip
    said = subprocess.run(
        ["sh", DEPLOY / "database" / "first-start.sh"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    mounted = tmp_path / "run"
    mounted.mkdir()
    names = ("app", "ingest", "directory")
    for name in names:
        shutil.copy(made.folder / f"{name}_url", mounted / f"parkcarbon_database_{name}_url")
    shutil.copy(made.folder / "owner_url", mounted / "parkcarbon_database_url")
    migrated = subprocess.run(
        [shutil.which("parkcarbon-platform", path=Path(sys.executable).parent), "db", "migrate"],
        env={"PATH": os.environ["PATH"], "PARKCARBON_SECRETS_DIR": str(mounted)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert migrated.returncode == 0, migrated.stderr
    for name in names:
        with psycopg.connect((made.folder / f"{name}_url").read_text()) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (production.ROLES[name],)
            superuser = connection.execute(
                "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = user"
            )
            assert superuser.fetchone() == (False,)


def superuser_of_container(server: Postgres) -> str:
    """Make the server as the container has it: its superuser is called so, and there is no database yet."""
    login = conninfo_to_dict(server.url())
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE ROLE other LOGIN SUPERUSER PASSWORD 'other'")
    with psycopg.connect(server.url(), user="other", password="other") as connection:
        connection.execute("ALTER ROLE parkcarbon RENAME TO postgres")
    with psycopg.connect(server.url(), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE parkcarbon")
    return str(login["password"])


def test_the_containers_broker_takes_the_platforms_log_in_over_tls(tmp_path: Path) -> None:
    port = store.find_free(str(tmp_path), set())
    made = production.prepare(tmp_path / "s", Places("localhost", broker=f"localhost:{port}"))
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(made.folder / "broker_rights", data / "dynamic-security.json")
    program = mosquitto_tree.program()
    settings = (DEPLOY / "broker" / "mosquitto.conf").read_text()
    for container, here in {
        "/run/secrets": str(made.folder), "/mosquitto/data": str(data),
        "listener 8883": f"listener {port} 127.0.0.1",
        "/usr/lib/mosquitto_dynamic_security.so": str(mosquitto_tree.plugin(program)),
    }.items():  # fmt: skip
        assert container in settings
        settings = settings.replace(container, here)
    # As root the broker would become another user, who may not read the test's folder.
    (tmp_path / "mosquitto.conf").write_text(f"{settings}user root\n")
    environment = {**os.environ, **mosquitto_tree.libraries(program)}
    with subprocess.Popen(
        [program, "-c", tmp_path / "mosquitto.conf"], env=environment, stderr=subprocess.DEVNULL
    ) as broker:
        try:
            wait_until(lambda: not store.is_free(port), "the broker to listen")
            passwords = {"platform": (made.folder / "mqtt_platform_password").read_text(), "guest": "guess"}
            answers = {name: log_in(port, made.folder, name, word) for name, word in passwords.items()}
        finally:
            broker.terminate()
    assert answers == {"platform": "Success", "guest": "Not authorized"}


def log_in(port: int, secrets: Path, user: str, password: str) -> str:
    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
    client.username_pw_set(user, password)
    client.tls_set_context(ssl.create_default_context(cafile=str(secrets / "broker_authority")))
    answered = threading.Event()
    reasons: list[str] = []

    def connected(*arguments: object) -> None:
        reasons.append(str(arguments[3]))
        answered.set()

    client.on_connect = connected
    client.connect("localhost", port)
    client.loop_start()
    try:
        assert answered.wait(60)
    finally:
        client.disconnect()
        client.loop_stop()
    return reasons[0]


def test_alerts_and_dashboard_know_only_figures_that_there_are() -> None:
    assert figures.LAG in REGISTRY._collector_to_names  # the figures are registered
    known = {name for names in REGISTRY._collector_to_names.values() for name in names}
    dashboard = json.loads((DEPLOY / "metrics" / "grafana" / "dashboards" / "parkcarbon.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    scaling = DEPLOY / "helm" / "parkcarbon" / "templates" / "scaling.yaml"
    text = "\n".join([*queries, (DEPLOY / "metrics" / "alerts.yml").read_text(), scaling.read_text()])
    asked = set(re.findall(r"\bparkcarbon_\w+", text))
    assert len(asked) > 15
    assert asked <= known
