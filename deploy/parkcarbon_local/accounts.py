"""The unprivileged user that the servers run as when the stack is started by root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from parkcarbon_local.errors import LocalError

CANDIDATES = ("parkcarbon", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """Who a server runs as."""

    uid: int
    gid: int

    def own(self, *paths: Path) -> None:
        """Hand files to this user (a no-op for one's own)."""
        for path in paths:
            if path.lstat().st_uid != self.uid:
                os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def become(self) -> None:
        """Drop to this user for good."""
        if os.geteuid() != self.uid:
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)


def server_account(data: Path) -> Account:
    """Oneself, or for root (PostgreSQL refuses it) whoever owns `data` already, else a known user."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and (found := data.stat()).st_uid:
        return Account(found.st_uid, found.st_gid)
    wanted = os.environ.get("PARKCARBON_SERVER_USER")
    for name in (wanted,) if wanted else CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise LocalError(
        "started by root, and no unprivileged user was found to run the database as",
        remedy="run `useradd --system parkcarbon`, or name a user in PARKCARBON_SERVER_USER",
    )


def may_enter(folder: os.stat_result, account: Account) -> bool:
    """Whether the folder's mode lets the account pass through."""
    if folder.st_uid == account.uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == account.gid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)


def ensure_reachable(data: Path, account: Account) -> None:
    """Refuse a folder that the server's user cannot reach, with the parent that stops it."""
    if account.uid == os.geteuid():
        return
    for parent in data.absolute().parents:
        if parent.exists() and not may_enter(parent.stat(), account):
            raise LocalError(
                f"{parent} cannot be entered by user id {account.uid}, as which the database must run",
                remedy="set PARKCARBON_DATA_DIR to a folder that every user can reach, e.g. below /var/lib",
            )
