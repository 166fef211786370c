"""Commands of alert receivers: who is told, beside those who look at the inbox, and what was sent to them."""

import argparse

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings

LATELY = 100  # rows that are printed of what was sent


def listing(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print who is told, or what was sent lately."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import receivers
    from parkcarbon_platform.services.alerting.models import (
        AlertDeliveries,
        AlertDelivery,
        AlertReceiver,
        AlertReceivers,
    )

    def received(told: AlertReceiver) -> str:
        return f"{told.id}\t{told.kind}\t{told.name}\t{told.address}\t{told.locale}\t{told.author}"

    def delivered(sent: AlertDelivery) -> str:
        at = f"{localtime.from_ms(sent.created_at):%F %T}Z"
        about = sent.event if sent.alert is None else f"{sent.event} {sent.alert}"
        return f"{sent.id}\t{at}\t{sent.receiver}\t{about}\t{sent.state}\t{sent.answer or ''}"

    found: AlertDeliveries | AlertReceivers
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        actor = Actor(operator_name())
        if arguments.sent:
            found = receivers.deliveries(connection, actor, limit=LATELY)
            lines = [delivered(sent) for sent in found.deliveries]
        else:
            found = receivers.listing(connection, actor, settings)
            lines = [received(told) for told in found.receivers]
    for line in [found.model_dump_json()] if arguments.as_json else lines:
        print(line)
    return 0


def add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add somebody to be told; of a server the secret is printed, this once."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import receivers
    from parkcarbon_platform.services.alerting.models import AlertReceiverWanted

    wanted = AlertReceiverWanted(
        kind=arguments.kind, address=arguments.address, name=arguments.name, locale=arguments.language
    )
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        made, secret = receivers.add(connection, place.park_id, Actor(operator_name()), wanted, settings)
    print(
        f"Receiver {made} is told from now on by the rules that name it (`alerts add … --receiver {made}`)."
    )
    if secret is not None:
        print(f"The secret that signs what it is sent, shown this once: {secret}")
    return 0


def remove(arguments: argparse.Namespace, settings: Settings) -> int:
    """Tell somebody no more."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import receivers

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        receivers.remove(connection, Actor(operator_name()), arguments.id)
    print(f"Receiver {arguments.id} is told no more; what it was sent stays in the list.")
    return 0


def trial(arguments: argparse.Namespace, settings: Settings) -> int:
    """Have a trial sent."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import receivers, sending

    with workplace(arguments.park, settings) as place:
        with place.database.tenant(place.park_id) as connection:
            receivers.trial(connection, place.park_id, Actor(operator_name()), arguments.id)
        sending.dispatch(place.database, place.park_id)
    print(f"A trial is on its way: `receivers list {arguments.park} --sent` shows what came of it.")
    return 0


PARK = Argument("park", "code of the park")
ID = Argument("id", "number of the receiver", {"type": int})

COMMANDS: list[Command] = [
    Command(
        ("receivers", "list"), "print who is told of alerts, or what was sent lately", listing,
        (
            PARK, Argument("--sent", "what was sent", {"action": "store_true"}),
            Argument("--json", "both, as JSON", {"action": "store_true", "dest": "as_json"}),
        ),
    ),
    Command(
        ("receivers", "add"), "have somebody told of alerts", add,
        (
            PARK, Argument("kind", "by what", {"choices": ("email", "webhook")}),
            Argument("address", "of mail, or of the server that is called"),
            Argument("--name", "what it is called; else its address, or host", {"default": ""}),
            Argument("--language", "of letters", {"choices": ("zh-CN", "en"), "default": "zh-CN"}),
        ),
    ),
    Command(("receivers", "remove"), "tell somebody no more", remove, (PARK, ID)),
    Command(("receivers", "test"), "have a trial sent", trial, (PARK, ID)),
]  # fmt: skip
