"""The configuration of the platform on the edge's disk."""

import random
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from parkcarbon_edge import wire
from parkcarbon_edge.desired import Desired
from parkcarbon_edge.errors import AddressRefusedError, DesiredError
from parkcarbon_edge.settings import (
    MqttPoint,
    MqttSettings,
    ReachSettings,
    Settings,
    SpoolSettings,
    UplinkSettings,
)

POINT = {"key": "meter", "topic": "site/meter", "field": "import"}


def section(**changes: object) -> dict[str, Any]:
    return {"type": "mqtt", "name": "mqtt-1", "url": "mqtt://10.0.0.5:1883", "point": [POINT]} | changes


def config(version: int, *sections: dict[str, Any], **secrets: str) -> wire.Config:
    return wire.Config(version=version, connector=list(sections), secrets=secrets)


@pytest.fixture
def base(tmp_path: Path) -> Settings:
    return Settings(
        park="demo", edge="plant-a", partition="0a", uplink=UplinkSettings(url="mqtts://broker.example:8883"),
        spool=SpoolSettings(path=str(tmp_path / "spool.db")),
    )  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "edge.toml"


def in_force(base: Settings, file: Path, wanted: wire.Config) -> Desired:
    desired = Desired(base, file)
    draft = desired.prepare(wanted)
    desired.keep(draft)
    desired.take(draft)
    return desired


def test_the_bound_by_age_is_the_platforms_where_it_says_one_else_the_files(
    base: Settings, file: Path
) -> None:
    own = msgspec.structs.replace(base, spool=msgspec.structs.replace(base.spool, max_age_days=30))
    wanted = msgspec.structs.replace(config(3, section()), max_age_days=7)
    assert in_force(own, file, wanted).settings.spool.max_age_s == 7 * 86_400
    after = Desired(own, file)
    after.load()
    assert after.settings.spool.max_age_days == 7
    assert after.is_in_force(wanted)
    silent = msgspec.structs.replace(wanted, max_age_days=None)
    assert not after.is_in_force(silent)
    assert in_force(own, file, silent).settings.spool.max_age_days == 30
    assert in_force(base, file, silent).settings.spool.max_age_s is None


def test_a_look_of_another_process_leaves_what_the_agent_is_writing(base: Settings, file: Path) -> None:
    """Its next secrets are on the disk before its next configuration is; other rules are its own to check."""
    kept = in_force(base, file, config(3, section(password_secret="meters", username="u"), meters="hush"))
    kept.prepare(config(4, section(password_secret="meters", username="u"), meters="anew"))
    before = {path: path.read_bytes() for path in (*kept.folder.iterdir(), kept.file)}
    assert len(before) == 3
    allowed = msgspec.structs.replace(base, reach=ReachSettings(allow=["10.0.0.0/8"]))
    look = Desired(allowed, file)
    look.look()
    assert (look.version, look.connectors()) == (3, kept.connectors())
    assert {path: path.read_bytes() for path in (*kept.folder.iterdir(), kept.file)} == before


def test_what_was_kept_is_in_force_after_a_restart_with_its_secrets(base: Settings, file: Path) -> None:
    wanted = config(3, section(password_secret="meters", username="u"), meters="hush")
    before = in_force(base, file, wanted)
    after = Desired(base, file)
    after.load()
    assert (after.version, after.error) == (3, None)
    assert after.settings == before.settings
    assert after.is_in_force(wanted)
    secret = Path(after.settings.connector[0].password_file or "")
    assert secret.read_text() == "hush"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert after.file.stat().st_mode & 0o777 == 0o600
    assert "hush" not in after.file.read_text()
    assert "hush" not in repr(after.settings)


def test_a_secret_that_stays_changes_no_connector_and_one_that_changes_does(
    base: Settings, file: Path
) -> None:
    desired = in_force(base, file, config(1, section(password_secret="a"), a="one"))
    first = desired.settings.connector
    second = desired.prepare(config(2, section(password_secret="a"), a="one"))
    assert second.settings.connector == first
    third = desired.prepare(config(3, section(password_secret="a"), a="two"))
    assert third.settings.connector != first
    desired.take(third)
    assert [p.read_text() for p in desired.folder.iterdir()] == ["two"]


def test_a_secret_with_the_line_ends_of_windows_is_recognised(base: Settings, file: Path) -> None:
    wanted = config(1, section(password_secret="a"), a="one\r\ntwo é\r\n")
    assert in_force(base, file, wanted).is_in_force(wanted)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (section(colour="red"), "connector 'mqtt-1': .*unknown field `colour`"),
        (section(point=[POINT | {"field": 3}]), "point 'meter', field: Expected `str`"),
        (section(point=[POINT | {"topic": "site/#"}]), "point 'meter', topic: 'site/#' has a wildcard"),
        (section(point=[]), "has no point"),
        (section(url="http://10.0.0.5"), "is no address"),
        (section(type="telepathy"), "connector 'mqtt-1'"),
        (section(password_secret="nothing"), "no secret 'nothing'"),
        (section(password_file="/etc/shadow"), "not named by the edge"),
        (section(ca_file="/etc/hostname"), "not named by the edge"),
    ],
)
def test_what_cannot_work_is_refused_in_words(
    base: Settings, file: Path, wrong: dict[str, Any], said: str
) -> None:
    desired = in_force(base, file, config(1, section()))
    with pytest.raises(DesiredError, match=said):
        desired.prepare(config(2, wrong))
    assert desired.version == 1


def test_one_wrong_connector_refuses_all(base: Settings, file: Path) -> None:
    with pytest.raises(DesiredError, match=r"'meter' is used twice"):
        Desired(base, file).prepare(config(1, section(), section(name="mqtt-2")))


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "93.184.215.14"])
def test_an_address_that_the_edge_does_not_allow_is_refused(base: Settings, file: Path, host: str) -> None:
    with pytest.raises(AddressRefusedError):
        Desired(base, file).prepare(config(1, section(url=f"mqtt://{host}:1883")))


def test_what_the_edges_own_file_names_may_be_used(base: Settings, file: Path, tmp_path: Path) -> None:
    own = MqttSettings(
        name="own", url="mqtt://127.0.0.1:1883", password_file=str(tmp_path / "password"),
        point=[MqttPoint(key="k", topic="t", field="f")],
    )  # fmt: skip
    (tmp_path / "password").write_text("x")
    desired = Desired(
        Settings(**{f: getattr(base, f) for f in base.__struct_fields__} | {"connector": [own]}), file
    )
    shown = desired.connectors()
    assert shown == [
        {
            "type": "mqtt", "name": "own", "url": "mqtt://127.0.0.1:1883",
            "password_file": str(tmp_path / "password"),
            "point": [{"key": "k", "topic": "t", "field": "f"}],
        }
    ]  # fmt: skip
    assert desired.prepare(config(1, *shown)).settings.connector == [own]
    for elsewhere in ({"url": "mqtt://10.0.0.9:1883"}, {"ca_file": str(tmp_path / "password")}):
        with pytest.raises(DesiredError, match="not named by the edge"):
            desired.prepare(config(2, shown[0] | elsewhere))


def test_a_file_that_cannot_be_used_leaves_the_edges_own_in_force(base: Settings, file: Path) -> None:
    desired = Desired(base, file)
    desired.file.write_text('{"version": 4, "connector": [{"type": "gone"}]}')
    desired.load()
    assert (desired.version, desired.refused, desired.settings) == (0, 4, base)
    desired.file.write_text("half of a fi")
    desired.load()
    assert "cannot be read" in (desired.error or "")


CHANGES = """
import itertools, sys
from pathlib import Path
from parkcarbon_edge import wire
from parkcarbon_edge.desired import Desired
from parkcarbon_edge.settings import Settings, SpoolSettings, UplinkSettings
folder = Path(sys.argv[1])
base = Settings(park="demo", edge="plant-a", partition="0a", uplink=UplinkSettings(url="mqtts://broker.example"),
                spool=SpoolSettings(path=str(folder / "spool.db")))
desired = Desired(base, folder / "edge.toml")
desired.load()
print("ready", flush=True)
for version in itertools.count(desired.version + 1):
    section = {"type": "mqtt", "name": "m", "url": "mqtt://10.0.0.5", "password_secret": "p",
               "point": [{"key": f"k{i}", "topic": f"t{version}", "field": "f"} for i in range(50)]}
    secrets = {"p": f"secret-{version}"}
    draft = desired.prepare(wire.Config(version=version, connector=[section], secrets=secrets))
    desired.keep(draft)
    desired.take(draft)
"""


def test_killed_at_any_moment_it_finds_one_complete_configuration(base: Settings, tmp_path: Path) -> None:
    dice, version = random.Random(1), 0
    for attempt in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", CHANGES, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            # A busy machine may not write the first version in 50 ms; it gets longer until it has.
            time.sleep(dice.uniform(0, 0.05) * (1 if version else 2**attempt))
            process.kill()
        desired = Desired(base, tmp_path / "edge.toml")
        desired.load()
        assert desired.error is None
        assert desired.version >= version
        version = desired.version
        if version:
            connector = desired.settings.connector[0]
            assert Path(connector.password_file or "").read_text() == f"secret-{version}"
            assert {point.topic for point in connector.point} == {f"t{version}"}
    assert version > 0


def stricter(base: Settings, *allow: str) -> Settings:
    return msgspec.structs.replace(base, reach=ReachSettings(allow=list(allow)))


def test_an_address_that_the_edges_file_forbids_meanwhile_is_not_contacted(
    base: Settings, file: Path
) -> None:
    wanted = config(4, section())
    in_force(base, file, wanted)
    after = Desired(stricter(base, "192.168.7.0/24"), file)
    after.load()
    assert (after.version, after.refused, after.settings.connector) == (0, 4, [])
    assert "10.0.0.5 is not in a network" in str(after.error)
    with pytest.raises(AddressRefusedError):
        after.prepare(wanted)
    wider = Desired(stricter(base, "10.0.0.0/24"), file)
    wider.load()
    assert (wider.version, wider.error) == (4, None)


def test_the_same_rules_are_not_asked_again_where_no_name_can_be_resolved(
    base: Settings, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway that starts before its network collects all the same; under other rules it must know."""
    near = stricter(base, "127.0.0.0/8", "::1/128")
    in_force(near, file, config(4, section(url="mqtt://localhost:1883")))

    def without_network(*_: object, **__: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr("socket.getaddrinfo", without_network)
    after = Desired(near, file)
    after.load()
    assert (after.version, after.error) == (4, None)
    other = Desired(stricter(base, "127.0.0.0/8"), file)
    other.load()
    assert (other.version, other.refused) == (0, 4)


def test_what_an_earlier_version_kept_is_checked_once(base: Settings, file: Path) -> None:
    kept = in_force(base, file, config(4, section()))
    kept.file.write_bytes(msgspec.json.encode({"version": 4, "connector": [section()], "secrets": {}}))
    after = Desired(base, file)
    after.load()
    assert (after.version, after.error) == (4, None)
    assert msgspec.json.decode(after.file.read_bytes())["reach"]


def test_another_versions_defaults_take_nothing_away_where_no_name_can_be_resolved(
    base: Settings, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade a gateway that starts before its network collects; addresses are judged at once."""
    point = POINT | {"key": "named"}
    named = section(name="named", url="mqtt://localhost:1883", point=[point])
    home = msgspec.structs.replace(base, uplink=UplinkSettings(url="mqtt://127.0.0.1:1883"))
    in_force(home, file, config(4, named, section()))
    monkeypatch.setattr("parkcarbon_edge.reach.PRIVATE", ("10.0.0.0/16", "192.168.0.0/16"))
    with monkeypatch.context() as patch:
        real = socket.getaddrinfo

        def without_names(host: str, *arguments: object, **more: object) -> object:
            if host == "localhost":
                raise OSError("no network")
            return real(host, *arguments, **more)

        patch.setattr("socket.getaddrinfo", without_names)
        after = Desired(home, file)
        after.load()
        assert (after.version, after.error) == (4, None)
        tightened = Desired(stricter(home, "10.0.0.0/8"), file)  # its owner wants it checked
        tightened.load()
        assert (tightened.version, tightened.refused) == (0, 4)
        patch.setattr("parkcarbon_edge.reach.PRIVATE", ("192.168.0.0/16",))
        narrower = Desired(home, file)
        narrower.load()
        assert "10.0.0.5 is not in a network" in str(narrower.error)
    known = Desired(home, file)
    known.load()
    assert known.version == 4
    assert "10.0.0.0/16" in msgspec.json.decode(known.file.read_bytes())["reach"]
