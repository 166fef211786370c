"""Migrations go up, down and up again; roles log in with the passwords that their URLs carry."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Thread

import psycopg
import pytest
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.storage import schema
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import OperationalError

from tests.support.delivery import rows
from tests.support.stack import Database

NewDatabase = Callable[[], AbstractContextManager[Database]]
OBJECTS = """
SELECT n.nspname || '.' || c.relname || ' ' || c.relkind::text FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('core', 'series', 'factors', 'identity') ORDER BY 1
"""


def test_up_down_up_ends_where_it_began(database: Database) -> None:
    before = rows(database, OBJECTS)
    assert len(before) > 50
    schema.downgrade(database.owner_url, "base")
    assert rows(database, OBJECTS) == []
    schema.migrate(database.owner_url)
    assert rows(database, OBJECTS) == before


def test_each_migration_can_be_undone_alone(database: Database) -> None:
    before = rows(database, OBJECTS)
    for revision in ("0001", "head"):
        if revision == "head":
            schema.migrate(database.owner_url)
        else:
            schema.downgrade(database.owner_url, revision)
    assert rows(database, OBJECTS) == before


def test_two_at_once_wait_for_each_other(database: Database) -> None:
    schema.downgrade(database.owner_url, "base")
    errors: list[Exception] = []

    def work() -> None:
        try:
            schema.migrate(database.owner_url)
        except Exception as error:
            errors.append(error)

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(rows(database, OBJECTS)) > 50


def with_password(url: str, password: str) -> str:
    return make_conninfo(url, password=password)


@pytest.mark.parametrize("password", ['it\'s "quoted"; --', "密码 with spaces", "%s %(x)s %%"])
def test_roles_get_the_password_of_their_url(database: Database, password: str) -> None:
    url = with_password(database.directory_url, password)
    assert conninfo_to_dict(url)["user"] == "pc_directory"
    try:
        schema.migrate(database.owner_url, {"pc_directory": url})
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("pc_directory",)
        with pytest.raises(OperationalError):
            psycopg.connect(database.directory_url)
    finally:
        schema.migrate(database.owner_url, {"pc_directory": database.directory_url})


def test_an_url_of_somebody_else_changes_no_password(database: Database) -> None:
    schema.migrate(database.owner_url, {"pc_app": database.directory_url})
    psycopg.connect(database.app_url).close()


def test_an_unknown_role_is_refused(database: Database) -> None:
    with pytest.raises(InvalidError):
        schema.migrate(database.owner_url, {"postgres": database.app_url})


def test_a_migration_that_cannot_have_its_lock_gives_up(database: Database) -> None:
    with psycopg.connect(database.owner_url) as busy:
        busy.execute("SELECT * FROM core.park")
        with pytest.raises(Exception, match="lock timeout"):
            schema.downgrade(database.owner_url, "base")
    assert len(rows(database, OBJECTS)) > 50
