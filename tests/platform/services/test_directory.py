"""The directory of parks: what may be written into it, and what a check finds by what platforms answer."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.errors import NotFoundError, UnsafeSettingsError
from parkcarbon_platform.services.access import identity
from parkcarbon_platform.services.directory import addresses, entries
from parkcarbon_platform.services.directory.addresses import PlatformAddressError
from parkcarbon_platform.services.directory.checking import HERE, Finding, findings
from parkcarbon_platform.services.directory.entries import (
    ParkElsewhereError,
    ParkHereError,
    ParkListedError,
    Wanted,
)
from parkcarbon_platform.settings import Settings

from tests.support import delivery
from tests.support import park as parks
from tests.support.stack import Database

A, B = "https://a.example", "https://b.example"
NOW = datetime(2026, 11, 27, tzinfo=UTC)
PLATFORMS = st.sampled_from([HERE, A, B])
PARKS = st.sampled_from(["north", "south", "east", "west"])


@pytest.mark.parametrize(
    ("listed", "held", "wrong"),
    [
        ({"north": A}, {HERE: ["south"], A: ["north"]}, []),
        ({"north": A}, {HERE: [], A: []}, [Finding("homeless", "north", A, [])]),
        ({"north": A}, {HERE: [], A: [], B: ["north"]}, [Finding("misplaced", "north", A, [B])]),
        ({"north": A}, {HERE: [], A: [], B: None}, [Finding("unknown", "north", A, [])]),
        ({"north": A}, {HERE: [], A: None}, []),  # that A does not answer is said of A
        ({"north": A}, {HERE: [], A: ["north"], B: ["north"]}, [Finding("double", "north", A, [A, B])]),
        ({}, {HERE: ["south"], A: ["south"]}, [Finding("double", "south", None, [HERE, A])]),
    ],
)
def test_what_a_check_finds(
    listed: dict[str, str], held: dict[str, list[str] | None], wrong: list[Finding]
) -> None:
    assert findings(listed, held) == wrong


@given(st.dictionaries(PARKS, PLATFORMS))
def test_where_every_park_has_the_home_that_is_said_nothing_is_found(homes: dict[str, str]) -> None:
    held = {url: [park for park, home in homes.items() if home == url] for url in (HERE, A, B)}
    assert findings({park: home for park, home in homes.items() if home != HERE}, held) == []


@given(st.dictionaries(PARKS, st.sampled_from([A, B])), st.dictionaries(PLATFORMS, st.sets(PARKS)))
def test_whatever_has_not_one_home_is_found(listed: dict[str, str], held: dict[str, set[str]]) -> None:
    everywhere = {url: held.get(url, set()) for url in (HERE, A, B)}
    found = {finding.park for finding in findings(listed, everywhere)}
    for park in listed.keys() | set().union(*everywhere.values()):
        homes = [url for url, there in everywhere.items() if park in there]
        is_well = len(homes) == 1 and listed.get(park, homes[0]) == homes[0]
        assert (park in found) != is_well


@pytest.mark.parametrize(
    ("given_url", "url"),
    [
        (" https://North.Example/ ", "https://north.example"), ("https://n.example:443", "https://n.example"),
        ("https://n.example:8443", "https://n.example:8443"), ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://[2001:DB8::1]:444", "https://[2001:db8::1]:444"),
    ],
)  # fmt: skip
def test_an_address_is_always_written_alike(given_url: str, url: str) -> None:
    assert addresses.normal(given_url) == url
    assert addresses.sign(given_url) == addresses.sign(url)


@pytest.mark.parametrize(
    "url",
    ["north", "http://north.example", "https://u:p@north.example", "https://north.example/carbon",
     "https://north.example:port", "ftp://north.example", "https://", "https://n.example?x=1", "https://["],
)  # fmt: skip
def test_an_address_that_is_none_or_unsafe_is_refused(url: str) -> None:
    with pytest.raises(PlatformAddressError):
        addresses.normal(url)
    assert addresses.sign_or_nothing(url) == ""


def test_entries_are_kept_told_and_taken_out(database: Database) -> None:
    content = parks.park_file(["energy"])
    delivery.apply(database, content)
    here = str(content["park"]["code"])
    with delivery.pools(database) as pools:
        with pools.directory.connection() as connection:
            who = identity.create_user(connection, "li.wei", "a long enough password", name="Li Wei")
            made = entries.put(connection, Wanted("north", f"{A}/", people=["li.wei"]), author="me", now=NOW)
            assert (made.url, made.name_en, made.people) == (A, "north", ["li.wei"])
            moved = entries.put(connection, Wanted("north", B, name_en="North"), author="me", now=NOW)
            assert (moved.url, moved.name_en, moved.people) == (B, "North", ["li.wei"])
            with pytest.raises(ParkElsewhereError) as said:
                entries.refuse_for(connection, who, "north")
            assert said.value.facts == {"park": "north", "url": B}
            entries.refuse_for(connection, who + 1, "north")
            with pytest.raises(ParkHereError):
                entries.put(connection, Wanted(here, A), author="me", now=NOW)
            with pytest.raises(NotFoundError):
                entries.put(connection, Wanted("south", A, people=["nobody"]), author="me", now=NOW)
        with pytest.raises(ParkListedError):
            delivery.apply(database, parks.park_file(["energy"], park="north"))
        with pools.directory.connection() as connection:
            assert "north" not in entries.held(connection)
            entries.remove(connection, "north")
            assert entries.of_person(connection, who) == []
            with pytest.raises(NotFoundError):
                entries.remove(connection, "north")
        delivery.apply(database, parks.park_file(["energy"], park="north"))


@pytest.mark.parametrize(("key", "url"), [("short", A), ("change-me-" * 5, A), ("0123456789abcdef" * 2, "")])
def test_a_key_that_can_be_guessed_or_an_unnamed_platform_is_refused(key: str, url: str) -> None:
    with pytest.raises(UnsafeSettingsError):
        Settings(database_url="", directory_key=key, public_url=url).check_directory()
