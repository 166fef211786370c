"""Two-factor log-in (docs/security.md, T3): RFC 6238, no code twice, asked where a park asks for it."""

import time
from uuid import uuid4

import httpx
import psycopg
import pytest
from parkcarbon_platform.services.access import identity, second_factor, totp
from parkcarbon_platform.services.access.vault import Vault

from tests.saas import seed
from tests.saas.conftest import Login, World

API = "/api/v1"
SESSION = f"{API}/session"
OWN = f"{SESSION}/second-factor"
POLICY = f"{API}/parks/alpha/access-policy"
RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(("at_s", "code"), [
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
    (2000000000, "69279037"), (20000000000, "65353130"),
])  # fmt: skip
def test_codes_are_those_of_rfc_6238(at_s: int, code: str) -> None:
    assert totp.code(RFC_SECRET, at_s // totp.STEP_S, digits=8) == code
    assert totp.code(RFC_SECRET, at_s // totp.STEP_S) == code[-6:]


def test_a_clock_may_be_half_a_minute_off_and_no_code_is_taken_twice() -> None:
    now = 1_234_567_890.0
    step = int(now) // totp.STEP_S
    for off in (-1, 0, 1):
        assert totp.matched(RFC_SECRET, totp.code(RFC_SECRET, step + off), now, 0) == step + off
    for off in (-2, 2):
        assert totp.matched(RFC_SECRET, totp.code(RFC_SECRET, step + off), now, 0) is None
    assert totp.matched(RFC_SECRET, totp.code(RFC_SECRET, step), now, step) is None
    assert totp.matched(RFC_SECRET, totp.code(RFC_SECRET, step - 1), now, step) is None
    assert totp.matched(RFC_SECRET, "é", now, 0) is None


class Phone:
    """An authenticator app: a code of a later step each time, as far as a clock may be off."""

    def __init__(self, secret: str) -> None:
        self.secret = second_factor._secret(secret)
        self.last = ""

    def code(self) -> str:
        self.last = totp.code(self.secret, int(time.time()) // totp.STEP_S)
        return self.last


def forget_steps(world: World, login: str) -> None:
    """As if half a minute had passed."""
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(
            """UPDATE identity.second_factor SET last_step = 0
               WHERE user_id = (SELECT id FROM identity.app_user WHERE login = %s)""",
            (login,),
        )


def enter(client: httpx.Client, login: str, code: str = "", password: str = seed.PASSWORD) -> httpx.Response:
    return client.post(SESSION, json={"login": login, "password": password, "code": code})


def enrol(client: httpx.Client) -> tuple[Phone, list[str]]:
    begun = client.post(OWN, json={"password": seed.PASSWORD})
    assert begun.status_code == 200, begun.text
    assert begun.headers["Cache-Control"] == "no-store"
    told = begun.json()
    assert told["qr_svg"].startswith("<svg")
    assert "<script" not in told["qr_svg"]
    assert told["secret"] in told["address"]
    phone = Phone(told["secret"])
    done = client.post(f"{OWN}/confirm", json={"code": phone.code()})
    assert done.status_code == 200, done.text
    return phone, done.json()["codes"]


def test_who_has_a_second_factor_is_asked_for_it(
    login: Login, anonymous: httpx.Client, person: str, world: World
) -> None:
    own = login(person)
    assert own.get(OWN).json() == {"since": None, "recovery_codes_left": 0}
    wrong = own.post(OWN, json={"password": "not this one"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "wrong_password")
    phone, codes = enrol(own)
    assert own.get(OWN).json()["recovery_codes_left"] == len(set(codes)) == 10
    assert own.get(SESSION).json()["second_factor"] is True
    asked = enter(anonymous, person)
    assert (asked.status_code, asked.json()["type"]) == (401, "second_factor_needed")
    # Who does not know the password does not learn that there is a second factor.
    assert enter(anonymous, person, password="wrong").json()["type"] == "wrong_credentials"
    used = enter(anonymous, person, phone.last)
    assert (used.status_code, used.json()["type"]) == (401, "wrong_credentials")  # taken at the enrolment
    forget_steps(world, person)
    code = phone.code()
    entered = enter(anonymous, person, f" {code[:3]} {code[3:]} ")
    assert (entered.status_code, entered.json()["second_factor"]) == (200, True)
    assert enter(anonymous, person, code).status_code == 401  # replayed


def test_a_recovery_code_works_once_and_only_its_hash_is_kept(
    login: Login, anonymous: httpx.Client, person: str, world: World
) -> None:
    own = login(person)
    phone, codes = enrol(own)
    assert enter(anonymous, person, codes[0].upper()).status_code == 200
    assert enter(anonymous, person, codes[0]).status_code == 401
    assert own.get(OWN).json()["recovery_codes_left"] == 9
    with psycopg.connect(world.owner_url) as owner:
        stored = repr(owner.execute("SELECT * FROM identity.recovery_code").fetchall())
        stored += repr(owner.execute("SELECT secret::text FROM identity.second_factor").fetchall())
        stored += repr(owner.execute("SELECT changes FROM identity.audit_event").fetchall())
        stored += repr(owner.execute("SELECT changes FROM core.audit_event").fetchall())
    for secret in (*codes, *(c.replace("-", "") for c in codes), totp.text_of(phone.secret)):
        assert secret not in stored
    forget_steps(world, person)
    renewed = own.post(f"{OWN}/recovery-codes", json={"code": phone.code()})
    assert renewed.status_code == 200
    assert enter(anonymous, person, codes[1]).status_code == 401
    assert enter(anonymous, person, renewed.json()["codes"][1]).status_code == 200


def test_guessing_codes_rests_the_account(login: Login, anonymous: httpx.Client, person: str) -> None:
    own = login(person)
    _, codes = enrol(own)
    for _ in range(3):
        assert own.post(f"{OWN}/removal", json={"code": "000000"}).status_code == 422
    for _ in range(identity.FREE_ATTEMPTS - 3):
        assert enter(anonymous, person, "000000").status_code == 401
    assert enter(anonymous, person, codes[0]).status_code == 401  # the right one, too
    assert own.post(f"{OWN}/removal", json={"code": codes[0]}).status_code == 422
    assert own.get(OWN).json()["recovery_codes_left"] == 10


def test_one_goes_without_again_and_administrators_help_who_lost_the_phone(
    login: Login, anonymous: httpx.Client, person: str, world: World
) -> None:
    own, operator, admin = login(person), login("operator"), login("admin")
    phone, _ = enrol(own)
    assert own.post(OWN, json={"password": seed.PASSWORD}).status_code == 409
    forget_steps(world, person)
    assert own.post(f"{OWN}/removal", json={"code": phone.code()}).status_code == 204
    assert enter(anonymous, person).status_code == 200
    enrol(own)
    there = f"{API}/parks/alpha/people/{person}/second-factor"
    members = operator.get(f"{API}/parks/alpha/people").json()["members"]
    assert next(m for m in members if m["login"] == person)["has_second_factor"]
    assert operator.delete(there).status_code == 403
    assert admin.delete(there).status_code == 204
    assert own.get(SESSION).status_code == 401
    assert enter(anonymous, person).json()["second_factor"] is False
    assert admin.delete(there).status_code == 404
    events = operator.get(f"{API}/parks/alpha/audit?action=second_factor_reset&outcome=done").json()["events"]
    assert events[0]["actor"] == "admin"
    assert "second_factor" in {change["table"] for change in events[0]["changes"]}


def test_a_park_asks_its_roles_for_it(
    login: Login, anonymous: httpx.Client, person: str, world: World
) -> None:
    own, verifier = login(person), login("verifier")
    shut_out = own.put(POLICY, json={"second_factor_roles": ["operator"]})
    assert (shut_out.status_code, shut_out.json()["type"]) == (409, "conflict")  # they have none themselves
    enrol(own)
    try:
        assert own.put(POLICY, json={"second_factor_roles": ["verifier"]}).status_code == 200
        assert verifier.get(POLICY).json()["type"] == "second_factor_required"
        assert verifier.get(f"{API}/parks/alpha/meters").status_code == 403
        (membership,) = verifier.get(SESSION).json()["memberships"]
        assert membership["needs_second_factor"]
        assert login("operator").get(POLICY).json() == {"second_factor_roles": ["verifier"]}
        assert login("steelworker").get(f"{API}/parks/alpha/meters").status_code == 200
        newcomer = f"new-{uuid4().hex[:6]}"
        with psycopg.connect(world.owner_url) as owner:
            identity.create_user(owner, newcomer, seed.PASSWORD, name="New", locale="en")
            identity.let_in(owner, newcomer, "alpha", "verifier")
        new = login(newcomer)
        assert new.get(f"{API}/parks/alpha/meters").status_code == 403
        enrol(new)
        assert new.get(f"{API}/parks/alpha/meters").status_code == 200
    finally:
        assert own.put(POLICY, json={"second_factor_roles": []}).status_code == 200


def test_an_administrator_without_it_does_not_come_round_a_park_that_asks(
    login: Login, person: str, world: World
) -> None:
    own, admin = login(person), login("admin")
    enrol(own)
    assert admin.get(f"{API}/admin/parks").status_code == 200
    assert own.put(POLICY, json={"second_factor_roles": ["operator"]}).status_code == 200
    try:
        there = f"{API}/parks/beta/people/neighbour"
        for method, address, body in (
            ("GET", f"{API}/admin/parks", None),
            ("GET", f"{API}/admin/parks/alpha/file", None),
            ("PUT", f"{API}/admin/parks/alpha/state", {"state": "suspended", "reason": "x"}),
            ("DELETE", f"{there}/second-factor", None),
            ("POST", f"{there}/invitation", None),
            ("PUT", f"{there}/account", {"disabled": True}),
        ):
            refused = admin.request(method, address, json=body)
            assert refused.json()["type"] == "second_factor_required", (method, address, refused.text)
    finally:
        assert own.put(POLICY, json={"second_factor_roles": []}).status_code == 200


def test_sessions_without_it_end_when_it_is_set_up(login: Login, person: str) -> None:
    own, elsewhere = login(person), login(person)
    enrol(own)
    assert own.get(SESSION).status_code == 200
    assert elsewhere.get(SESSION).status_code == 401


def test_a_new_key_opens_what_the_former_sealed(login: Login, person: str, world: World) -> None:
    own = login(person)
    phone, _ = enrol(own)
    former, new = world.settings.secret_key, "n" * 32
    with psycopg.connect(world.owner_url) as owner:
        user = owner.execute("SELECT id FROM identity.app_user WHERE login = %s", (person,)).fetchone()
        assert user is not None
        # Several people may have one by now: all of them are sealed anew.
        count = owner.execute("SELECT count(*) FROM identity.second_factor").fetchone()
        assert (second_factor.reseal(owner, Vault(new, [former])),) == count
        assert second_factor.reseal(owner, Vault(new, [former])) == 0
        owner.execute("UPDATE identity.second_factor SET last_step = 0")
        now = seed.datetime.now(seed.UTC)
        assert second_factor.is_shown(owner, user[0], phone.code(), Vault(new), now)
        owner.rollback()
