"""Settings from the environment: roles' addresses, refusals, and no secret repeated."""

from pathlib import Path

import pytest
from parkcarbon_platform import settings
from parkcarbon_platform.errors import PlatformError, UnsafeSettingsError
from psycopg.conninfo import conninfo_to_dict

OWNER = "postgresql://owner:s3cret@db.example/carbon"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(f"PARKCARBON_{name.upper()}", raising=False)
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", OWNER)


@pytest.mark.parametrize("role", ["app", "ingest", "directory"])
def test_a_role_without_an_address_is_the_owner_in_that_role(role: str) -> None:
    found = conninfo_to_dict(getattr(settings.load(), f"{role}_url"))
    assert found["options"] == f"-c role=pc_{role}"
    assert (found["user"], found["host"], found["dbname"]) == ("owner", "db.example", "carbon")
    assert settings.load().role_urls == {}


def test_options_that_are_there_are_kept() -> None:
    url = settings.as_role("host=x options='-c statement_timeout=5s'", "pc_app")
    assert conninfo_to_dict(url)["options"] == "-c statement_timeout=5s -c role=pc_app"


def test_a_roles_own_address_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_APP_URL", "postgresql://pc_app:pw@other/carbon")
    found = settings.load()
    assert found.app_url == "postgresql://pc_app:pw@other/carbon"
    assert found.role_urls == {"pc_app": "postgresql://pc_app:pw@other/carbon"}


def test_what_is_missing_or_wrong_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARKCARBON_DATABASE_URL")
    monkeypatch.setenv("PARKCARBON_PARTITIONS", "hunter2")
    with pytest.raises(UnsafeSettingsError) as told:
        settings.load()
    assert "PARKCARBON_DATABASE_URL" in str(told.value)
    assert "PARKCARBON_PARTITIONS" in str(told.value)
    assert "hunter2" not in str(told.value)


def test_secrets_are_not_shown() -> None:
    assert "s3cret" not in repr(settings.load())


@pytest.mark.parametrize("key", ["", "short"])
def test_a_short_secret_key_is_refused(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("PARKCARBON_SECRET_KEY", key)
    with pytest.raises(UnsafeSettingsError, match="openssl rand"):
        settings.load().required_secret()
    monkeypatch.setenv("PARKCARBON_SECRET_KEY", "9f86d081884c7d659a2feaa0c55ad015")
    assert settings.load().required_secret() == "9f86d081884c7d659a2feaa0c55ad015"


def test_an_error_says_what_to_do_and_keeps_its_facts() -> None:
    error = UnsafeSettingsError("It is wrong.", size=3)
    assert str(error) == f"It is wrong. {UnsafeSettingsError.remedy}"
    assert (error.code, error.facts) == ("unsafe_settings", {"size": 3})
    assert UnsafeSettingsError("x", remedy="Do y.").advice == "Do y."
    assert isinstance(error, PlatformError)


@pytest.mark.parametrize("variable", ["MQTT_URL", "MQTT_CONTROL_URL", "MQTT_PUBLIC_URL"])
def test_plain_mqtt_over_a_network_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    name = f"PARKCARBON_{variable}"
    for host in ("127.0.0.1", "localhost", "[::1]", "127.0.0.7"):
        monkeypatch.setenv(name, f"mqtt://u:hunter2@{host}:1883")
        settings.load()
    for host in ("broker.example", "10.0.0.1", "[2001:db8::1]", "localhost.example"):
        monkeypatch.setenv(name, f"mqtt://u:hunter2@{host}:1883")
        with pytest.raises(UnsafeSettingsError, match=name) as told:
            settings.load()
        assert "hunter2" not in str(told.value)
    monkeypatch.setenv(name, "mqtts://u:hunter2@broker.example:8883")
    settings.load()
    monkeypatch.setenv(name, "mqtt://u:hunter2@broker.example:1883")
    for allowed in ("PARKCARBON_DEMO", "PARKCARBON_MQTT_PLAIN"):
        with monkeypatch.context() as there:
            there.setenv(allowed, "1")
            settings.load()


def test_gateways_are_told_an_address_without_a_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKCARBON_MQTT_URL", "mqtts://platform:s3cret@broker.example:8883")
    assert settings.load().mqtt_client_url == "mqtts://broker.example:8883"
    monkeypatch.setenv("PARKCARBON_MQTT_PUBLIC_URL", "mqtts://carbon.example")
    assert settings.load().mqtt_client_url == "mqtts://carbon.example"
    assert "s3cret" not in repr(settings.load())


def test_files_stand_for_variables_and_variables_win(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "parkcarbon_secret_key").write_text("9f86d081884c7d659a2feaa0c55ad015\n")
    (tmp_path / "parkcarbon_redis_url").write_text("redis://:pw@cache:6379/0")
    monkeypatch.setenv("PARKCARBON_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("PARKCARBON_REDIS_URL", "redis://other:6379/0")
    found = settings.load()
    assert found.required_secret() == "9f86d081884c7d659a2feaa0c55ad015"
    assert found.redis_url == "redis://other:6379/0"
    monkeypatch.setenv("PARKCARBON_SECRETS_DIR", str(tmp_path / "none"))
    assert settings.load().secret_key == ""
