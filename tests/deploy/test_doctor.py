"""What is wrong with a machine is named, with the remedy that works."""

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from parkcarbon_local import accounts, cli, demo, doctor
from parkcarbon_local.accounts import Account
from parkcarbon_local.environment import Environment
from parkcarbon_local.errors import LocalError
from parkcarbon_local.layout import Layout

SOMEBODY = Account(uid=54_321, gid=54_321)


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A data folder and a home that hold nothing yet."""
    monkeypatch.setenv("PARKCARBON_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARKCARBON_DATA_DIR", str(tmp_path / "data"))
    return Layout(tmp_path / "data").make()


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def finding(found: list[doctor.Check], name: str) -> doctor.Check:
    return next(check for check in found if check.name == name)


def test_without_apt_and_servers_both_ways_out_are_named(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.postgres_tree, "installed", dict)
    monkeypatch.setattr(doctor.mosquitto_tree, "installed", lambda: None)
    monkeypatch.setenv("PATH", str(layout.root))
    check = doctor.packages(Environment(layout, {}))
    assert not check.ok
    assert check.found == "no apt-get to fetch postgres and mosquitto with"
    assert all(
        way in check.remedy for way in ("TimescaleDB", "PARKCARBON_DATABASE_URL", "PARKCARBON_MQTT_URL")
    )


def test_servers_of_ones_own_need_no_apt(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.postgres_tree, "installed", dict)
    monkeypatch.setattr(doctor.mosquitto_tree, "installed", lambda: None)
    monkeypatch.setenv("PATH", str(layout.root))
    given = {"PARKCARBON_DATABASE_URL": "postgresql://db/x", "PARKCARBON_MQTT_URL": "mqtt://broker"}
    assert doctor.packages(Environment(layout, given)).ok


def test_a_port_that_is_taken_is_refused_before_anything_starts(layout: Layout, taken_port: int) -> None:
    environment = Environment(layout, {"PARKCARBON_HTTP_PORT": str(taken_port)})
    with pytest.raises(LocalError, match=f"port {taken_port} is taken") as refused:
        environment.settle_ports()
    assert "PARKCARBON_HTTP_PORT" in refused.value.remedy
    (check,) = doctor.addresses(environment)
    assert not check.ok
    assert check.remedy == refused.value.remedy


@pytest.mark.parametrize("wanted", ["web", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(layout: Layout, wanted: str) -> None:
    problem = Environment(layout, {"PARKCARBON_HTTP_PORT": wanted}).http_port_problem()
    assert problem is not None
    assert "1 to 65535" in problem.remedy


def test_a_folder_that_is_not_ones_own_ends_the_examination(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in it can be looked at: the other checks would fail for that reason alone."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    found = doctor.checks(layout)
    assert found[-1].name == "data folder"
    assert not found[-1].ok
    assert f"{layout.root} cannot be written" in found[-1].found
    assert "chown" in found[-1].remedy
    assert "PARKCARBON_DATA_DIR" in found[-1].remedy


def test_a_folder_below_one_that_cannot_be_entered_is_not_there(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an ordinary user `Path.exists` raises there; the nearest folder that answers is shown."""
    closed = layout.root / "closed"

    def refuse(path: str, **_: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(path))

    real = os.stat
    monkeypatch.setattr(
        os, "stat", lambda path, **o: refuse(path) if str(path).startswith(f"{closed}/") else real(path, **o)
    )
    assert doctor.existing(Layout(closed / "data")) == str(layout.root)


def test_nobody_is_told_to_take_a_folder_that_is_not_the_platforms(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest parent that is there may be /root or /var/lib."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    check = doctor.writable(Layout(layout.root / "not" / "yet"))
    assert not check.ok
    assert "chown" not in check.remedy
    assert "PARKCARBON_DATA_DIR" in check.remedy


@pytest.mark.usefixtures("layout")
def test_a_refusal_of_the_file_system_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied", "/data/run/given.json")

    monkeypatch.setattr(cli.status, "status", refuse)
    assert cli.main(["status"]) == 1
    said = capsys.readouterr().err
    assert "/data/run/given.json cannot be used by" in said
    assert "PARKCARBON_DATA_DIR" in said


def test_the_database_user_must_be_able_to_enter(layout: Layout) -> None:
    layout.root.chmod(stat.S_IRWXU)
    with pytest.raises(LocalError, match="cannot be entered by user id 54321") as refused:
        accounts.ensure_reachable(layout.root / "postgres", SOMEBODY)
    assert "PARKCARBON_DATA_DIR" in refused.value.remedy


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("mqtt://platform:secret@127.0.0.1:1883", "mqtt://127.0.0.1:1883"),
        ("mqtts://broker.example:8883", "mqtts://broker.example:8883"),
        ("mqtts://p%40rk:s@broker.example", "mqtts://broker.example"),
        ("mqtt://[::1]:1883", "mqtt://[::1]:1883"),
    ],
)
def test_edges_are_told_the_broker_with_its_tls_and_without_the_platforms_log_in(
    given: str, told: str
) -> None:
    assert demo.broker_address(given) == told
