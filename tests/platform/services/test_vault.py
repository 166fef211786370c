"""Secrets at rest: who can open them, where, and with which key (docs/security.md, T13)."""

import base64

import pytest
from parkcarbon_platform.errors import UnsafeSettingsError
from parkcarbon_platform.services.access.vault import SecretUnreadableError, Vault, place
from parkcarbon_platform.settings import Settings

KEY, OTHER = "k" * 32, "9f86d081884c7d659a2feaa0c55ad015"
PLACE = place(7, "meters")


def test_a_secret_is_opened_where_it_belongs_and_nowhere_else() -> None:
    vault = Vault(KEY)
    sealed = vault.seal("hush 密", PLACE)
    assert vault.open(sealed, PLACE) == "hush 密"
    assert "hush" not in str(sealed)
    assert vault.seal("hush 密", PLACE) != sealed
    for elsewhere in (place(8, "meters"), place(7, "other")):
        with pytest.raises(SecretUnreadableError, match="changed, or is another's"):
            vault.open(sealed, elsewhere)
    box = bytearray(base64.b64decode(str(sealed["box"])))
    box[-1] ^= 1
    with pytest.raises(SecretUnreadableError):
        vault.open({**sealed, "box": base64.b64encode(box).decode()}, PLACE)
    for broken in ("", "!", "AAAA", "A"):
        with pytest.raises(SecretUnreadableError):
            vault.open({**sealed, "box": broken}, PLACE)


def test_another_key_opens_nothing_and_a_former_one_still_does() -> None:
    sealed = Vault(KEY).seal("hush", PLACE)
    with pytest.raises(SecretUnreadableError, match="another key"):
        Vault(OTHER).open(sealed, PLACE)
    rotated = Vault(OTHER, [KEY])
    assert rotated.open(sealed, PLACE) == "hush"
    assert not rotated.is_current(sealed)
    assert rotated.is_current(rotated.seal("hush", PLACE))


def test_what_was_kept_before_is_opened_as_it_is() -> None:
    vault = Vault(KEY)
    assert vault.open("plain", PLACE) == "plain"
    assert not vault.is_current("plain")


def test_the_keys_are_those_of_the_settings() -> None:
    settings = Settings(database_url="x", secret_key=OTHER, secret_key_former=f"{KEY},")
    assert Vault.of(settings).open(Vault(KEY).seal("hush", PLACE), PLACE) == "hush"
    with pytest.raises(UnsafeSettingsError):
        Vault.of(Settings(database_url="x"))
