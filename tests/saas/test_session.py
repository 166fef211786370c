"""Log-in, sessions, CSRF: what keeps others out."""

from datetime import timedelta

import httpx
import psycopg
import pytest
from parkcarbon_platform.services.access import identity

from tests.saas import seed
from tests.saas.conftest import Login, World

SESSION = "/api/v1/session"
OF_PERSON = "user_id = (SELECT id FROM identity.app_user WHERE login = %s)"


def attempt(client: httpx.Client, login: str, password: str) -> httpx.Response:
    return client.post(SESSION, json={"login": login, "password": password})


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(person: str, anonymous: httpx.Client) -> None:
    answer = attempt(anonymous, person, seed.PASSWORD)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    body = answer.json()
    assert body["user"] == {"login": person, "name": person.title(), "locale": "en", "is_admin": False}
    assert anonymous.get(SESSION).json() == body


def test_only_a_digest_of_the_token_is_stored(person: str, anonymous: httpx.Client, world: World) -> None:
    attempt(anonymous, person, seed.PASSWORD)
    token = anonymous.cookies["pc_session"]
    assert len(token) >= 43  # 256 bits
    with psycopg.connect(world.owner_url) as connection:
        stored = connection.execute("SELECT * FROM identity.session").fetchall()
    assert token not in repr(stored)
    assert token.encode() not in [bytes(value) for row in stored for value in row if isinstance(value, bytes)]


@pytest.mark.parametrize(("login", "password"), [("operator", "wrong"), ("nobody", seed.PASSWORD)])
def test_wrong_name_and_wrong_password_look_the_same(
    anonymous: httpx.Client, login: str, password: str
) -> None:
    answer = attempt(anonymous, login, password)
    assert answer.status_code == 401
    problem = answer.json()
    assert problem["type"] == "wrong_credentials"
    assert problem["detail"] == "The log-in name or the password is wrong."
    assert problem["trace_id"] == answer.headers["X-Trace-Id"]
    assert "Set-Cookie" not in answer.headers


def test_after_five_failures_the_right_password_is_refused_until_the_lock_ends(
    person: str, anonymous: httpx.Client, world: World
) -> None:
    for _ in range(identity.FREE_ATTEMPTS):
        assert attempt(anonymous, person, "wrong").status_code == 401
    assert attempt(anonymous, person, seed.PASSWORD).status_code == 401
    with psycopg.connect(world.owner_url) as connection:
        connection.execute(
            "UPDATE identity.app_user SET locked_until = now() - interval '1 second' WHERE login = %s",
            (person,),
        )
    assert attempt(anonymous, person, seed.PASSWORD).status_code == 200
    with psycopg.connect(world.owner_url) as connection:
        row = connection.execute(
            "SELECT failed_logins FROM identity.app_user WHERE login = %s", (person,)
        ).fetchone()
    assert row == (0,)


def test_log_out_ends_the_session_on_the_server(person: str, login: Login) -> None:
    client = login(person)
    token = client.cookies["pc_session"]
    assert client.delete(SESSION).status_code == 204
    assert client.get(SESSION, headers={"Cookie": f"pc_session={token}"}).status_code == 401


@pytest.mark.parametrize("csrf", [None, "", "wrong", "é"])
def test_a_change_without_the_token_is_refused(person: str, login: Login, csrf: str | None) -> None:
    client = login(person)
    del client.headers["X-CSRF-Token"]
    headers = {} if csrf is None else {b"X-CSRF-Token": csrf.encode()}
    answer = client.delete(SESSION, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["type"] == "csrf"
    assert client.get(SESSION).status_code == 200


def test_another_site_cannot_log_anybody_in(person: str, anonymous: httpx.Client) -> None:
    answer = anonymous.post(
        SESSION,
        json={"login": person, "password": seed.PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403


def test_a_session_ends_when_idle_and_after_twelve_hours_at_the_latest(
    person: str, login: Login, world: World
) -> None:
    client = login(person)
    with psycopg.connect(world.owner_url) as connection:
        begun, expires = one_session(connection, person)
        assert expires - begun == identity.IDLE
        # Used an hour before: used now, it lasts longer, but never beyond twelve hours from its beginning.
        connection.execute(
            "UPDATE identity.session SET created_at = now() - interval '11 hours', expires_at = now() +"
            f" interval '10 minutes' WHERE {OF_PERSON}",
            (person,),
        )
    assert client.get(SESSION).status_code == 200
    with psycopg.connect(world.owner_url) as connection:
        begun, expires = one_session(connection, person)
        assert expires == begun + identity.ABSOLUTE
        connection.execute(
            f"UPDATE identity.session SET expires_at = now() - interval '1 second' WHERE {OF_PERSON}",
            (person,),
        )
    assert client.get(SESSION).status_code == 401


def one_session(connection: psycopg.Connection, person: str) -> tuple[object, object]:
    row = connection.execute(
        f"SELECT created_at, expires_at FROM identity.session WHERE {OF_PERSON}", (person,)
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def test_a_disabled_person_is_out_at_once(
    person: str, login: Login, world: World, anonymous: httpx.Client
) -> None:
    client = login(person)
    with psycopg.connect(world.owner_url) as connection:
        connection.execute("UPDATE identity.app_user SET disabled_at = now() WHERE login = %s", (person,))
    assert client.get(SESSION).status_code == 401
    assert attempt(anonymous, person, seed.PASSWORD).status_code == 401


def test_a_new_password_ends_sessions_and_locks(
    person: str, login: Login, world: World, anonymous: httpx.Client
) -> None:
    client = login(person)
    with psycopg.connect(world.owner_url) as connection:
        identity.change_password(connection, person, "another long password")
    assert client.get(SESSION).status_code == 401
    assert attempt(anonymous, person, "another long password").status_code == 200


def test_locks_grow_and_have_an_end() -> None:
    now = seed.datetime(2026, 1, 1, tzinfo=seed.UTC)
    locks = [identity._lock(n, now) for n in (1, 4, 5, 6, 7, 50)]
    assert locks[:2] == [None, None]
    assert [lock - now for lock in locks[2:] if lock] == [
        timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120), timedelta(minutes=15),
    ]  # fmt: skip
