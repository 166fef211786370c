"""The directory: parks that other platforms hold, and who of our people is told of them.

An entry opens nothing. It says to those who are named in it where to go, and to everybody else nothing: for
them the park does not exist, here as there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from parkcarbon_platform.errors import ConflictError, InvalidError, MisdirectedError, NotFoundError
from parkcarbon_platform.services.directory import addresses
from parkcarbon_platform.storage import directory as storage
from parkcarbon_platform.storage import identity
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.directory import ElsewhereRow

__all__ = [
    "ElsewhereRow", "ParkElsewhereError", "Wanted", "every", "held", "of_person", "put", "refuse_for",
    "refuse_new", "remove", "token_platform",
]  # fmt: skip

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")


class ParkElsewhereError(MisdirectedError):
    """Another platform holds the park; said to those alone who may know."""

    code = "park_elsewhere"

    def __init__(self, park: str, url: str) -> None:
        super().__init__(
            f"The park {park} is on another platform: {url}", remedy=f"Go to {url}.", park=park, url=url
        )


class ParkHereError(ConflictError):
    """The park is on this platform."""

    code = "park_here"
    remedy = "A park is not moved by an entry; give that of the other platform a code of its own."


class ParkListedError(ConflictError):
    """The directory says that another platform holds a park of this code."""

    code = "park_listed"
    remedy = "Choose another code; or take the entry out (`parkcarbon directory remove`)."


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry as somebody wants it; what is None stays as it is, or is the code of a new one."""

    code: str
    url: str
    name_zh: str | None = None
    name_en: str | None = None
    people: Sequence[str] | None = None


def every(connection: Connection) -> list[ElsewhereRow]:
    """The whole directory, for those who run the platform."""
    return storage.every(connection)


def of_person(connection: Connection, user_id: int) -> list[ElsewhereRow]:
    """What somebody is told."""
    return storage.of_person(connection, user_id)


def refuse_for(connection: Connection, user_id: int, code: str) -> None:
    """Say where a park is that is not here, to somebody who is told of it."""
    for row in storage.of_person(connection, user_id):
        if row.code == code:
            raise ParkElsewhereError(row.code, row.url)


def refuse_new(connection: Connection, code: str) -> None:
    """No park is made here that another platform holds."""
    if storage.find(connection, code) is not None and code not in storage.held(connection):
        raise ParkListedError(f"The directory has the park {code} on another platform.", park=code)


def put(
    connection: Connection, wanted: Wanted, *, author: str, now: datetime, own_url: str = ""
) -> ElsewhereRow:
    """Write an entry, or change it; `own_url` is this platform's address."""
    if not CODE.fullmatch(wanted.code):
        raise InvalidError(f"{wanted.code} is no code.", remedy="Use a-z, 0-9 and -, at least two signs.")
    if wanted.code in storage.held(connection):
        raise ParkHereError(f"The park {wanted.code} is on this platform.", park=wanted.code)
    url, known = addresses.normal(wanted.url), storage.find(connection, wanted.code)
    if own_url and url == addresses.normal(own_url):
        raise InvalidError(
            f"{url} is this platform's own address, and the park {wanted.code} is not here.",
            remedy="Give the address of the platform that holds it.", park=wanted.code, url=url,
        )  # fmt: skip
    zh, en = (known.name_zh, known.name_en) if known else (wanted.code, wanted.code)
    values = {
        "code": wanted.code, "url": url, "name_zh": wanted.name_zh or zh, "name_en": wanted.name_en or en,
        "set_by": author, "set_at": now,
    }  # fmt: skip
    storage.put(connection, values)
    if wanted.people is not None:
        storage.tell(connection, wanted.code, [_person(connection, login) for login in set(wanted.people)])
    row = storage.find(connection, wanted.code)
    if row is None:
        raise LookupError(wanted.code)
    return row


def _person(connection: Connection, login: str) -> int:
    user = identity.user_by_login(connection, login)
    if user is None:
        raise NotFoundError(f"There is nobody called {login}.", login=login)
    return user.id


def remove(connection: Connection, code: str) -> None:
    """Take an entry out."""
    if not storage.delete(connection, code):
        raise NotFoundError(f"The directory has no park {code}.", park=code)


def held(connection: Connection) -> dict[str, str]:
    """The parks that are here, and their states."""
    return storage.held(connection)


def token_platform(connection: Connection, token: str) -> str | None:
    """The platform of the directory that made a token, by what the token begins with."""
    begin, dot, _ = token.partition(".")
    if not dot:
        return None
    return next((url for url in storage.urls(connection) if addresses.sign(url) == begin), None)
