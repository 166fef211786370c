"""Which passwords are good enough: long, and none of those that are tried first.

Three judges: how many guesses `zxcvbn` (MIT) thinks it takes, by 30,000 leaked passwords, names and words,
dates, runs of keys and repetitions; words that it lacks, which are the author's own collection (Chinese ones,
this product's), put down from general knowledge; and a published list of leaked passwords, if there is one.
"""

import hashlib
import os
import re
from itertools import pairwise
from pathlib import Path
from typing import IO

from parkcarbon_platform.errors import InvalidError

LENGTH = (12, 256)
FEWEST_DIFFERENT = 5
FEWEST_BESIDE_LOGIN = 8
FEWEST_SIGNS = 7  # different digits and signs that make up for words
# Or so many, of which so many differ; or so many turns from letters to other signs and back: words and years
# have few. Without these one in 43 of 16 hexadecimal digits drawn by chance was refused.
MANY_SIGNS, FEWEST_OF_MANY = 10, 4
MANY_TURNS = 5
_LISTED = """
password passwort passw0rd contrasena motdepasse mima admin administrator root user guest test tester demo
default welcome letmein login master access secret changeme change me qwerty qwertz azerty asdf asdfgh
asdfghjkl zxcv zxcvbn zxcvbnm qwertyuiop qazwsx wsx edc rfv tgb iloveyou love you woaini woaiwojia wodemima
nihao china beijing shanghai shenzhen zhongguo dragon monkey shadow sunshine princess football baseball
superman batman michael jennifer charlie trustno hello world computer internet server system oracle mysql
postgres database cisco huawei company office school summer winter spring autumn monday friday january
february march april june july august september october november december parkcarbon carbon park energy
factory operator verifier enterprise abc abcd abcdef abcdefg xyz aaa the my is new one two three pass word
super
"""
WORDS = tuple(_LISTED.split())
LEET = str.maketrans("0134578@$!", "oieastbasi")
_WORDS = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujm",
)


# Of zxcvbn: a thousand million. Names with a year, leaked passwords with a sign more and clubs lie below;
# 800 passwords of 16 hexadecimal digits drawn by chance were all above 10**12.
FEWEST_GUESSES_LOG10 = 9
JUDGED = 72  # characters that it looks at, at most
LINE_BYTES = 512  # a hash, its count and a line's end are a tenth of it


class BreachList:
    """Leaked passwords as the SHA-1 of each, sorted, one a line: as published lists of them are had.

    Looked up in the file itself, which may have 40 GB: a hundred short reads.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            first = file.readline(LINE_BYTES).partition(b":")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{40}", first):
            raise InvalidError(
                f"{path} is no list of SHA-1 hashes.", remedy="One hash a line, sorted; `:COUNT` may follow."
            )

    def has(self, password: str) -> bool:
        """Whether the password is in the list."""
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        with self._path.open("rb") as file:
            low, high = 0, os.fstat(file.fileno()).st_size
            while low < high:
                middle = (low + high) // 2
                line, end = _line_at(file, middle)
                if line >= wanted or not line:
                    high = middle
                else:
                    low = end
            return _line_at(file, low)[0] == wanted


def _line_at(file: IO[bytes], position: int) -> tuple[bytes, int]:
    """The hash of the first line that begins at or behind a position, and where that line ends."""
    file.seek(max(0, position - 1))
    if position:
        file.readline(LINE_BYTES)
    line = file.readline(LINE_BYTES)
    return line.partition(b":")[0].strip().upper(), file.tell()


_breached: BreachList | None = None


def refuse_breached(path: str) -> None:
    """Refuse what is in this file from now on, in this process; nothing more where it is empty."""
    global _breached  # noqa: PLW0603  # one list a process, as its settings say
    _breached = BreachList(Path(path)) if path else None


class BreachedPasswordError(InvalidError):
    """The password has leaked somewhere: whoever tries passwords tries it."""

    code = "breached_password"
    remedy = "Take one that you have used nowhere else."


class WeakPasswordError(InvalidError):
    """The password is short, or one of the first that anybody would try."""

    code = "weak_password"
    remedy = "Take 12 characters or more: words that have nothing to do with each other, or a generated one."


def check(password: str, login: str = "") -> None:
    """Refuse a password that is too short, too long or easily guessed."""
    shortest, longest = LENGTH
    if not shortest <= len(password) <= longest:
        raise WeakPasswordError(f"A password has {shortest} to {longest} characters.", length=len(password))
    if is_common(password, login) or guesses_log10(password, login) < FEWEST_GUESSES_LOG10:
        raise WeakPasswordError("The password is one of those that are tried first.")
    if _breached is not None and _breached.has(password):
        raise BreachedPasswordError("The password is in a list of leaked ones.")


def guesses_log10(password: str, login: str = "") -> float:
    """How many guesses it takes somebody who knows the login, leaked passwords and how people make up such.

    >>> guesses_log10("manchesterunited") < 9 < guesses_log10("violet tram 47 bridges")
    True
    """
    # Here: its lists take a tenth of a second and 12 MB, and most processes never judge a password.
    from zxcvbn import zxcvbn

    return float(zxcvbn(password[:JUDGED], user_inputs=[login] if login else [])["guesses_log10"])


def is_common(password: str, login: str = "") -> bool:
    """Whether little is left of a password once words of every list, runs and repetitions are taken out."""
    folded = password.casefold()
    if len(set(folded)) < FEWEST_DIFFERENT or _is_repeated(folded) or _is_run(folded):
        return True
    own = login.casefold()
    if own and own in folded and len(folded.replace(own, "")) < FEWEST_BESIDE_LOGIN:
        return True
    return any(_is_made_of_words(spelling, login) for spelling in (folded, folded.translate(LEET)))


def _is_made_of_words(text: str, login: str) -> bool:
    letters = "".join(filter(str.isalpha, text))
    own = "".join(filter(str.isalpha, login.casefold()))
    left = _WORDS.sub("", letters.replace(own, "") if len(own) >= 4 else letters)
    signs = [sign for sign in text if not sign.isalpha()]
    different = len(set(signs))
    turns = sum(one.isalpha() != other.isalpha() for one, other in pairwise(text))
    made_up = (
        different >= FEWEST_SIGNS
        or (len(signs) >= MANY_SIGNS and different >= FEWEST_OF_MANY)
        or turns >= MANY_TURNS
    )
    return bool(letters) and len(left) < 4 and not made_up


def _is_repeated(text: str) -> bool:
    """A part of at most half, over and over."""
    return any(
        text == (text[:size] * (len(text) // size + 1))[: len(text)] for size in range(1, len(text) // 2 + 1)
    )


def _is_run(text: str) -> bool:
    return any(text in run or text in run[::-1] for run in RUNS)
