"""Which passwords are good enough: long, and none of those that are tried first.

The words are the author's own collection of what every published list of leaked passwords begins with, put
down from general knowledge; no list was copied.
"""

import re

from parkcarbon_platform.errors import InvalidError

LENGTH = (12, 256)
FEWEST_DIFFERENT = 5
FEWEST_BESIDE_LOGIN = 8
FEWEST_SIGNS = 7  # different digits and signs that make up for words
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


class WeakPasswordError(InvalidError):
    """The password is short, or one of the first that anybody would try."""

    code = "weak_password"
    remedy = "Take 12 characters or more: words that have nothing to do with each other, or a generated one."


def check(password: str, login: str = "") -> None:
    """Refuse a password that is too short, too long or easily guessed."""
    shortest, longest = LENGTH
    if not shortest <= len(password) <= longest:
        raise WeakPasswordError(f"A password has {shortest} to {longest} characters.", length=len(password))
    if is_common(password, login):
        raise WeakPasswordError("The password is one of those that are tried first.")


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
    signs = {sign for sign in text if not sign.isalpha()}
    return bool(letters) and len(left) < 4 and len(signs) < FEWEST_SIGNS


def _is_repeated(text: str) -> bool:
    """A part of at most half, over and over."""
    return any(
        text == (text[:size] * (len(text) // size + 1))[: len(text)] for size in range(1, len(text) // 2 + 1)
    )


def _is_run(text: str) -> bool:
    return any(text in run or text in run[::-1] for run in RUNS)
