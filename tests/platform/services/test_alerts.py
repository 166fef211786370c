"""Alerts over a real ledger, readings and edges: they begin once, go on, end, and are told apart by owner."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from parkcarbon_platform.calculation.alerting.episodes import Sample, beyond, rolling, silences
from parkcarbon_platform.errors import ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.alerting import evaluating, inbox, rules, templates, watching
from parkcarbon_platform.services.alerting.inbox import AlertFilter
from parkcarbon_platform.services.alerting.models import (
    Alert,
    AlertRuleWanted,
    AlertsAssigned,
    AlertsChosen,
    AlertsSnoozed,
    AlertTrial,
)
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.storage import alert_delivery, alerts, oversight
from parkcarbon_platform.storage.alerts import State
from parkcarbon_platform.storage.database import Connection

from tests.support.metered import MeteredPark, document, named, source
from tests.support.stack import Database

NOW = datetime(2026, 9, 14, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WHO = Actor("operator")
T = 1_000_000_000  # mg


def content() -> dict[str, Any]:
    made = document()
    made["enterprises"].append(named("mill", industry=None))
    made["sources"] = [
        source("electricity", {"main": 1}),
        source("mill-electricity", {"office": 1}, enterprise="mill"),
    ]
    return made


@pytest.fixture(scope="module")
def filled(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, content())
        fill(made)
        yield made
        made.close()


@pytest.fixture
def park(filled: MeteredPark) -> Iterator[MeteredPark]:
    """The same park, without rules and alerts of the test before."""
    yield filled
    with psycopg.connect(filled.owner_url) as owner:
        for table in ("alert_delivery", "alert", "alert_rule", "alert_receiver", "job"):
            owner.execute(f"DELETE FROM core.{table}")


def fill(made: MeteredPark) -> None:
    """Eight days of hours: 3 t each of the works, 1 t of the mill; three hours of 8 t; readings with gaps."""
    with made.pools.tenant(made.id) as connection:
        version = factors.book(connection).resolve("grid_electricity", "CN", date(2026, 9, 1)).version.id
    high = [NOW - timedelta(days=3), NOW - timedelta(days=3, hours=-1), NOW - timedelta(days=1)]
    with psycopg.connect(made.owner_url) as owner:
        for code, enterprise, mg in (("electricity", "works", 3 * T), ("mill-electricity", "mill", T)):
            owner.execute(
                """INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state,
                     fallback, covered_s, quantity, estimated, co2_mg, factor_version_id, known_at)
                   SELECT h, %(source)s, %(park)s, (SELECT id FROM core.enterprise WHERE code = %(owner)s), 1,
                     1, false, 3600, 1000, 0,
                     CASE WHEN h = ANY(%(high)s) AND %(owner)s = 'works' THEN %(more)s ELSE %(mg)s END,
                     %(version)s, now()
                   FROM generate_series(%(from)s::timestamptz, %(to)s::timestamptz, interval '1 hour') h""",
                {"source": made.sources[code], "park": made.id, "owner": enterprise, "mg": mg, "more": 8 * T,
                 "high": high, "version": version, "from": NOW - timedelta(days=8), "to": NOW - HOUR},
            )  # fmt: skip
        # `main` is read every ten minutes but for two silences, `office` until five hours ago.
        for code, until in (("main", NOW), ("office", NOW - 5 * HOUR)):
            owner.execute(
                """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
                   SELECT t, 1, 1, 0, %(point)s, %(park)s
                   FROM generate_series(%(from)s::timestamptz, %(to)s, interval '10 minutes') t
                   WHERE %(point)s <> %(main)s OR NOT (
                     t > %(first)s AND t < %(first)s + interval '3 hours'
                     OR t > %(second)s AND t < %(second)s + interval '95 minutes')""",
                {"point": made.points[code], "main": made.points["main"], "park": made.id, "to": until,
                 "from": NOW - timedelta(days=8), "first": NOW - timedelta(days=5),
                 "second": NOW - timedelta(days=2)},
            )  # fmt: skip


def wanted(**values: object) -> AlertRuleWanted:
    return AlertRuleWanted.model_validate(values)


def add(park: MeteredPark, actor: Actor = WHO, **values: object) -> int:
    with park.pools.tenant(park.id, actor.enterprise_id) as connection:
        return rules.add(connection, park.id, actor, wanted(**values))


def check(park: MeteredPark, now: datetime = NOW) -> None:
    """Look at every rule, whenever it was looked at last."""
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("UPDATE core.alert_rule SET evaluated_at = NULL")
    evaluating.check_park(park.pools, park.id, now)
    assert park.rows("SELECT error FROM core.alert_rule WHERE error IS NOT NULL") == []


def listing(
    park: MeteredPark, enterprise_id: int | None = None, state: State = "open", assignee: str | None = None
) -> list[Alert]:
    with park.pools.tenant(park.id, enterprise_id) as connection:
        return inbox.page(connection, AlertFilter(state=state, assignee=assignee), []).items


def trial(park: MeteredPark, now: datetime = NOW, **values: object) -> AlertTrial:
    with park.pools.tenant(park.id) as connection:
        return rules.trial(connection, WHO, wanted(**values), now)


def enterprise(park: MeteredPark, code: str) -> int:
    return int(park.rows("SELECT id FROM core.enterprise WHERE code = %s", code)[0][0])


def test_silence_begins_once_goes_on_and_ends_when_it_is_over(park: MeteredPark) -> None:
    add(park, template="no_data", minutes=60)
    check(park)
    (found,) = listing(park)
    assert (found.subject_kind, found.subject, found.severity) == ("point", "office", "warning")
    # It began when the hour was over, not with the last word.
    assert found.began_at == round((NOW - 4 * HOUR).timestamp() * 1000)
    check(park, NOW + timedelta(minutes=1))
    assert [(a.id, a.began_at) for a in listing(park)] == [(found.id, found.began_at)]
    with psycopg.connect(park.owner_url) as owner:
        owner.execute(
            "INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)"
            " VALUES (%s, 1, 1, 0, %s, %s)",
            (NOW + timedelta(minutes=1), park.points["office"], park.id),
        )
    try:
        check(park, NOW + timedelta(minutes=2))
        assert [a.subject for a in listing(park)] == []
        assert [a.id for a in listing(park, state="resolved")] == [found.id]
    finally:
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("DELETE FROM series.reading WHERE time > %s", (NOW,))


def test_a_trial_finds_in_the_past_what_was_put_there(park: MeteredPark) -> None:
    found = trial(park, template="no_data", minutes=60)
    start = [(NOW - timedelta(days=5)), (NOW - timedelta(days=2)), NOW - 5 * HOUR]
    assert [(e.subject, e.start) for e in found.episodes] == [
        (code, round((at + HOUR).timestamp() * 1000))
        for code, at in zip(("main", "main", "office"), start, strict=True)
    ]
    assert (found.times, found.goes_on, found.has_past) == (3, 1, True)
    assert trial(park, template="no_data", minutes=100).times == 2
    assert trial(park, template="no_data", minutes=60, subjects=["main"]).times == 2
    assert park.rows("SELECT count(*) FROM core.alert") == [(0,)]


def test_a_rate_is_told_of_the_park_and_of_enterprises(park: MeteredPark) -> None:
    # 3 + 1 t/h, and three hours of 8 + 1, two of them beside each other.
    found = trial(park, template="carbon_rate", threshold=5)
    assert [(e.subject_kind, e.worst) for e in found.episodes] == [("park", 9.0), ("park", 9.0)]
    assert trial(park, template="carbon_rate", threshold=9).times == 0
    found = trial(park, template="carbon_rate", threshold=5, subjects=["works", "mill"])
    assert [(e.subject, e.worst) for e in found.episodes] == [("works", 8.0), ("works", 8.0)]
    add(park, template="carbon_rate", threshold=5)
    at = NOW - timedelta(days=1)
    check(park, at + HOUR)
    (alert,) = listing(park)
    assert (alert.subject, alert.value, alert.threshold) == ("park", 9.0, 5.0)
    # One hour within the limit may be a sway, two are the end of it.
    check(park, at + 2 * HOUR)
    assert [a.id for a in listing(park)] == [alert.id]
    check(park, at + 3 * HOUR)
    assert listing(park) == []


def test_where_nothing_is_known_nothing_ends(park: MeteredPark) -> None:
    add(park, template="carbon_rate", threshold=3.5)
    check(park)
    (alert,) = listing(park)
    check(park, NOW + timedelta(days=1))
    assert [a.id for a in listing(park)] == [alert.id]


def test_a_silence_goes_on_when_its_readings_are_too_old_or_kept_back(park: MeteredPark) -> None:
    add(park, template="no_data", minutes=60)
    check(park)
    (alert,) = listing(park)
    # The last reading is out of sight after five weeks.
    check(park, NOW + timedelta(days=40))
    assert alert.id in {a.id for a in listing(park)}
    works = enterprise(park, "works")
    with park.pools.tenant(park.id, works) as connection:
        connection.execute(
            """INSERT INTO core.enterprise_terms (park_id, enterprise_id, is_named, shares_intervals,
                 shares_production, author) VALUES (%s, %s, false, false, true, 'x')""",
            (park.id, works),
        )
    try:
        check(park)
        assert alert.id in {a.id for a in listing(park)}
    finally:
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("DELETE FROM core.enterprise_terms")


def test_a_trial_that_would_read_too_much_is_refused(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = park.rows("SELECT count(*) FROM core.point WHERE kind <> 'virtual'")[0][0]
    monkeypatch.setattr(watching, "MOST_SLOTS", 7 * 24 * 2 * points)
    assert trial(park, template="no_data", minutes=60).times == 3
    with pytest.raises(watching.TooWideError):
        trial(park, template="no_data", minutes=59)

    def sleeps(connection: Connection, _asked: watching.Question) -> list[watching.Seen]:
        connection.execute("SELECT pg_sleep(60)")
        return []

    monkeypatch.setattr(rules, "TRIAL_S", 1)
    slow = templates.BY_NAME["spool"]._replace(now=sleeps)
    monkeypatch.setattr(templates, "BY_NAME", {"spool": slow})
    with pytest.raises(watching.TooWideError):
        trial(park, template="spool", threshold=1)


def test_an_enterprise_sees_its_own_and_its_own_rules_are_not_the_parks(park: MeteredPark) -> None:
    mill = enterprise(park, "mill")
    worker = Actor("worker", mill)
    add(park, template="carbon_rate", threshold=0.5, subjects=["works", "mill"])
    add(park, worker, template="carbon_rate", threshold=0.9, name="ours")
    check(park)
    assert sorted(a.subject for a in listing(park, mill)) == ["mill", "mill"]
    with park.pools.tenant(park.id, mill) as connection:
        assert [r.name for r in rules.listing(connection, worker, can_set=True).rules] == ["ours"]
    with park.pools.tenant(park.id) as connection, oversight.limited(connection):
        assert sorted(a.subject for a in inbox.page(connection, AlertFilter(), []).items) == ["mill", "works"]
        assert [r.name for r in rules.listing(connection, WHO, can_set=True).rules] == [""]


def test_what_is_kept_back_is_told_nobody_who_oversees(park: MeteredPark) -> None:
    works = enterprise(park, "works")
    with park.pools.tenant(park.id, works) as connection:
        connection.execute(
            """INSERT INTO core.enterprise_terms (park_id, enterprise_id, is_named, shares_intervals,
                 shares_production, author) VALUES (%s, %s, false, false, true, 'x')""",
            (park.id, works),
        )
    try:
        add(park, template="no_data", minutes=60)
        add(park, Actor("steel", works), template="no_data", minutes=60)
        check(park)
        assert [(a.subject, a.rule_name) for a in listing(park, works)] == [("office", "")]
        with park.pools.tenant(park.id) as connection, oversight.limited(connection):
            assert inbox.page(connection, AlertFilter(), []).items == []
            assert rules.trial(connection, WHO, wanted(template="no_data", minutes=60), NOW).times == 0
    finally:
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("DELETE FROM core.enterprise_terms")


def test_people_acknowledge_assign_and_snooze(park: MeteredPark) -> None:
    add(park, template="no_data", minutes=60)
    check(park)
    (alert,) = listing(park)
    people = {"ann": "works", "miller": "mill"}
    with park.pools.tenant(park.id) as connection:
        assert inbox.counts(connection).warning == 1
        inbox.acknowledge(connection, WHO, AlertsChosen(ids=[alert.id]))
        inbox.acknowledge(connection, Actor("later"), AlertsChosen(ids=[alert.id]))
        inbox.assign(connection, WHO, AlertsAssigned(ids=[alert.id], assignee="ann"), people)
        for nobody in ("eve", "miller"):
            with pytest.raises(NotFoundError):
                inbox.assign(connection, WHO, AlertsAssigned(ids=[alert.id], assignee=nobody), people)
        assert inbox.counts(connection).warning == 0
    (alert,) = listing(park, assignee="ann")
    assert (alert.acknowledged_by, alert.assignee) == ("operator", "ann")
    with park.pools.tenant(park.id) as connection:
        inbox.snooze(connection, WHO, AlertsSnoozed(ids=[alert.id], minutes=60), datetime.now(UTC))
    assert (listing(park), len(listing(park, state="snoozed"))) == ([], 1)
    with park.pools.tenant(park.id) as connection:
        inbox.snooze(connection, WHO, AlertsSnoozed(ids=[alert.id], minutes=0), datetime.now(UTC))
        with pytest.raises(NotFoundError):
            inbox.acknowledge(connection, WHO, AlertsChosen(ids=[alert.id, 999_999]))
    assert len(listing(park)) == 1


def test_an_enterprise_takes_care_of_its_own_and_not_of_what_the_park_found(park: MeteredPark) -> None:
    mill = enterprise(park, "mill")
    worker = Actor("worker", mill)
    add(park, template="carbon_rate", threshold=0.5, subjects=["mill"])
    add(park, worker, template="carbon_rate", threshold=0.9, name="ours")
    check(park)
    ids = {a.own: a.id for a in listing(park, mill)}
    assert set(ids) == {True, False}
    for chosen, is_allowed in (([ids[True]], True), ([ids[False]], False), ([*ids.values()], False)):
        with nullcontext() if is_allowed else pytest.raises(ForbiddenError):
            act(park, worker, chosen)
    assert {(a.own, a.acknowledged_by) for a in listing(park, mill, "all")} == {
        (True, "worker"), (False, None),
    }  # fmt: skip
    (kept,) = [a for a in listing(park, mill) if not a.own]
    assert (kept.assignee, kept.snoozed_until) == (None, None)


def act(park: MeteredPark, actor: Actor, ids: list[int]) -> None:
    """All that one can do; each by itself, so that none hides behind another's refusal."""
    people = {actor.name: "mill"}
    acts = (
        lambda connection: inbox.snooze(connection, actor, AlertsSnoozed(ids=ids, minutes=9), NOW),
        lambda connection: inbox.acknowledge(connection, actor, AlertsChosen(ids=ids)),
        lambda connection: inbox.assign(
            connection, actor, AlertsAssigned(ids=ids, assignee=actor.name), people
        ),
    )
    refused = []
    for one in acts:
        try:
            with park.pools.tenant(park.id, actor.enterprise_id) as connection:
                one(connection)
        except ForbiddenError as error:
            refused.append(error)
    assert len(refused) in {0, len(acts)}
    if refused:
        raise refused[0]


def test_a_rule_that_rests_or_is_gone_ends_what_it_found(park: MeteredPark) -> None:
    rule = add(park, template="no_data", minutes=60)
    check(park)
    assert len(listing(park)) == 1
    with park.pools.tenant(park.id) as connection:
        rested = wanted(template="no_data", minutes=60, enabled=False)
        rules.change(connection, park.id, WHO, rule, rested, now=NOW)
    assert listing(park) == []
    with park.pools.tenant(park.id) as connection:
        rules.delete(connection, park.id, WHO, rule, NOW)
        with pytest.raises(NotFoundError):
            rules.delete(connection, park.id, WHO, rule, NOW)
    assert [a.rule for a in listing(park, state="resolved")] == [None]


def test_what_ends_with_its_rule_is_told_and_a_rule_changes_its_name_but_not_what_it_watches(
    park: MeteredPark,
) -> None:
    with park.pools.tenant(park.id) as connection:
        receiver = alert_delivery.add_receiver(
            connection, park.id, None, kind="email", name="x", address="x@example.org", locale="en",
            author="x",
        )  # fmt: skip
    told = {"template": "no_data", "minutes": 60, "receivers": [receiver]}
    rule = add(park, **told)

    def change(**values: object) -> None:
        with park.pools.tenant(park.id) as connection:
            rules.change(connection, park.id, WHO, rule, wanted(**{**told, **values}), now=NOW)

    def events() -> list[str]:
        return [event for (event,) in park.rows("SELECT event FROM core.alert_delivery ORDER BY id")]

    check(park)
    with pytest.raises(InvalidError):
        change(template="meter_error")
    change(name="Meters")
    assert [a.rule_name for a in listing(park)] == ["Meters"]
    with park.pools.tenant(park.id) as connection:
        (row,) = alerts.rules(connection, None)
    change(enabled=False)
    assert events() == ["began", "resolved"]
    # Who found it to be due before it rested finds nothing any more.
    evaluating.evaluate(park.pools, park.id, row, NOW)
    assert listing(park) == []
    change()
    check(park)
    with park.pools.tenant(park.id) as connection:
        rules.delete(connection, park.id, WHO, rule, NOW)
    assert events() == ["began", "resolved"] * 2
    evaluating.evaluate(park.pools, park.id, row, NOW)
    assert listing(park) == []


def test_edges_spools_quarantine_and_findings(park: MeteredPark) -> None:
    with psycopg.connect(park.owner_url) as owner:
        owner.execute(
            """UPDATE core.edge SET state = '{"online": false, "spool_depth": 2000}', state_at = %s""",
            (NOW - HOUR,),
        )
        (edge,) = owner.execute("SELECT id FROM core.edge").fetchone() or (0,)
        for hours in (30, 29.9, 20):
            owner.execute(
                """INSERT INTO core.batch (park_id, edge_id, spool, seq, received_at, readings,
                     payload_sha256) VALUES (%s, %s, gen_random_uuid(), 1, %s, 1, 'x')""",
                (park.id, edge, NOW - timedelta(hours=hours)),
            )
        owner.execute(
            """INSERT INTO core.quarantine (park_id, topic, reason, detail, payload, payload_sha256,
                 received_at) SELECT %s, 'x', 'malformed', 'x', 'x', 'x', %s
               FROM generate_series(1, 20)""",
            (park.id, NOW - timedelta(minutes=10)),
        )
        owner.execute(
            """INSERT INTO core.finding (park_id, point_id, rule, severity, time, detail, created_at)
               VALUES (%s, %s, 'silent', 'error', %s, 'x', %s)""",
            (park.id, park.points["main"], NOW, NOW - 5 * HOUR),
        )
    add(park, template="edge_offline", minutes=10, severity="error")
    add(park, template="spool", threshold=1000)
    add(park, template="quarantine", threshold=10, minutes=60)
    add(park, template="meter_error", minutes=240)
    check(park)
    assert {(a.template, a.subject, a.value) for a in listing(park)} == {
        ("edge_offline", "plant", 60.0), ("spool", "plant", 2000.0), ("quarantine", "park", 20.0),
        ("meter_error", "main", 300.0),
    }  # fmt: skip
    # Batches 30, 29.9 and 20 hours ago: two silences longer than ten minutes, the last goes on.
    found = trial(park, template="edge_offline", minutes=10)
    assert [(e.subject, e.end is None) for e in found.episodes] == [("plant", False), ("plant", True)]
    assert trial(park, template="quarantine", threshold=19, minutes=60).times == 1
    assert trial(park, template="quarantine", threshold=20, minutes=60).times == 0
    assert not trial(park, template="spool", threshold=1000).has_past


@pytest.mark.parametrize(
    "values",
    [
        {"template": "no_data"}, {"template": "carbon_rate", "threshold": 1, "minutes": 1},
        {"template": "budget", "subjects": ["works"]},
    ],
)  # fmt: skip
def test_a_rule_without_its_numbers_is_refused(park: MeteredPark, values: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        add(park, **values)
    with pytest.raises(NotFoundError):
        add(park, template="no_data", minutes=1, subjects=["nowhere"])


def test_episodes_obey_their_laws() -> None:
    """Each sample beyond the limit is inside an episode; a longer hold never makes more of them."""
    values = [(i * 7919) % 13 for i in range(200)]
    samples = [Sample(i * 10, i * 10 + 10, float(v)) for i, v in enumerate(values)]
    counts = []
    for hold in (0, 10, 50):
        found = beyond(samples, 9, 2000, hold_ms=hold)
        spans = [(e.start, 2000 if e.end is None else e.end) for e in found]
        assert all(any(a <= s.start and s.end <= b for a, b in spans) for s in samples if s.value > 9)
        assert all(former[1] <= latter[0] for former, latter in pairwise(spans))
        counts.append(len(found))
    assert counts == sorted(counts, reverse=True)
    assert beyond([s._replace(value=-s.value) for s in samples], -9, 2000, is_above=False)[0].worst < -9
    assert silences([(0, 60_000)], 60_000, 90_000) == []
    assert sum(s.value for s in rolling([(1, 3), (2, 4)], 10, 10, 40)) == 7
