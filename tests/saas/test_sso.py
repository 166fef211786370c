"""Single sign-on (docs/security.md, T4), against npm's oidc-provider: it says who, and gives no right."""

import base64
from collections.abc import Iterator
from uuid import uuid4

import httpx
import psycopg
import pytest
from parkcarbon_platform.services.access import identity, oidc
from parkcarbon_saas.features.sso.api import COOKIE

from tests.saas import seed
from tests.saas.conftest import Login, World, serving
from tests.support import oidc as peer

API = "/api/v1"
SSO = f"{API}/session/sso"
PUBLIC = "http://127.0.0.1:1"  # nobody listens there: the test is the browser
REDIRECT = f"{PUBLIC}/sso"
RUN = uuid4().hex[:6]


def mail(name: str) -> str:
    return f"{name}-{RUN}@alpha.example"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    people = {
        name: {"email": mail(name), "email_verified": True}
        for name in ("known", "invited", "stranger", "gone")
    }
    people |= {
        "unverified": {"email": mail("known"), "email_verified": False},
        "upper": {"email": mail("known").upper(), "email_verified": True},
    }
    with peer.running(tmp_path_factory.mktemp("oidc") / "log", REDIRECT, people) as issuer:
        yield issuer


@pytest.fixture(scope="module")
def address(world: World, provider: str) -> Iterator[str]:
    given = {
        "sso_issuer": provider, "sso_client_id": peer.CLIENT, "sso_client_secret": peer.SECRET,
        "sso_name": "Alpha AG", "public_url": PUBLIC,
    }  # fmt: skip
    with psycopg.connect(world.owner_url) as owner:
        for name in ("known", "gone"):
            identity.create_user(owner, mail(name), seed.PASSWORD, name=name.title(), locale="en")
            identity.let_in(owner, mail(name), "alpha", "verifier")
        owner.execute("UPDATE identity.app_user SET disabled_at = now() WHERE login = %s", (mail("gone"),))
    with serving(world.settings.model_copy(update=given)) as found:
        yield found


@pytest.fixture
def browser(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


def begun(browser: httpx.Client) -> str:
    answer = browser.post(f"{SSO}/start")
    assert answer.status_code == 200, answer.text
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    return str(answer.json()["address"])


def finished(browser: httpx.Client, back: dict[str, str]) -> httpx.Response:
    return browser.post(
        SSO, json={"code": back["code"], "state": back["state"], "issuer": back.get("iss", "")}
    )


def enter(browser: httpx.Client, person: str) -> httpx.Response:
    return finished(browser, peer.logged_in(begun(browser), person, REDIRECT))


def test_a_cookie_nested_without_end_is_refused(address: str) -> None:
    nested = (b"[" * 20_000).hex()
    with httpx.Client(base_url=address, headers={"Cookie": f"{COOKIE}={nested}"}, timeout=60) as hostile:
        answer = hostile.post(SSO, json={"code": "x", "state": "x"})
    assert (answer.status_code, answer.json()["type"]) == (401, "sso_failed")


def test_a_provider_that_is_away_is_not_waited_for_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = oidc.Provider(oidc.Client(PUBLIC, "id", "", REDIRECT))
    attempt = oidc.new_attempt(60, 0)
    with pytest.raises(oidc.SsoUnreachableError):
        gone.address(attempt)
    monkeypatch.setattr(oidc, "build_opener", None)  # whoever asks now fails otherwise
    with pytest.raises(oidc.SsoUnreachableError):
        gone.address(attempt)


def test_who_is_a_member_comes_in_as_what_they_are(browser: httpx.Client, world: World) -> None:
    assert browser.get(SSO).json() == {"name": "Alpha AG"}
    entered = enter(browser, "known")
    assert entered.status_code == 200, entered.text
    told = browser.get(f"{API}/session").json()
    assert told["user"]["login"] == mail("known")
    assert [(m["park"]["code"], m["role"]) for m in told["memberships"]] == [("alpha", "verifier")]
    assert told["second_factor"] is False
    assert browser.get(f"{API}/parks/alpha/meters").status_code == 200
    with psycopg.connect(world.owner_url) as owner:
        event = owner.execute(
            "SELECT actor, action FROM identity.audit_event ORDER BY number DESC LIMIT 1"
        ).fetchone()
    assert event == (mail("known"), "sso_finish")


def test_the_next_time_the_providers_own_name_counts(browser: httpx.Client, world: World) -> None:
    assert enter(browser, "known").status_code == 200
    # Another account of the provider that claims the same address is somebody else.
    assert enter(browser, "upper").json()["type"] == "sso_unknown"
    with psycopg.connect(world.owner_url) as owner:
        links = owner.execute(
            """SELECT subject FROM identity.sso_identity WHERE user_id =
               (SELECT id FROM identity.app_user WHERE login = %s)""",
            (mail("known"),),
        ).fetchall()
    assert links == [("known",)]


@pytest.mark.parametrize("person", ["stranger", "unverified", "gone"])
def test_no_right_is_given(browser: httpx.Client, world: World, person: str) -> None:
    answer = enter(browser, person)
    assert (answer.status_code, answer.json()["type"]) == (403, "sso_unknown")
    assert "pc_session" not in browser.cookies
    with psycopg.connect(world.owner_url) as owner:
        made = owner.execute(
            "SELECT count(*) FROM identity.app_user WHERE login IN (%s, 'unverified')", (mail("stranger"),)
        ).fetchone()
    assert made == (0,)


def test_an_invitation_is_accepted_by_it_and_its_link_ends(
    browser: httpx.Client, login: Login, anonymous: httpx.Client
) -> None:
    operator = login("operator")
    body = {"login": mail("invited"), "name": "Invited", "role": "verifier"}
    token = operator.post(f"{API}/parks/alpha/people", json=body).json()["token"]
    assert enter(browser, "invited").status_code == 200
    late = anonymous.post(f"{API}/invitation", json={"token": token, "password": "violet tram 47 bridges"})
    assert late.status_code == 410


def test_what_was_not_begun_here_is_refused(browser: httpx.Client, address: str) -> None:
    back = peer.logged_in(begun(browser), "known", REDIRECT)
    with httpx.Client(base_url=address, timeout=30) as other:  # log-in CSRF: a code of somebody else's
        assert finished(other, back).json()["type"] == "sso_failed"
        begun(other)
        assert finished(other, back).json()["type"] == "sso_failed"
    kept = browser.cookies[COOKIE]
    assert finished(browser, {**back, "state": "x"}).json()["type"] == "sso_failed"
    browser.cookies.set(COOKIE, kept, domain="127.0.0.1", path=SSO)
    assert finished(browser, {**back, "iss": "http://evil.example"}).json()["type"] == "sso_failed"
    browser.cookies.set(COOKIE, kept, domain="127.0.0.1", path=SSO)
    assert finished(browser, back).status_code == 200
    browser.cookies.set(COOKIE, kept, domain="127.0.0.1", path=SSO)
    assert finished(browser, back).json()["type"] == "sso_failed"  # a code is good once
    assert COOKIE not in begun_cookieless(address)


def begun_cookieless(address: str) -> str:
    """What a browser is asked to keep says nothing to whoever reads it."""
    with httpx.Client(base_url=address, timeout=30) as client:
        place = begun(client)
        kept = bytes.fromhex(client.cookies[COOKIE]).decode()
        state = httpx.URL(place).params["state"]
        assert state not in kept
        assert httpx.URL(place).params["code_challenge_method"] == "S256"
        return str(httpx.URL(place).params)


def test_a_token_of_another_log_in_or_signature_is_refused(provider: str) -> None:
    known = oidc.Provider(oidc.Client(provider, peer.CLIENT, peer.SECRET, REDIRECT))
    attempt = oidc.new_attempt(600, 0)
    back = peer.logged_in(known.address(attempt), "known", REDIRECT)
    tokens = known._exchange(back["code"], attempt.verifier)
    token = str(tokens["id_token"])
    assert known._claims(token, attempt.nonce)["sub"] == "known"
    with pytest.raises(oidc.SsoError, match="another log-in"):
        known._claims(token, "another nonce")
    header, claims, signature = token.split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","kid":"test"}').decode().rstrip("=")
    for forged in (
        f"{header}.{claims}.{signature[:-8]}AAAAAAAA",
        f"{unsigned}.{claims}.",
        "",
    ):
        with pytest.raises(oidc.SsoError):
            known._claims(forged, attempt.nonce)
    other = oidc.Provider(oidc.Client(provider, "another-program", "", REDIRECT))
    with pytest.raises(oidc.SsoError):
        other._claims(token, attempt.nonce)
    with pytest.raises(oidc.SsoError, match="not take the code"):
        known._exchange("nonsense", attempt.verifier)


def test_a_provider_that_is_away_is_said_so() -> None:
    away = oidc.Provider(oidc.Client("http://127.0.0.1:1", "x", "", REDIRECT))
    with pytest.raises(oidc.SsoUnreachableError):
        away.address(oidc.new_attempt(600, 0))


def test_without_a_provider_there_is_no_button(anonymous: httpx.Client) -> None:
    assert anonymous.get(SSO).json() == {"name": None}
    assert anonymous.post(f"{SSO}/start").json()["type"] == "sso_off"
