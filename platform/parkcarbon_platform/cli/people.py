"""Commands for those who look: live frames, and people who may log in."""

import argparse
import sys

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.settings import Settings


def live(_: argparse.Namespace, settings: Settings) -> int:
    """Publish the live frames until SIGTERM."""
    from parkcarbon_platform.live.process import serve
    from parkcarbon_platform.telemetry.serving import served

    with served(settings.metrics_port, settings.metrics_host):
        serve(settings)
    return 0


def given_password(arguments: argparse.Namespace) -> str:
    """The password on standard input: typed unseen twice, or the first line of a pipe."""
    import getpass

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass(f"Password of {arguments.login}: ")
    if getpass.getpass("Again: ") != password:
        raise InvalidError("The two passwords differ.", remedy="Type them again.")
    return password


def user_add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add a person, and let them into a park."""
    from parkcarbon_platform.services.access import identity, passwords
    from parkcarbon_platform.storage.database import Database

    if bool(arguments.park) != bool(arguments.role):
        raise InvalidError(
            "A park and a role go together.", remedy="Give both --park and --role, or neither."
        )
    passwords.refuse_breached(settings.breached_passwords_file)
    with Database.of(settings) as database, database.directory.connection() as connection:
        if arguments.if_new and any(user.login == arguments.login for user in identity.users(connection)):
            print(f"{arguments.login} is known already.")
            return 0
        identity.create_user(
            connection,
            arguments.login,
            given_password(arguments),
            name=arguments.name or arguments.login,
            locale=arguments.locale,
            is_admin=arguments.admin,
        )
        if arguments.park:
            identity.let_in(
                connection, arguments.login, arguments.park, arguments.role, enterprise=arguments.enterprise
            )
    print(f"{arguments.login} can log in.")
    return 0


def user_list(_: argparse.Namespace, settings: Settings) -> int:
    """Print everybody who can log in."""
    from parkcarbon_platform.services.access import identity
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        for user in identity.users(connection):
            kind = "admin" if user.is_admin else "disabled" if user.disabled_at else "user"
            print(f"{user.login}\t{kind}\t{user.name}")
    return 0


def user_password(arguments: argparse.Namespace, settings: Settings) -> int:
    """Give a person a new password; their sessions end."""
    from parkcarbon_platform.services.access import identity, passwords
    from parkcarbon_platform.storage.database import Database

    passwords.refuse_breached(settings.breached_passwords_file)
    with Database.of(settings) as database, database.directory.connection() as connection:
        identity.change_password(connection, arguments.login, given_password(arguments))
    print(f"{arguments.login} has a new password.")
    return 0


def user_reset_second_factor(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take the second factor of a person who lost it; their sessions end."""
    from parkcarbon_platform.services.access import second_factor
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        second_factor.reset(connection, arguments.login)
    print(f"{arguments.login} logs in with the password alone until they set up another second factor.")
    return 0


def vault_reseal(_: argparse.Namespace, settings: Settings) -> int:
    """Seal every secret that a key of before sealed with the key of now."""
    from parkcarbon_platform.services.access import second_factor
    from parkcarbon_platform.services.access.vault import Vault
    from parkcarbon_platform.services.alerting import receivers
    from parkcarbon_platform.services.connecting import edge_secrets
    from parkcarbon_platform.services.provisioning import provisioning
    from parkcarbon_platform.storage.database import Database

    vault = Vault.of(settings)
    with Database.of(settings) as database:
        with database.directory.connection() as connection:
            people = second_factor.reseal(connection, vault)
        with database.ingest.connection() as connection:
            edges = edge_secrets.reseal(connection, vault)
        servers = 0
        for park in provisioning.every_park(database):
            with database.tenant(park.id) as connection:
                servers += receivers.reseal(connection, vault)
    print(
        f"Sealed anew: {people} second factors, {edges} configurations of edges, "
        f"{servers} receivers of alerts."
    )
    return 0


LOGIN = Argument("login", "log-in name")

COMMANDS: list[Command] = [
    Command(("live",), "publish the live frames", live, is_process=True),
    Command(
        ("user", "add"),
        "add a person; the password is read from standard input",
        user_add,
        (
            LOGIN,
            Argument("--name", "the person's name"),
            Argument("--locale", "language", {"default": "zh-CN", "choices": ("zh-CN", "en")}),
            Argument("--admin", "platform admin: operator of every park", {"action": "store_true"}),
            Argument("--if-new", "do nothing where there is such a person", {"action": "store_true"}),
            Argument("--park", "code of a park to let them into"),
            Argument("--role", "as what", {"choices": ("operator", "enterprise", "verifier")}),
            Argument("--enterprise", "code of the enterprise, for that role"),
        ),
    ),
    Command(("user", "list"), "print everybody", user_list),
    Command(
        ("user", "reset-second-factor"),
        "take the second factor of a person who lost it",
        user_reset_second_factor,
        (LOGIN,),
    ),
    Command(("vault", "reseal"), "seal every secret with the key of now", vault_reseal),
    Command(("user", "password"), "give a person a new password", user_password, (LOGIN,)),
]
