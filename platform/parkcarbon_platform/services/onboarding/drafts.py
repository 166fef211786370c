"""Drafts of parks: answered step by step, kept in between, and made a park by the same way as a park file."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access import people
from parkcarbon_platform.services.access.people import Membership
from parkcarbon_platform.services.onboarding import answers as answering
from parkcarbon_platform.services.onboarding import applying, building
from parkcarbon_platform.services.onboarding.answers import DraftAnswers, Mistake, Person
from parkcarbon_platform.services.onboarding.applying import Plan
from parkcarbon_platform.services.onboarding.building import Built, Simulated
from parkcarbon_platform.services.parks.park_file import ParkFile
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage import drafts as storage
from parkcarbon_platform.storage import parks
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.drafts import DraftRow

__all__ = ["Draft", "DraftRow", "Made", "Preview", "Simulated"]


class DraftChangedError(ConflictError):
    """Somebody else answered meanwhile."""

    code = "draft_changed"
    remedy = "Load the draft again, and make your change once more."


class DraftOpenError(InvalidError):
    """Something is still wrong with the draft."""

    code = "draft_open"
    remedy = "Go through the steps that are marked."


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, its answers, and what is wrong with them."""

    row: DraftRow
    answers: DraftAnswers
    mistakes: list[Mistake]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would become: the file, and the plan of applying it."""

    park: ParkFile
    plan: Plan


@dataclass(frozen=True, slots=True)
class Made:
    """A park was made: links for people who are new (None: they have a password), its simulated points."""

    park: str
    invitations: list[tuple[str, str | None]]
    feeds: dict[str, str]


def every(connection: Connection) -> list[DraftRow]:
    """The drafts that are no parks yet."""
    return storage.every(connection)


def begin(connection: Connection, author: str, answers: DraftAnswers | None = None) -> Draft:
    """A new draft."""
    number = storage.add(connection, plain(answers or DraftAnswers()), author)
    return find(connection, number)


def find(connection: Connection, number: int) -> Draft:
    """A draft; raises NotFoundError."""
    row = storage.find(connection, number)
    if row is None:
        raise NotFoundError(f"There is no draft {number}.", draft=number)
    answers = DraftAnswers.model_validate(row.answers)
    return Draft(row, answers, answering.mistakes(answers, _taken(connection)))


def save(connection: Connection, number: int, *, version: int, step: int, answers: DraftAnswers) -> Draft:
    """Keep what was answered, right or wrong; raises DraftChangedError."""
    found = find(connection, number)
    if found.row.park is not None:
        raise ConflictError(f"The draft is the park {found.row.park} already.", park=found.row.park)
    if not storage.save(connection, number, version=version, step=step, answers=plain(answers)):
        raise DraftChangedError("Somebody else has changed the draft.")
    return find(connection, number)


def delete(connection: Connection, number: int) -> None:
    """Throw a draft away."""
    if not storage.delete(connection, number):
        raise NotFoundError(f"There is no draft {number}, or it is a park.", draft=number)


def preview(database: Database, number: int, feeds: Sequence[Simulated] = ()) -> Preview:
    """What it would become; raises DraftOpenError while something is wrong."""
    with database.directory.connection() as connection:
        built = _built(find(connection, number), feeds)
    return Preview(built.park, applying.plan(database, built.park))


def make(
    database: Database, number: int, *, author: str, now: Callable[[], datetime],
    feeds: Sequence[Simulated] = (),
) -> Made:  # fmt: skip
    """Make the park and invite its people; raises DraftOpenError, ConflictError."""
    with database.directory.connection() as connection:
        draft = find(connection, number)
        if draft.row.park is not None:
            raise ConflictError(f"The draft is the park {draft.row.park} already.", park=draft.row.park)
        built = _built(draft, feeds)
        # Before the park is there: a draft of a park that has not its people cannot be gone on with.
        for person in draft.answers.people:
            people.refuse_waiting(connection, person.login)
    park = built.park.park.code
    done = provisioning.apply(database, msgspec.structs.replace(built.park, users=[]))
    with database.directory.connection() as connection:
        storage.became(connection, number, park)
        invited = [
            (person.login, _invite(connection, (done.park_id, park), person, author=author, now=now()))
            for person in draft.answers.people
        ]
    return Made(park, invited, built.feeds)


def invite(
    connection: Connection, park_id: int, park: ParkFile, logins: Collection[str], *, author: str,
    now: datetime,
) -> list[tuple[str, str | None]]:  # fmt: skip
    """Invite those people of a park file who are new; each with the token of their link."""
    new = [user for user in park.users if user.login in logins]
    given = []
    for user in new:
        wanted = Membership(park_id, park.park.code, user.role, user.enterprise, bool(user.approves))
        token = people.add(connection, user.login, user.name, user.locale, wanted, author=author, now=now)
        given.append((user.login, token))
    return given


def plain(answers: DraftAnswers) -> dict[str, Any]:
    """As the database keeps them."""
    return answers.model_dump(mode="json")


def _taken(connection: Connection) -> frozenset[str]:
    return frozenset(park.code for park in parks.every(connection))


def _built(draft: Draft, feeds: Sequence[Simulated]) -> Built:
    if draft.mistakes:
        steps = sorted({mistake.step for mistake in draft.mistakes})
        raise DraftOpenError(
            f"{len(draft.mistakes)} answers are missing or wrong, in step {', '.join(map(str, steps))}."
        )
    return building.build(draft.answers, feeds)


def _invite(
    connection: Connection, park: tuple[int, str], person: Person, *, author: str, now: datetime
) -> str | None:
    wanted = Membership(*park, person.role, person.enterprise, person.approves)
    name = person.name or person.login
    return people.add(connection, person.login, name, person.locale, wanted, author=author, now=now)
