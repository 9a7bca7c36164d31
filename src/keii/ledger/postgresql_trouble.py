"""What PostgreSQL's failures mean, in words: the database, what is wrong, and what to do. No password is ever told."""

import re
from urllib.parse import unquote, urlsplit

from keii.config import Database
from keii.errors import LedgerError

_ASK_LESS = "Ask for less: name a type, an actor or a shorter time."
_GRANT = "Ask whoever owns the database to grant it, or name another user in the URL."

# By SQLSTATE, of which the first two digits are the class.
_TROUBLE: dict[str, tuple[str, str]] = {
    "57014": ("the question took too long and was given up.", _ASK_LESS),
    "55P03": ("the ledger is locked by another program that writes to it.",
              "Wait until that program is done, or end it, and run the command again."),
    "25006": ("the ledger cannot be written: the server or the user may only read.", _GRANT),
    "42501": ("the user of the database lacks the right to do this.", _GRANT),
    "53": ("the server has no room left: disk, memory or connections.",
           "Free some and run the command again: what is already kept stays and is not read twice."),
    "57P": ("the server ended the connection.", "Run the command again when the server is up."),
    "54": ("a value is longer than PostgreSQL can index.", "Please report this input."),
    "42P01": ("a table of the ledger is missing.", "Another program removed it. Restore a copy of the database."),
}
# What libpq says of a connection that did not come about; it has no SQLSTATE for it.
_UNREACHABLE: tuple[tuple[str, str, str], ...] = (
    (r"Servname not supported|invalid (URI|connection|port|percent|integer)|missing \"=\"|"
     "unexpected (spaces|character)",
     "this is no URL of a database.", "Write it like postgresql://user@host/database."),
    (r"password authentication failed|no password supplied|fe_sendauth|authentication failed",
     "the server refuses the user or the password.",
     "Check the user in the URL; give the password in ~/.pgpass or in PGPASSWORD."),
    (r'database ".*" does not exist', "the server has no such database.",
     "Make it with: createdb NAME, or name another one in the URL."),
    (r'role ".*" does not exist', "the server has no such user.",
     "Make it with: createuser NAME, or name another one in the URL."),
    (r"no pg_hba\.conf entry", "the server does not let this user in from here.",
     "Ask whoever runs the server to add a line to its pg_hba.conf."),
    (r"could not translate host name|Name or service not known|failed to resolve host",
     "there is no server of this name.",
     "Check the host in the URL."),
    (r"Connection refused|No such file or directory|timeout expired|timed out|No route to host|unreachable",
     "the server cannot be reached.", "Check host and port in the URL, and whether the server is running."),
    (r"too many (clients|connections)", "the server has no connection left.", "Run the command again later."),
    (r"SSL|certificate", "the server and keii do not agree on encryption.",
     "Check sslmode and sslrootcert in the URL."),
)


def told(error: Exception, database: Database) -> LedgerError:
    """Return the error of a statement as one that people understand."""
    state = str(getattr(error, "sqlstate", None) or "")
    for beginning in (state, state[:3], state[:2]):
        if beginning in _TROUBLE:
            what, remedy = _TROUBLE[beginning]
            return LedgerError(what, where=str(database), remedy=remedy)
    if not state and re.search(r"connection (is )?(closed|lost)|server closed|terminat", str(error)):
        what, remedy = _TROUBLE["57P"]
        return LedgerError(what, where=str(database), remedy=remedy)
    return LedgerError(f"PostgreSQL says: {_first_line(error, database)}.", where=str(database),
                       remedy="If this is a ledger of keii, please report it.")


def unreachable(error: Exception, database: Database) -> LedgerError:
    """Return the error of a connection that did not come about."""
    for pattern, what, remedy in _UNREACHABLE:
        if re.search(pattern, str(error)):
            return LedgerError(what, where=str(database), remedy=remedy)
    return LedgerError(f"the database cannot be opened: {_first_line(error, database)}.", where=str(database),
                       remedy="Check the URL, and whether the server is running.")


def gave_up(database: Database) -> LedgerError:
    """Return the error of questions that took longer than they may."""
    return LedgerError(*_TROUBLE["57014"][:1], where=str(database), remedy=_ASK_LESS)


def _first_line(error: Exception, database: Database) -> str:
    line = str(error).strip().partition("\n")[0].rstrip(".")
    password = urlsplit(database.url).password
    for secret in {password, unquote(password or "")} - {None, ""}:
        line = line.replace(str(secret), "***")
    return line
