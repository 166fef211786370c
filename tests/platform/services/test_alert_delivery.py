"""Telling people of alerts: by a real mail server, and by calls to a real web server, through the jobs."""

import hashlib
import hmac
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, get_args

import psycopg
import pytest
from aiosmtpd.controller import Controller
from parkcarbon_platform import cli
from parkcarbon_platform.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    TooManyError,
    UnsafeSettingsError,
)
from parkcarbon_platform.services import jobs
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.services.alerting import evaluating, letters, receivers, rules, sending, webhook
from parkcarbon_platform.services.alerting.mail import MailDomainError
from parkcarbon_platform.services.alerting.models import (
    AlertDelivery,
    AlertReceiverWanted,
    AlertRuleWanted,
)
from parkcarbon_platform.services.alerting.reach import AddressRefusedError, may_be_called, target
from parkcarbon_platform.services.alerting.webhook import DELIVERY, SIGNATURE, TellingError
from parkcarbon_platform.services.localtime import now
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import alert_delivery, alerts, budgets, live
from parkcarbon_platform.storage.alerts import AlertFilter

from tests.support.metered import MeteredPark
from tests.support.processes import free_port
from tests.support.stack import Database

WHO = Actor("operator")
KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class Mailbox:
    """Takes every letter."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: ANN401
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


class Hook:
    """A web server that keeps what it is sent and answers what it is told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 204
        self.drips = False
        self.seen: Callable[[], None] = lambda: None
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.calls.append((self.path, dict(self.headers), body))
                hook.seen()
                # Each byte comes in time, the answer does not; for ten seconds, or until the caller goes.
                with suppress(OSError):
                    for _ in range(200 if hook.drips else 0):
                        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                        self.wfile.flush()
                        time.sleep(0.05)
                self.send_response(hook.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/alerts"

    @contextmanager
    def serving(self) -> Iterator["Hook"]:
        thread = threading.Thread(target=self.server.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            thread.join()
            self.server.server_close()


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database)
        with psycopg.connect(made.owner_url) as owner:
            owner.execute("UPDATE core.edge SET state = '{}', state_at = now() - interval '2 hours'")
        yield made
        made.close()


@pytest.fixture(scope="module")
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller.port
    controller.stop()


@pytest.fixture
def settings(mailbox: tuple[Mailbox, int], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Those that the job's process reads, too."""
    given = {
        "DATABASE_URL": "postgresql://localhost/x", "SECRET_KEY": KEY, "DEMO": "1",
        "SMTP_URL": f"smtp://127.0.0.1:{mailbox[1]}", "SMTP_FROM": "alerts@example.org",
        "PUBLIC_URL": "https://park.example.org",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"PARKCARBON_{name}", value)
    return Settings()  # from the environment


def add(park: MeteredPark, settings: Settings, **values: object) -> tuple[int, str]:
    wanted = AlertReceiverWanted.model_validate(values)
    with park.pools.tenant(park.id) as connection:
        made, secret = receivers.add(connection, park.id, WHO, wanted, settings)
    return made, secret or ""


def run_jobs(park: MeteredPark, *, fails: bool = False) -> None:
    """Run everything that is to be told, due or not."""
    for (job,) in park.rows("SELECT id FROM core.job WHERE kind = 'tell' AND state IN ('queued', 'failed')"):
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("UPDATE core.job SET run_after = now() WHERE id = %s", (job,))
        if fails:
            with pytest.raises(TellingError):
                jobs.run(park.pools, park.id, job)
        else:
            assert jobs.run(park.pools, park.id, job)


def deliveries(park: MeteredPark) -> list[AlertDelivery]:
    with park.pools.tenant(park.id) as connection:
        return receivers.deliveries(connection, WHO).deliveries


def test_an_alert_is_told_by_mail_and_by_a_signed_call_when_it_begins_and_when_it_is_over(
    park: MeteredPark, settings: Settings, mailbox: tuple[Mailbox, int]
) -> None:
    box, hook = mailbox[0], Hook()
    with hook.serving():
        mail, _ = add(park, settings, kind="email", address="energy@example.org", locale="en")
        called, secret = add(park, settings, kind="webhook", address=hook.url)
        wanted = AlertRuleWanted(
            template="edge_offline", minutes=30, severity="error", name="Gateway\r\nBcc: x@y.zz",
            receivers=[mail, called],
        )  # fmt: skip
        with park.pools.tenant(park.id) as connection:
            rule = rules.add(connection, park.id, WHO, wanted)
        assert evaluating.check_park(park.pools, park.id, now()) == 1
        assert evaluating.check_park(park.pools, park.id, now()) == 0
        run_jobs(park)
        (letter,) = box.letters
        assert (letter["To"], letter["From"]) == ("energy@example.org", "alerts@example.org")
        # A name is no way to another header.
        assert letter["Bcc"] is None
        assert letter["Subject"].startswith("[ParkCarbon] Alert: Gateway Bcc: x@y.zz – plant")
        assert "https://park.example.org/p/metered/alerts" in letter.get_content()
        ((path, headers, body),) = hook.calls
        told = json.loads(body)
        assert (path, told["event"], told["park"]) == ("/alerts", "began", "metered")
        assert (told["alert"]["template"], told["alert"]["subject"]) == ("edge_offline", "plant")
        at, signed = (part.partition("=")[2] for part in headers[SIGNATURE].split(","))
        assert signed == hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        sent = {row.id: row for row in deliveries(park)}
        assert sent[int(headers[DELIVERY])].state == "sent"
        assert {row.event for row in sent.values()} == {"began"}
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("UPDATE core.edge SET state_at = now()")
            owner.execute("UPDATE core.alert_rule SET evaluated_at = NULL")
        evaluating.check_park(park.pools, park.id, now())
        run_jobs(park)
        assert [json.loads(call[2])["event"] for call in hook.calls] == ["began", "resolved"]
        assert len(box.letters) == 2
        with park.pools.tenant(park.id) as connection:
            rules.delete(connection, park.id, WHO, rule, now())


def test_what_fails_is_tried_again_until_it_is_given_up(park: MeteredPark, settings: Settings) -> None:
    hook = Hook()
    with hook.serving():
        called, _ = add(park, settings, kind="webhook", address=hook.url)
        with park.pools.tenant(park.id) as connection:
            receivers.trial(connection, park.id, WHO, called)
        assert sending.dispatch(park.pools, park.id) == 1
        # A redirect is not followed: it could lead anywhere.
        for status in (500, 302):
            hook.status = status
            run_jobs(park, fails=True)
            newest = deliveries(park)[0]
            assert (newest.state, newest.answer) == ("waiting", f"127.0.0.1 answered {status}.")
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("UPDATE core.job SET attempts = %s WHERE state = 'failed'", (jobs.ATTEMPTS - 1,))
        run_jobs(park, fails=True)
        newest = deliveries(park)[0]
        assert (newest.state, newest.attempts) == ("failed", 3)
        assert park.rows("SELECT state FROM core.job WHERE kind = 'tell' AND state <> 'done'") == [("dead",)]
        ((job,),) = park.rows("SELECT id FROM core.job WHERE kind = 'tell' AND state = 'dead'")
        hook.status = 204
        jobs.retry(park.pools, job)
        assert deliveries(park)[0].state == "waiting"
        run_jobs(park)
        assert deliveries(park)[0].state == "sent"
        assert [path for path, _, _ in hook.calls] == ["/alerts"] * 4
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("UPDATE core.job SET state = 'dead' WHERE id = %s", (job,))
            owner.execute(
                "UPDATE core.alert_delivery SET state = 'failed', sent_at = NULL WHERE receiver_id = %s",
                (called,),
            )
        with park.pools.tenant(park.id) as connection:
            receivers.remove(connection, WHO, called)
            with pytest.raises(NotFoundError):
                receivers.trial(connection, park.id, WHO, called)
        with pytest.raises(ConflictError):
            jobs.retry(park.pools, job)
        assert park.rows("SELECT state FROM core.job WHERE id = %s", job) == [("dead",)]


def trial(park: MeteredPark, receiver: int) -> int:
    """Send one; its job."""
    with park.pools.tenant(park.id) as connection:
        receivers.trial(connection, park.id, WHO, receiver)
    assert sending.dispatch(park.pools, park.id) == 1
    return int(park.rows("SELECT max(id) FROM core.job WHERE kind = 'tell'")[0][0])


def give_up(park: MeteredPark, receiver: int) -> None:
    with park.pools.tenant(park.id) as connection:
        receivers.remove(connection, WHO, receiver)
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("DELETE FROM core.job WHERE kind = 'tell'")


def test_a_server_that_drips_is_left_and_no_transaction_waits_for_it(
    park: MeteredPark, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, waiting = Hook(), []
    hook.drips = True

    def look() -> None:
        with psycopg.connect(park.owner_url) as owner:
            waiting.extend(owner.execute(
                """SELECT query FROM pg_stat_activity WHERE datname = current_database()
                   AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
                   AND backend_type = 'client backend'"""
            ).fetchall())  # fmt: skip

    hook.seen = look
    with hook.serving():
        called, _ = add(park, settings, kind="webhook", address=hook.url)
        monkeypatch.setattr(webhook, "WHOLE_S", 0.5)
        job = trial(park, called)
        with pytest.raises(TellingError):
            jobs.run(park.pools, park.id, job)
        assert deliveries(park)[0].answer == "127.0.0.1 does not answer."
        if hook.calls:  # where the half second was over before it came to that
            assert waiting == []
    give_up(park, called)


def test_a_name_that_cannot_be_looked_up_now_is_tried_again_and_never_entered(
    park: MeteredPark, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = Hook()
    with hook.serving():
        called, _ = add(park, settings, kind="webhook", address=hook.url)
        job = trial(park, called)

        def away(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_AGAIN, "away")

        with monkeypatch.context() as patch:
            # The database is reached by its own way.
            patch.setattr("parkcarbon_platform.services.alerting.reach.socket.getaddrinfo", away)
            with pytest.raises(AddressRefusedError):
                target(hook.url, settings)
            with pytest.raises(TellingError):
                jobs.run(park.pools, park.id, job)
        assert deliveries(park)[0].state == "waiting"
        with pytest.raises(TooManyError):
            trial(park, called)
        run_jobs(park)
        assert deliveries(park)[0].state == "sent"
        with pytest.raises(TooManyError):
            trial(park, called)
        with psycopg.connect(park.owner_url) as owner:
            owner.execute(
                """UPDATE core.alert_delivery SET created_at = now() - interval '2 hours',
                   sent_at = now() - interval '61 s'"""
            )
        trial(park, called)
    give_up(park, called)


def test_no_owner_tells_more_than_their_share_of_an_hour(park: MeteredPark, settings: Settings) -> None:
    hook = Hook()
    hook.server.server_close()
    called, _ = add(park, settings, kind="webhook", address=hook.url)
    most = alert_delivery.MOST_AN_HOUR
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("UPDATE core.alert_delivery SET created_at = now() - interval '2 hours'")
    with park.pools.tenant(park.id) as connection:
        for _ in range(2):
            # Nothing is sent here.
            none: list[int | None] = [None] * (most - 50)
            alert_delivery.add(connection, park.id, None, [called], alerts=none, event="trial")
        row = connection.execute(
            """SELECT count(*) FILTER (WHERE state = 'waiting' AND NOT queued),
                 count(*) FILTER (WHERE state = 'failed' AND queued AND answer LIKE '%%200 in an hour')
               FROM core.alert_delivery WHERE receiver_id = %s""",
            (called,),
        ).fetchone()
        connection.execute("DELETE FROM core.alert_delivery WHERE receiver_id = %s", (called,))
    assert row == (most, most - 100)
    give_up(park, called)


def test_mail_goes_to_domains_that_are_allowed(
    park: MeteredPark, settings: Settings, mailbox: tuple[Mailbox, int]
) -> None:
    """(docs/security.md, S4.5)"""
    before = len(mailbox[0].letters)
    with pytest.raises(MailDomainError):
        add(park, settings, kind="email", address="victim@elsewhere.org")
    wider = settings.model_copy(update={"mail_domains": "park.example, Elsewhere.org"})
    with pytest.raises(MailDomainError):
        add(park, wider, kind="email", address="energy@example.org")
    called, _ = add(park, wider, kind="email", address="energy@elsewhere.org")
    # The domain was allowed when it was entered, and is no more.
    assert jobs.run(park.pools, park.id, trial(park, called))
    newest = deliveries(park)[0]
    assert (newest.state, newest.answer) == ("failed", "No mail of alerts is sent to elsewhere.org.")
    assert len(mailbox[0].letters) == before
    give_up(park, called)


def test_letters_name_budgets_in_the_language_of_who_reads_them(park: MeteredPark) -> None:
    with psycopg.connect(park.owner_url) as owner:
        owner.execute(
            """INSERT INTO core.alert (park_id, own, template, rule_name, severity, subject_kind, subject,
                 began_at, seen_at)
               SELECT %s, false, 'budget', '', 'warning', 'budget', s, now(), now()
               FROM unnest(%s::text[]) s""",
            (park.id, ["carbon/2026", "energy/2026/works", "electricity/2026/gone"]),
        )
        owner.execute("UPDATE core.enterprise SET name_zh = '钢厂', name_en = 'Steel' WHERE code = 'works'")
    try:
        with park.pools.tenant(park.id) as connection:
            here = live.park(connection)
            rows = alerts.listing(connection, AlertFilter(template="budget"), 10)
    finally:
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("DELETE FROM core.alert WHERE template = 'budget'")
    assert here is not None
    said = {
        locale: [letters.letter(here, row, "began", locale, "")[1].splitlines()[0] for row in reversed(rows)]
        for locale in get_args(alert_delivery.Locale)
    }
    assert said == {
        "en": [
            "Budget at risk: Carbon budget 2026", "Budget at risk: Energy budget 2026 · Steel",
            "Budget at risk: Electricity budget 2026 · gone",
        ],
        "zh-CN": [
            "预算有风险: 碳排放预算 2026", "预算有风险: 综合能耗预算 2026 · 钢厂",
            "预算有风险: 电力预算 2026 · gone",
        ],
    }  # fmt: skip
    assert set(letters.BUDGETS["en"]) == set(letters.BUDGETS["zh-CN"]) == set(get_args(budgets.Kind))


def test_what_nobody_expected_and_workers_that_die_are_written_down(
    park: MeteredPark, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = Hook()
    hook.server.server_close()
    called, _ = add(park, settings, kind="webhook", address=hook.url)
    job = trial(park, called)

    def broken(*_: object) -> str:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(webhook, "send", broken)
        with pytest.raises(ZeroDivisionError):
            jobs.run(park.pools, park.id, job)
    newest = deliveries(park)[0]
    assert (newest.state, newest.attempts, newest.answer) == ("waiting", 1, "ZeroDivisionError")
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("UPDATE core.job SET state = 'running', attempts = %s", (jobs.ATTEMPTS,))
    assert not jobs.run(park.pools, park.id, job)
    assert deliveries(park)[0].state == "failed"
    give_up(park, called)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://169.254.169.254/latest", "https://[::1]/",
        "https://10.0.0.1/", "https://[::ffff:10.0.0.1]/", "http://93.184.216.34/", "ftp://93.184.216.34/",
        "https://user@93.184.216.34/", "https://0.0.0.0/", "https://100.100.100.200/", "https:///x",
        "https://[64:ff9b::a00:1]/", "https://[64:ff9b:1::a00:1]/", "https://[2002:a00:1::]/",
        "https://[2001:0:a00:1::]/", "https://[::a00:1]/", "https://[fec0::1]/", "https://[::]/",
        "https://[x", "https://[x]/", "https://93.184.216.34:x/", f"https://{'a' * 64}.org/",
    ],
)  # fmt: skip
def test_no_address_inside_is_called_outside_a_demo(url: str) -> None:
    """(docs/security.md, S4.5, T12)"""
    with pytest.raises(AddressRefusedError):
        target(url, Settings(database_url="x", secret_key=KEY))


@pytest.mark.parametrize(
    "inside",
    ["64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:0:a00:1::", "::a00:1", "fec0::1", "::"],
)
def test_what_leads_to_another_address_is_opened_by_nobody(inside: str) -> None:
    assert not may_be_called(ipaddress.ip_address(inside), [ipaddress.ip_network("::/0")])
    assert may_be_called(ipaddress.ip_address("::1"), [ipaddress.ip_network("::1/128")])


def test_networks_are_opened_by_whoever_runs_the_platform_and_never_to_credentials_of_clouds() -> None:
    opened = Settings(database_url="x", webhook_networks="10.0.0.0/8, 169.254.0.0/16")
    assert target("https://10.0.0.1:8443/a?b=c", opened) == ("https", "10.0.0.1", 8443, "/a?b=c", "10.0.0.1")
    assert target("http://10.0.0.1/", opened).port == 80
    # A line of HTTP holds no other letters, and no blanks.
    told = target("https://10.0.0.1/报警 1/%41?x=ü\r\ny", opened).path
    assert told == "/%E6%8A%A5%E8%AD%A6%201/%41?x=%C3%BCy"
    assert target("https://93.184.216.34/", opened).address == "93.184.216.34"
    with pytest.raises(AddressRefusedError):
        target("https://169.254.169.254/", opened)


def test_addresses_that_are_none_are_refused_and_secrets_are_sealed_anew(
    park: MeteredPark, settings: Settings
) -> None:
    for address in ("nobody", "a@b", "a@b.cd\nBcc: x@y.zz", "a@b.cd, e@f.gh"):
        with pytest.raises(InvalidError):
            add(park, settings, kind="email", address=address)
    hook = Hook()
    hook.server.server_close()
    made, secret = add(park, settings, kind="webhook", address=hook.url)
    later = Vault(KEY[::-1], [KEY])
    with park.pools.tenant(park.id) as connection:
        assert receivers.reseal(connection, later) >= 1
        assert receivers.reseal(connection, later) == 0
        row = connection.execute("SELECT secret FROM core.alert_receiver WHERE id = %s", (made,)).fetchone()
        assert row is not None
        assert later.open(row[0], receivers.place(made)) == secret
        receivers.reseal(connection, Vault(KEY, [KEY[::-1]]))


@pytest.mark.parametrize(
    "values",
    [
        {"smtp_url": "http://mail.example.org", "smtp_from": "a@b.cd"},
        {"smtp_url": "smtps://me:changeme@mail.example.org", "smtp_from": "a@b.cd"},
        {"smtp_url": "smtps://mail.example.org"},
    ],
)
def test_a_server_for_mail_that_is_unsafe_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(UnsafeSettingsError):
        Settings(database_url="x", **values).check_mail()
    with pytest.raises(UnsafeSettingsError):
        Settings(database_url="x", webhook_networks="everywhere").check_webhooks()


def test_receivers_are_kept_from_the_command_line(
    park: MeteredPark, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)

    def run(*words: str) -> str:
        assert cli.main(["receivers", words[0], "metered", *words[1:]]) == 0
        return capsys.readouterr().out

    hook = Hook()
    with hook.serving():
        said = run("add", "webhook", hook.url, "--name", "Desk", "--language", "en")
        number, secret = said.split()[1], said.split()[-1]
        (row,) = [line.split("\t") for line in run("list").splitlines() if line.startswith(f"{number}\t")]
        assert row[1:5] == ["webhook", "Desk", hook.url, "en"]
        run("test", number)
        run_jobs(park)
        ((_, headers, body),) = hook.calls
        at, signed = (part.partition("=")[2] for part in headers[SIGNATURE].split(","))
        assert signed == hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        assert run("list", "--sent").splitlines()[0].split("\t")[2:5] == ["Desk", "trial", "sent"]
    run("remove", number)
    assert f"{number}\t" not in run("list")
    assert cli.main(["receivers", "test", "metered", number]) == 1
    assert "not_found" in capsys.readouterr().err
    # The path of an address may hold a token: the audit log is told that somebody was added, not the address.
    told = [
        row[0] for row in park.rows("SELECT object FROM core.audit_event WHERE action LIKE '%%receivers%%'")
    ]
    assert told
    assert not any("/alerts" in row for row in told)
