"""Settings from the environment: roles' addresses, refusals, and no secret repeated."""

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
    monkeypatch.setenv("PARKCARBON_SECRET_KEY", "k" * 32)
    assert settings.load().required_secret() == "k" * 32


def test_an_error_says_what_to_do_and_keeps_its_facts() -> None:
    error = UnsafeSettingsError("It is wrong.", size=3)
    assert str(error) == f"It is wrong. {UnsafeSettingsError.remedy}"
    assert (error.code, error.facts) == ("unsafe_settings", {"size": 3})
    assert UnsafeSettingsError("x", remedy="Do y.").advice == "Do y."
    assert isinstance(error, PlatformError)
