import stat
from pathlib import Path

import pytest
from parkcarbon_edge.errors import ConfigurationError, PasswordFileError
from parkcarbon_edge.settings import (
    MqttSettings,
    OpcuaSettings,
    load_settings,
    locate,
    parse_settings,
    read_password,
)

GOOD = """\
park = "demo"
edge = "plant-a"
partition = "0a"

[uplink]
url = "mqtt://127.0.0.1:1883"
username = "edge-plant-a"
cycle_s = 0.25

[spool]
path = "/tmp/plant-a.db"
max_bytes = 1_000_000_000
destination = "platform"

[[connector]]
name = "opcua-1"
type = "opcua"
endpoint = "opc.tcp://127.0.0.1:4840"
mode = "history"
history_days = 400
history_step_s = 900
[[connector.point]]
key = "steel-main-import"
node = "nsu=urn:parkcarbon:simulator;s=steel.main.import"
sampling = "poll"
period_s = 60

[[connector]]
name = "mqtt-1"
type = "mqtt"
url = "mqtt://127.0.0.1:1883"
mode = "live"
[[connector.point]]
key = "office-main-import"
topic = "site/office-main"
field = "import"
[[connector.point]]
key = "office-main-power"
topic = "site/office-main"
field = "power"
"""
PATH = Path("edge.toml")


def error_of(text: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        parse_settings(text.encode(), PATH)
    return caught.value


def line_of(text: str, words: str) -> int:
    return next(i for i, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_documented_example_is_accepted() -> None:
    settings = parse_settings(GOOD.encode(), PATH)
    opcua, mqtt = settings.connector
    assert isinstance(opcua, OpcuaSettings)
    assert isinstance(mqtt, MqttSettings)
    assert (opcua.mode, opcua.history_days, opcua.point[0].period_s) == ("history", 400, 60)
    assert [p.field for p in mqtt.point] == ["import", "power"]


def test_the_hash_of_the_file_identifies_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "edge.toml"
    path.write_text(GOOD)
    first = load_settings(path).sha256
    path.write_text(GOOD + "\n")
    assert len(first) == 64
    assert load_settings(path).sha256 != first


@pytest.mark.parametrize(
    ("before", "after", "key", "words"),
    [
        ("cycle_s = 0.25", "cycle_s = 0", "uplink.cycle_s", ">= 0.02"),
        ("cycle_s = 0.25", 'cycle_s = "fast"', "uplink.cycle_s", "Expected `float`"),
        ("cycle_s = 0.25", "cycle = 0.25", "uplink.cycle", "unknown field"),
        ('partition = "0a"', 'partition = "ten"', "partition", "matching regex"),
        ("max_bytes = 1_000_000_000", "max_bytes = 10", "spool.max_bytes", ">= 262144"),
        ('sampling = "poll"', 'sampling = "pull"', "connector.point.sampling", "Invalid enum value"),
        ("period_s = 60", "period_s = -1", "connector.point.period_s", "> 0"),
        ('field = "power"', 'feld = "power"', "connector.point.feld", "unknown field"),
        ('field = "power"', "", "connector.point.field", "missing required field"),
        ('type = "mqtt"', 'type = "bacnet"', "connector.type", "Invalid value 'bacnet'"),
        ("s=steel.main.import", "steel.main.import", "connector.point.node", "is no node id"),
        ('key = "office-main-power"', 'key = "steel-main-import"', "connector.point.key", "used twice"),
        ('name = "mqtt-1"', 'name = "opcua-1"', "connector.name", "used twice"),
        ("history_days = 400", "history_days = 0", "connector", "needs history_days"),
        ('"opc.tcp://127.0.0.1:4840"', '"http://127.0.0.1"', "connector.endpoint", "is no address"),
        ('"mqtt://127.0.0.1:1883"\nusername', '"mqtt://a:b@h:1"\nusername', "uplink.url", "holds a user"),
        ('topic = "site/office-main"\nfield = "power"', 'topic = "site/#"\nfield = "power"',
         "connector.point.topic", "wildcard"),
        ('field = "power"', 'field = "$.a["', "connector.point.field", "is no path"),
        ('field = "power"', 'field = "power"\ntime = "ts"', "connector.point.time", "is no path"),
        ('mode = "live"', 'mode = "live"\ndialect = "thingsboard"', "connector.point", "has no device"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_line_key_and_remedy(before: str, after: str, key: str, words: str) -> None:
    assert before in GOOD
    text = GOOD.replace(before, after)
    error = error_of(text)
    assert words in str(error)
    assert error.key == key
    assert error.remedy.endswith(".")
    assert error.line is not None
    assert f"edge.toml:{error.line}:" in str(error)
    if after and key.endswith(after.partition(" = ")[0]):
        assert after.splitlines()[0] in text.splitlines()[error.line - 1]


def test_the_line_is_that_of_the_right_section() -> None:
    text = GOOD.replace('field = "power"', "field = 7")
    assert error_of(text).line == line_of(text, "field = 7")


def test_a_missing_key_points_at_its_section() -> None:
    text = GOOD.replace('field = "power"\n', "")
    error = error_of(text)
    assert text.splitlines()[(error.line or 0) - 1] == "[[connector.point]]"
    assert error.line == max(
        i for i, line in enumerate(text.splitlines(), 1) if line == "[[connector.point]]"
    )


def test_a_connector_without_points_is_refused() -> None:
    assert "has no point" in str(
        error_of(GOOD[: GOOD.index('[[connector.point]]\nkey = "office-main-import"')])
    )


def test_an_edge_without_connectors_waits_for_those_of_the_platform() -> None:
    assert parse_settings(GOOD[: GOOD.index("[[connector]]")].encode(), PATH).connector == []


def test_a_network_that_is_none_is_refused() -> None:
    assert "'10.0.0.0/99' is no network" in str(error_of(GOOD + '[reach]\nallow = ["10.0.0.0/99"]\n'))


def test_half_of_a_pair_of_files_and_two_ways_to_log_in_are_refused() -> None:
    for given in ('certificate_file = "a.der"', 'user_private_key_file = "a.pem"'):
        error = error_of(GOOD.replace('mode = "history"', f'mode = "history"\n{given}'))
        assert "half of a pair" in str(error)
        assert error.key == f"connector.{given.split()[0]}"
    both = 'username = "a"\nuser_certificate_file = "a"\nuser_private_key_file = "b"'
    error = error_of(GOOD.replace('mode = "history"', f'mode = "history"\n{both}'))
    assert "two ways to log in" in str(error)


def test_an_opcua_connector_knows_its_certificates_and_its_name() -> None:
    opcua = parse_settings(GOOD.encode(), PATH).connector[0]
    assert isinstance(opcua, OpcuaSettings)
    assert opcua.pki_folder == "/tmp/pki"
    assert opcua.application_uri == "urn:parkcarbon:edge:demo:plant-a"
    given = GOOD.replace('mode = "history"', 'mode = "history"\npki_folder = "/srv/pki"')
    opcua = parse_settings(given.encode(), PATH).connector[0]
    assert isinstance(opcua, OpcuaSettings)
    assert opcua.pki_folder == "/srv/pki"


def test_broken_toml_names_the_line() -> None:
    error = error_of(GOOD.replace("cycle_s = 0.25", "cycle_s = "))
    assert error.line == line_of(GOOD, "cycle_s")


def test_text_that_is_no_utf8_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="UTF-8"):
        parse_settings(b"park = '\xff'", PATH)


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(tmp_path / "nowhere.toml")


def test_locate_falls_back_to_nothing_where_the_section_is_absent() -> None:
    assert locate('park = "x"\n', ["uplink", "url"]) == (None, "uplink.url")


def write_secret(path: Path, content: str, mode: int) -> str:
    path.write_text(content)
    path.chmod(mode)
    return str(path)


def test_a_private_password_is_read_without_its_line_end(tmp_path: Path) -> None:
    assert read_password(write_secret(tmp_path / "a", "s3cret \n", 0o600)) == "s3cret "
    assert read_password(write_secret(tmp_path / "b", "group", 0o640)) == "group"
    assert read_password(None) is None


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602])
def test_a_password_open_to_everybody_is_refused_and_not_shown(tmp_path: Path, mode: int) -> None:
    path = write_secret(tmp_path / "a", "s3cret", mode)
    with pytest.raises(PasswordFileError) as caught:
        read_password(path)
    assert f"chmod 600 {path}" in caught.value.remedy
    assert "s3cret" not in str(caught.value)
    assert stat.S_IMODE(Path(path).stat().st_mode) == mode


def test_an_empty_or_absent_password_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PasswordFileError, match="empty"):
        read_password(write_secret(tmp_path / "a", "\n", 0o600))
    with pytest.raises(PasswordFileError, match="cannot be read"):
        read_password(str(tmp_path / "absent"))
