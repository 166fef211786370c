"""Under which names providers of single sign-on know people; for connections of the directory role."""

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.identity import UserRow


def person(connection: Connection, issuer: str, subject: str) -> UserRow | None:
    """Who is known by this name already."""
    sql = """SELECT u.id, u.login, u.name, u.locale, u.password_hash, u.is_admin, u.disabled_at,
               u.failed_logins, u.locked_until
             FROM identity.sso_identity s JOIN identity.app_user u ON u.id = s.user_id
             WHERE s.issuer = %s AND s.subject = %s"""
    return connection.cursor(row_factory=class_row(UserRow)).execute(sql, (issuer, subject)).fetchone()


def link(connection: Connection, issuer: str, subject: str, user_id: int) -> bool:
    """Know somebody by this name from now on; False where the provider has another name for them."""
    sql = """INSERT INTO identity.sso_identity (issuer, subject, user_id)
             SELECT %(issuer)s, %(subject)s, %(user)s
             WHERE NOT EXISTS (SELECT FROM identity.sso_identity
                               WHERE issuer = %(issuer)s AND user_id = %(user)s)"""
    values = {"issuer": issuer, "subject": subject, "user": user_id}
    return connection.execute(sql, values).rowcount == 1
