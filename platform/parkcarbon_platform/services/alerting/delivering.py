"""The job that tells one receiver of one alert; what came of it stands in the list."""

from parkcarbon_platform.errors import ConflictError, PlatformError
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.services.alerting import letters, mail, receivers, webhook
from parkcarbon_platform.services.alerting.reach import AddressRefusedError
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import alert_delivery as storage
from parkcarbon_platform.storage import alerts, live
from parkcarbon_platform.storage.alert_delivery import DeliveryRow, ReceiverRow
from parkcarbon_platform.storage.alerts import AlertRow
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.jobs import JobRow
from parkcarbon_platform.storage.live import ParkRow


def run(database: Database, job: JobRow, settings: Settings, *, attempts: int) -> None:
    """Send what is due; raises what hinders it, and gives up after so many attempts.

    One whose server took it and died before that was written down is sent again: the receiver knows it by
    the number of the delivery.
    """
    delivery_id = int(job.arguments["delivery"])
    with database.tenant(job.park_id) as connection:
        delivery = storage.get(connection, delivery_id)
        if delivery is None or delivery.state != "waiting":
            return
        receiver = storage.receiver(connection, delivery.receiver_id)
        alert = None if delivery.alert_id is None else alerts.get(connection, delivery.alert_id)
        park = live.park(connection)
    assert park is not None, "a job is inside a park"
    state, answer = "sent", ""
    try:
        if receiver is None:
            state, answer = "failed", "the receiver is no more"
        else:
            answer = tell(park, alert, delivery, receiver, settings)
    except (AddressRefusedError, mail.MailDomainError) as error:
        # It will not be another address by trying again.
        state, answer = "failed", error.message
    except Exception as error:
        state = "waiting" if job.attempts < attempts else "failed"
        # Words of what nobody expected may hold what was to be sent, or to where.
        answer = error.message if isinstance(error, PlatformError) else type(error).__name__
        raise
    finally:
        with database.tenant(job.park_id) as connection:
            storage.attempted(connection, delivery_id, state, answer)


def give_up(connection: Connection, job: JobRow) -> None:
    """Its workers died each time: it is not sent, and is not said to wait."""
    storage.attempted(connection, int(job.arguments["delivery"]), "failed", "nobody lived to send it")


def wait_again(connection: Connection, job: JobRow) -> None:
    """What was given up is to be sent after all; raises ConflictError where there is nobody to send it to."""
    delivery_id = int(job.arguments["delivery"])
    delivery = storage.get(connection, delivery_id)
    if delivery is None or storage.receiver(connection, delivery.receiver_id) is None:
        raise ConflictError(
            "Who was to be told of this alert is told no more.",
            remedy="Add the receiver anew on the alerts page; the alert itself is still in the inbox.",
            job=job.id,
        )
    storage.wait_again(connection, delivery_id)


def tell(
    park: ParkRow, alert: AlertRow | None, delivery: DeliveryRow, receiver: ReceiverRow, settings: Settings
) -> str:
    """Send; what the server said."""
    if receiver.kind == "email":
        subject, text = letters.letter(park, alert, delivery.event, receiver.locale, settings.public_url)
        return mail.send(receiver.address, subject, text, settings)
    assert receiver.secret is not None, "a server has a secret from its beginning"
    secret = Vault.of(settings).open(receiver.secret, receivers.place(receiver.id))
    return webhook.send(
        receiver.address, secret, letters.body(park, alert, delivery.event), delivery.id, settings
    )
