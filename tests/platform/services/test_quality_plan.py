"""The data-quality control plan: generated, filled in by versions, behind the wall between tenants."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Literal

import openpyxl
import pytest
from parkcarbon_platform.errors import ForbiddenError, NotFoundError
from parkcarbon_platform.services.activity.activity import Actor
from parkcarbon_platform.services.inventories import notes, plan, plan_sheet

from tests.platform.services.test_figures import described
from tests.support.metered import START, MeteredPark, at
from tests.support.stack import Database

NOW = at(START) + timedelta(days=400)


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        content = described()
        next(p for p in content["points"] if p["code"] == "main")["multiplier"] = 800
        made = MeteredPark(database, content)
        yield made
        made.close()


def ids(park: MeteredPark, code: str) -> int:
    ((found,),) = park.rows("SELECT id FROM core.enterprise WHERE code = %s", code)
    return int(found)


def say(park: MeteredPark, subject: str, *, enterprise_id: int | None = None, **values: str) -> None:
    actor = Actor(park.id, enterprise_id, "somebody")
    with park.pools.tenant(park.id, enterprise_id) as connection:
        notes.write(
            connection, actor, subject, values, reason="test", owners=lambda: plan.subjects(connection)
        )


def ask(park: MeteredPark, enterprise: str | None = None) -> plan.Plan:
    with park.pools.tenant(park.id) as connection:
        return plan.plan_of(connection, enterprise, NOW)


def rules(found: plan.Plan, subject: str) -> set[str]:
    return {f.rule for f in found.every() if f.subject == subject}


def calibrate(park: MeteredPark, code: str, days: int) -> None:
    until = int((NOW + timedelta(days=days)).timestamp() * 1000)
    park.rows(
        """INSERT INTO core.meter_event (park_id, enterprise_id, point_id, kind, time, details, author,
          reason)
        SELECT park_id, enterprise_id, id, 'calibration', %s,
          jsonb_build_object('valid_to', %s::bigint, 'accuracy_class', '0.2S', 'certificate', 'C-1'), 'x', 'x'
        FROM core.point WHERE code = %s RETURNING id""",
        NOW - timedelta(days=100 - days), until, code,
    )  # fmt: skip


def test_what_is_missing_is_a_finding_until_it_is_there(park: MeteredPark) -> None:
    before = ask(park)
    assert rules(before, "plan") == {"no_responsible"}
    assert rules(before, "point:main") == {"no_ct_class", "no_calibration"}
    assert "no_accuracy_class" in rules(before, "point:incomer")
    calibrate(park, "main", -1)
    assert "calibration_expired" in rules(ask(park), "point:main")
    calibrate(park, "main", 1)
    say(park, "point:main", ct_class="0.5S")
    say(park, "plan", responsible="Li Lei")
    after = ask(park)
    assert rules(after, "point:main") == rules(after, "plan") == set()
    (main,) = [
        p for s in after.sources if s.row.code == "electricity" for p in s.points if p.row.code == "main"
    ]
    assert (main.accuracy_class, main.limit_percent) == ("0.2S", "0.2")


def test_fields_have_versions(park: MeteredPark) -> None:
    say(park, "source:gas", responsible="first")
    say(park, "source:gas", responsible="second")
    say(park, "source:gas", responsible="")
    with park.pools.tenant(park.id) as connection:
        told = [row.value for row in notes.history(connection, "source:gas")]
    assert told[:3] == ["", "second", "first"]
    (gas,) = [s for s in ask(park).sources if s.row.code == "gas"]
    assert "responsible" not in gas.said


def test_an_enterprise_fills_in_what_is_its_own(park: MeteredPark) -> None:
    works, mill = ids(park, "works"), ids(park, "mill")
    say(park, "point:gas", enterprise_id=works, note="at the gate")
    say(park, "plan", enterprise_id=works, responsible="Han Meimei")
    assert ask(park, "works").said["responsible"] == "Han Meimei"
    # The mill has not said anyone: the park's word stands; the works' is not seen.
    assert ask(park, "mill").said.get("responsible") != "Han Meimei"
    with pytest.raises((NotFoundError, ForbiddenError)):
        say(park, "point:gas", enterprise_id=mill, note="not mine")
    with pytest.raises(NotFoundError):
        say(park, "point:nowhere", note="x")
    with park.pools.tenant(park.id, mill) as connection:
        assert notes.history(connection, "point:gas") == []
        assert notes.history(connection, "source:gas") == []


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_sheet_has_a_row_for_each_point(park: MeteredPark, language: Literal["zh-CN", "en"]) -> None:
    found = ask(park)
    book = openpyxl.load_workbook(io.BytesIO(plan_sheet.sheet(found, language, "xlsx")))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 1 + sum(max(1, len(source.points)) for source in found.sources)
    assert all(len(row) == len(rows[0]) for row in rows)
    csv = plan_sheet.sheet(found, language, "csv").decode("utf-8-sig")
    assert csv.count("\r\n") == len(rows)
