"""What is over goes after some days; what is open, failed, referred to or audited stays."""

from collections.abc import Iterator

import psycopg
import pytest
from parkcarbon_platform.services.archiving import purging

from tests.support.metered import MeteredPark
from tests.support.stack import Database

FILL = """
WITH job AS (
  INSERT INTO core.job (park_id, kind, state, finished_at)
  SELECT %(park)s, 'x', state, now() - days * interval '1 day'
  FROM unnest(ARRAY['done', 'done', 'cancelled', 'dead', 'done'], ARRAY[100, 10, 100, 100, 101])
    AS q(state, days) RETURNING id, finished_at),
made AS (
  INSERT INTO core.plan (park_id, kind, name, request, request_sha256, job_id, author)
  SELECT %(park)s, 'pathway', 'x', '{}', 'x', id, 'x' FROM job
  WHERE finished_at < now() - interval '100.5 days'),
receiver AS (
  INSERT INTO core.alert_receiver (park_id, kind, name, address, author)
  VALUES (%(park)s, 'email', 'x', 'x@example.org', 'x') RETURNING id),
alert AS (
  INSERT INTO core.alert (park_id, own, template, rule_name, severity, subject_kind, subject, began_at,
    seen_at, resolved_at)
  SELECT %(park)s, false, 'x', name, 'warning', 'point', name, now(), now(), now() - days * interval '1 day'
  FROM unnest(ARRAY['old', 'new', 'open', 'told lately'], ARRAY[100, 10, NULL, 100]) AS q(name, days)
  RETURNING id, subject)
INSERT INTO core.alert_delivery (park_id, receiver_id, alert_id, event, state, created_at)
SELECT %(park)s, receiver.id, alert.id, 'began', state, now() - days * interval '1 day'
FROM receiver, alert JOIN (VALUES ('old', 'sent', 100), ('told lately', 'sent', 10), ('open', 'waiting', 100))
  AS q(subject, state, days) USING (subject)
"""


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    with psycopg.connect(metered.owner_url) as owner:
        owner.execute(FILL, {"park": metered.id})
    yield metered
    metered.close()


def test_what_is_over_goes_and_nothing_else(park: MeteredPark) -> None:
    audited = park.rows("SELECT count(*) FROM core.audit_event")
    assert purging.purge(park.pools, park.id, 90) == purging.Purged(jobs=2, letters=1, alerts=1)
    assert park.rows("SELECT state FROM core.job ORDER BY id") == [("done",), ("dead",), ("done",)]
    assert park.rows("SELECT subject FROM core.alert ORDER BY id") == [("new",), ("open",), ("told lately",)]
    assert park.rows("SELECT state FROM core.alert_delivery ORDER BY 1") == [("sent",), ("waiting",)]
    assert park.rows("SELECT count(*) FROM core.audit_event") == audited
    assert purging.purge(park.pools, park.id, 90) == purging.Purged(0, 0, 0)
