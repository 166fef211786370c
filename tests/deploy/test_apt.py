"""Which mirror a private fetch uses: the host's own, with another suite."""

import pytest
from parkcarbon_local import apt
from parkcarbon_local.apt import Source
from parkcarbon_local.errors import MissingSoftwareError

LIST = """\
# comment
deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian bookworm main contrib
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/debian-security bookworm-security main
"""
DEB822 = """\
Types: deb deb-src
# comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/k.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 -----END PGP PUBLIC KEY BLOCK-----
"""


def test_one_line_sources() -> None:
    assert list(apt.parse_list(LIST)) == [
        Source("http://mirror.example/debian", ("bookworm",)),
        Source("http://mirror.example/debian-security", ("bookworm-security",)),
    ]


def test_deb822_sources() -> None:
    assert list(apt.parse_deb822(DEB822)) == [
        Source("http://mirror.example/debian", ("bookworm", "bookworm-updates")),
        Source("http://mirror.example/debian-security", ("bookworm-security",)),
    ]


def test_mirror_is_that_of_the_hosts_suite() -> None:
    sources = [*apt.parse_list(LIST)]
    about = {"ID": "debian", "VERSION_CODENAME": "bookworm"}
    assert apt.debian_mirror(sources[::-1], about) == "http://mirror.example/debian"


def test_a_machine_without_debian_says_what_to_do() -> None:
    """Another distribution's mirror has a suite of its own name, and none of Debian's."""
    ubuntu = Source("http://mirror.example/ubuntu", ("noble", "noble-updates"))
    about = {"ID": "ubuntu", "ID_LIKE": "debian", "VERSION_CODENAME": "noble"}
    with pytest.raises(MissingSoftwareError) as refused:
        apt.debian_mirror([ubuntu], about)
    assert "PARKCARBON_DATABASE_URL" in refused.value.remedy
    debian = Source("http://mirror.example/debian", (apt.SUITE,))
    assert apt.debian_mirror([ubuntu, debian], about) == debian.uri


def test_this_machine_has_a_mirror() -> None:
    line = apt.source_line()
    assert line.startswith("deb ")
    assert line.endswith(f" {apt.SUITE} main\n")
