"""Which addresses the platform may have the edge contact (docs/security.md, T12)."""

import pytest
from parkcarbon_edge import reach
from parkcarbon_edge.errors import AddressRefusedError

FAR = "mqtts://platform.example:8883"
NEAR = "mqtt://127.0.0.1:1883"


@pytest.mark.parametrize(
    "url",
    ["opc.tcp://10.1.2.3:4840", "mqtt://192.168.0.7:1883", "tcp://172.31.255.1:502", "opc.tcp://[fd12::1]:4840",
     "serial:/dev/ttyUSB0"],
)  # fmt: skip
def test_private_networks_may_be_contacted(url: str) -> None:
    reach.check(url, reach.allowed_for(FAR, []))


@pytest.mark.parametrize(
    "url",
    ["opc.tcp://93.184.215.14:4840", "mqtt://127.0.0.1:6379", "opc.tcp://localhost:5432", "tcp://[::1]:502",
     "opc.tcp://172.32.0.1:4840", "opc.tcp://[::ffff:8.8.8.8]:4840"],
)  # fmt: skip
def test_nothing_else_is_contacted(url: str) -> None:
    with pytest.raises(AddressRefusedError, match="not in a network"):
        reach.check(url, reach.allowed_for(FAR, []))


@pytest.mark.parametrize(
    "url",
    ["opc.tcp://169.254.169.254:80", "tcp://[fe80::1%lo]:502", "tcp://[fd00:ec2::254]:80", "tcp://100.100.100.200:80",
     "tcp://0.0.0.0:80", "tcp://[::ffff:169.254.169.254]:80", "tcp://224.0.0.1:502"],
)  # fmt: skip
def test_addresses_of_the_link_and_of_clouds_are_never_contacted(url: str) -> None:
    with pytest.raises(AddressRefusedError, match="never"):
        reach.check(url, reach.networks(["0.0.0.0/0", "::/0"]))


def test_this_machine_may_be_contacted_where_the_platform_is_on_it_or_the_owner_says_so() -> None:
    reach.check("opc.tcp://127.0.0.1:4840", reach.allowed_for(NEAR, []))
    reach.check("opc.tcp://localhost:4840", reach.allowed_for(FAR, ["127.0.0.0/8", "::1/128"]))


def test_the_owners_list_replaces_the_default() -> None:
    with pytest.raises(AddressRefusedError):
        reach.check("opc.tcp://192.168.0.7:4840", reach.allowed_for(NEAR, ["10.20.0.0/16"]))


def test_a_name_that_cannot_be_resolved_is_refused() -> None:
    with pytest.raises(AddressRefusedError, match="resolved"):
        reach.check("opc.tcp://no-such-host.invalid:4840", reach.allowed_for(FAR, []))
