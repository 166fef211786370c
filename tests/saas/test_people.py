"""People of a park: invited by a link, given roles, thrown out; tokens of programs; one's own sessions."""

import random
import time
from collections.abc import Iterator
from uuid import uuid4

import httpx
import psycopg
import pytest
from parkcarbon_platform.services.access import identity, passwords

from tests.saas import seed
from tests.saas.conftest import Login, World

API = "/api/v1"
PEOPLE = f"{API}/parks/alpha/people"
TOKENS = f"{API}/parks/alpha/tokens"
GOOD = "violet tram under 7 bridges"


@pytest.fixture
def newcomer() -> str:
    return f"newcomer-{uuid4().hex[:8]}"


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=30) as fresh:
        yield fresh


def invite(operator: httpx.Client, login: str, **role: object) -> str:
    answer = operator.post(PEOPLE, json={"login": login, "name": "New", **role})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


def enter(client: httpx.Client, login: str, password: str = GOOD) -> httpx.Response:
    answer = client.post(f"{API}/session", json={"login": login, "password": password})
    if answer.status_code == 200:
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
    return answer


def test_an_invitation_is_used_once_and_sets_ones_own_password(
    login: Login, client: httpx.Client, newcomer: str, world: World
) -> None:
    operator = login("operator")
    first = invite(operator, newcomer, role="verifier")
    assert enter(client, newcomer, "").status_code == 422
    assert enter(client, newcomer, "anything at all").status_code == 401  # nobody has a password yet
    again = operator.post(f"{PEOPLE}/{newcomer}/invitation").json()["token"]
    old = client.post(f"{API}/invitation", json={"token": first, "password": GOOD})
    assert (old.status_code, old.json()["type"]) == (410, "invitation")
    weak = client.post(f"{API}/invitation", json={"token": again, "password": "Password2024"})
    assert (weak.status_code, weak.json()["type"]) == (422, "weak_password")
    used = client.post(f"{API}/invitation", json={"token": again, "password": GOOD})
    assert used.json() == {"login": newcomer}
    assert client.post(f"{API}/invitation", json={"token": again, "password": GOOD}).status_code == 410
    session = enter(client, newcomer).json()
    assert [(m["park"]["code"], m["role"]) for m in session["memberships"]] == [("alpha", "verifier")]
    with psycopg.connect(world.owner_url) as owner:
        stored = repr(owner.execute("SELECT * FROM identity.invitation").fetchall())
        logged = repr(owner.execute("SELECT changes FROM core.audit_event").fetchall())
    for secret in (first, again):
        assert secret not in stored
        assert secret not in logged


def test_an_invitation_ends(login: Login, client: httpx.Client, newcomer: str, world: World) -> None:
    token = invite(login("operator"), newcomer, role="verifier")
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("UPDATE identity.invitation SET expires_at = now()")
    assert client.post(f"{API}/invitation", json={"token": token, "password": GOOD}).status_code == 410


def test_roles_change_and_members_leave(login: Login, client: httpx.Client, newcomer: str) -> None:
    operator = login("operator")
    token = invite(operator, newcomer, role="enterprise", enterprise="steel")
    client.post(f"{API}/invitation", json={"token": token, "password": GOOD})
    enter(client, newcomer)
    live = f"{API}/parks/alpha/meters"
    assert client.get(live).status_code == 200
    listed = {m["login"]: m for m in operator.get(PEOPLE).json()["members"]}
    assert (listed[newcomer]["approves"], listed[newcomer]["sessions"]) == (False, 1)
    wanted = {"role": "enterprise", "enterprise": "steel", "approves": True}
    assert operator.put(f"{PEOPLE}/{newcomer}", json=wanted).json()["approves"] is True
    assert operator.put(f"{PEOPLE}/{newcomer}", json={"role": "enterprise"}).status_code == 422
    assert operator.put(f"{PEOPLE}/{newcomer}", json={"role": "admin"}).status_code == 422
    assert operator.delete(f"{PEOPLE}/{newcomer}").status_code == 204
    assert client.get(live).status_code == 404  # at once, in the session that is open
    assert operator.delete(f"{PEOPLE}/{newcomer}").status_code == 404


def test_who_enters_data_does_not_approve_it(login: Login, client: httpx.Client, newcomer: str) -> None:
    operator = login("operator")
    token = invite(operator, newcomer, role="enterprise", enterprise="steel")
    client.post(f"{API}/invitation", json={"token": token, "password": GOOD})
    enter(client, newcomer)
    approve = f"{API}/parks/alpha/activity/approve"
    assert client.post(approve, json={"reports": [999_999]}).status_code == 403
    operator.put(f"{PEOPLE}/{newcomer}", json={"role": "enterprise", "enterprise": "steel", "approves": True})
    assert client.post(approve, json={"reports": [999_999]}).status_code == 404


def test_an_operator_gets_no_link_into_other_parks(login: Login, client: httpx.Client, newcomer: str) -> None:
    operator, neighbour = login("operator"), login("neighbour")
    token = invite(operator, newcomer, role="operator")
    there = f"{API}/parks/beta/people"
    body = {"login": newcomer, "name": "New", "role": "operator"}
    # The link of the one park must not open the other.
    assert neighbour.post(there, json=body).status_code == 409
    client.post(f"{API}/invitation", json={"token": token, "password": GOOD})
    assert neighbour.post(there, json=body).json() == {"login": newcomer, "token": None}
    assert operator.post(f"{PEOPLE}/{newcomer}/invitation").status_code == 403
    assert login("admin").post(f"{PEOPLE}/{newcomer}/invitation").status_code == 200
    enter(client, newcomer)
    memberships = client.get(f"{API}/session").json()["memberships"]
    assert [m["park"]["code"] for m in memberships] == ["alpha", "beta"]
    neighbour.delete(f"{there}/{newcomer}")


def test_a_link_of_one_park_does_not_wait_for_another(
    login: Login, client: httpx.Client, newcomer: str
) -> None:
    operator, neighbour = login("operator"), login("neighbour")
    first = invite(operator, newcomer, role="verifier")
    client.post(f"{API}/invitation", json={"token": first, "password": GOOD})
    kept = operator.post(f"{PEOPLE}/{newcomer}/invitation").json()["token"]
    there = f"{API}/parks/beta/people"
    assert neighbour.post(there, json={"login": newcomer, "name": "New", "role": "operator"}).is_success
    late = client.post(f"{API}/invitation", json={"token": kept, "password": GOOD})
    assert (late.status_code, late.json()["type"]) == (410, "invitation")
    neighbour.delete(f"{there}/{newcomer}")


def test_who_left_before_they_came_is_invited_anew(login: Login, client: httpx.Client, newcomer: str) -> None:
    operator = login("operator")
    former = invite(operator, newcomer, role="verifier")
    assert operator.delete(f"{PEOPLE}/{newcomer}").status_code == 204
    latter = invite(operator, newcomer, role="verifier")
    assert client.post(f"{API}/invitation", json={"token": former, "password": GOOD}).status_code == 410
    assert client.post(f"{API}/invitation", json={"token": latter, "password": GOOD}).status_code == 200


def test_accounts_are_locked_by_administrators_and_the_last_one_stays(
    login: Login, client: httpx.Client, person: str, world: World
) -> None:
    operator, admin, own = login("operator"), login("admin"), login(person)
    lock = f"{PEOPLE}/{person}/account"
    assert operator.put(lock, json={"disabled": True}).status_code == 403
    assert admin.put(lock, json={"disabled": True}).status_code == 204
    assert own.get(f"{API}/session").status_code == 401
    assert enter(client, person, seed.PASSWORD).status_code == 401
    assert admin.put(lock, json={"disabled": False}).status_code == 204
    assert enter(client, person, seed.PASSWORD).status_code == 200
    last = admin.put(f"{PEOPLE}/admin/account", json={"disabled": True})
    assert (last.status_code, last.json()["type"]) == (409, "last_admin")
    second = f"second-{uuid4().hex[:6]}"
    with psycopg.connect(world.owner_url) as owner:
        identity.create_user(owner, second, seed.PASSWORD, name="Second", is_admin=True)
    assert admin.put(f"{PEOPLE}/{second}/account", json={"disabled": True}).status_code == 204
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("UPDATE identity.app_user SET is_admin = false WHERE login = %s", (second,))


def test_sessions_are_listed_and_ended(login: Login, person: str) -> None:
    here, there = login(person), login(person)
    sessions = here.get(f"{API}/session/others").json()["sessions"]
    assert sorted(s["is_this"] for s in sessions) == [False, True]
    other = next(s for s in sessions if not s["is_this"])
    assert here.delete(f"{API}/session/others/{other['key']}").status_code == 204
    assert there.get(f"{API}/session").status_code == 401
    assert here.delete(f"{API}/session/others/{other['key']}").status_code == 404
    stranger = login("verifier")
    mine = sessions[0]["key"] if sessions[0]["is_this"] else sessions[1]["key"]
    assert stranger.delete(f"{API}/session/others/{mine}").status_code == 404
    assert login("operator").delete(f"{PEOPLE}/{person}/sessions").status_code == 204
    assert here.get(f"{API}/session").status_code == 401


def test_one_changes_ones_own_password(login: Login, client: httpx.Client, person: str) -> None:
    own = login(person)
    change = f"{API}/session/password"
    wrong = own.post(change, json={"former": "not this one", "password": GOOD})
    assert (wrong.status_code, wrong.json()["type"]) == (401, "wrong_credentials")
    assert own.post(change, json={"former": seed.PASSWORD, "password": f"{person}2024"}).status_code == 422
    assert own.post(change, json={"former": seed.PASSWORD, "password": GOOD}).status_code == 204
    assert own.get(f"{API}/session").status_code == 401
    assert enter(client, person, seed.PASSWORD).status_code == 401
    assert enter(client, person).status_code == 200


def token_of(operator: httpx.Client, **wanted: object) -> str:
    body = {"name": "reporting", "role": "operator", "expires_at": int(time.time() * 1000) + 86_400_000}
    answer = operator.post(TOKENS, json=body | wanted)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.json()["token"])


def test_a_program_reads_by_its_token_and_only_in_its_park(
    login: Login, client: httpx.Client, world: World
) -> None:
    operator = login("operator")
    token = token_of(operator)
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.get(f"{API}/parks/alpha/meters").status_code == 200
    session = client.get(f"{API}/session").json()
    assert session["user"]["login"] == "operator token:reporting"  # who answers for it
    assert [m["park"]["code"] for m in session["memberships"]] == ["alpha"]
    assert client.get(f"{API}/parks/beta/meters").status_code == 404
    released = client.post(f"{API}/parks/alpha/locks/999999/release", json={"reason": "x"})
    assert released.status_code == 403  # read only
    for path in (PEOPLE, TOKENS, f"{API}/session/others"):
        assert client.get(path).status_code == 403
    with psycopg.connect(world.owner_url) as owner:
        stored = repr(owner.execute("SELECT * FROM identity.api_token").fetchall())
        logged = repr(owner.execute("SELECT changes FROM core.audit_event").fetchall())
    assert token not in stored + logged
    assert token.removeprefix("pct_") not in stored + logged


def test_a_program_writes_within_its_scope_and_is_logged(
    login: Login, client: httpx.Client, world: World
) -> None:
    operator = login("operator")
    client.headers["Authorization"] = f"Bearer {token_of(operator, scope='write', name='writer')}"
    released = client.post(f"{API}/parks/alpha/locks/999999/release", json={"reason": "x"})
    assert released.status_code == 404  # let in without a CSRF token; there is no such lock
    (event, *_) = operator.get(f"{API}/parks/alpha/audit?actor=token:writer").json()["events"]
    assert (event["kind"], event["action"], event["outcome"]) == ("token", "locks_release", "not_found")
    decided = client.post(f"{API}/parks/alpha/inventories/999999/transitions", json={"to": "approved"})
    assert decided.status_code == 403  # a program approves nothing
    found = next(t for t in operator.get(TOKENS).json()["tokens"] if t["name"] == "writer")
    assert operator.delete(f"{TOKENS}/{found['id']}").status_code == 204
    assert client.get(f"{API}/parks/alpha/meters").status_code == 401
    assert operator.delete(f"{TOKENS}/{found['id']}").status_code == 404


def test_a_token_of_an_enterprise_stays_in_it_and_every_token_ends(
    login: Login, client: httpx.Client, world: World
) -> None:
    operator = login("operator")
    token = token_of(operator, role="enterprise", enterprise="steel", name="steel-mes")
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.get(f"{API}/parks/alpha/points/steel-main").status_code == 200
    assert client.get(f"{API}/parks/alpha/points/office-main").status_code == 404
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("UPDATE identity.api_token SET expires_at = now() WHERE name = 'steel-mes'")
    assert client.get(f"{API}/parks/alpha/points/steel-main").status_code == 401
    body = {"name": "for-ever", "role": "operator", "expires_at": 4_102_444_800_000}
    assert operator.post(TOKENS, json=body).status_code == 422
    assert client.get(f"{API}/session", headers={"Authorization": "Bearer pct_x"}).status_code == 401


def test_what_is_drawn_by_chance_is_a_password() -> None:
    """The demo's people have 16 hexadecimal digits each: one refused, and there would be no demo."""
    chance = random.Random(1)
    drawn = [f"{chance.getrandbits(64):016x}" for _ in range(20_000)]
    assert [password for password in drawn if passwords.is_common(password)] == []


@pytest.mark.parametrize(
    "password", ["manchesterunited", "charlotte2019!", "liverpoolfc1892", "michelle1987jul"]
)
def test_what_takes_few_guesses_is_no_password(password: str) -> None:
    """By lists that are not ours: names, clubs and leaked passwords with a year or sign more."""
    assert not passwords.is_common(password)
    with pytest.raises(passwords.WeakPasswordError):
        passwords.check(password)
    passwords.check(f"{password} tram 47 bridges")


def test_ones_own_name_makes_no_password() -> None:
    for login in ("person-3f2a1b9c", "li.wei-7", "张伟-运营"):
        assert passwords.is_common(f"{login}2024", login)
        assert passwords.is_common(f"2024!{login.upper()}", login)
        assert not passwords.is_common(f"{login} violet tram bridges", login)


@pytest.mark.parametrize(
    ("password", "common"),
    [
        ("Password2024!", True), ("passwordpassword", True), ("P@ssw0rd1234", True), ("qwertyuiop123", True),
        ("123456789012", True), ("aaaaaaaaaaaa", True), ("abcabcabcabc", True), ("abcdefghijkl", True),
        ("ParkCarbon2026", True), ("administrator1", True), ("operator-12345", True), ("woaini520520", True),
        ("Welcome-Summer", True), ("correct horse battery", False), (GOOD, False),
        ("a long enough password", False),
        ("x7Kq-mV2p-9TzR", False), ("碳排放核算与双碳转型路径", False), ("839201!48#27_5", False),
    ],
)  # fmt: skip
def test_what_is_tried_first_is_no_password(password: str, common: bool) -> None:
    assert passwords.is_common(password) == common
