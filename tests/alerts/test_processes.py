"""Alerts of several processes, and of one that dies: nothing is told twice that could be told once."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.alerting import NOW, VISIT, alert, by_mail, states, tend, write
from alerts.receivers import Hook, Mailbox
from keii.alerts.sending import LEASE, notice, stamp
from keii.config import Database
from keii.ledger import Filter, Ledger
from keii.ledger import alerts as rows
from keii.ledger.alerts import Alert
from situation.stories import reading

PATHS = os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path)


def killed(path: Path | Database, receiver: Mailbox | Hook) -> None:
    """Run `keii alerts send` until the receiver kills it, in the moment in which it has the message."""
    running = subprocess.Popen([sys.executable, "-c", "import time, sys; from keii.cli.main import run; "
                                "sys.stdin.read(1); run(sys.argv[1:])", "--ledger", str(path), "alerts", "send",
                                "--private"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "PYTHONPATH": PATHS})
    receiver.kill = running.pid
    running.communicate(b"x", timeout=240)
    assert running.returncode == -signal.SIGKILL
    receiver.kill = 0


def test_a_mail_is_not_doubled_by_a_kill_between_sending_and_noting(ledger: Ledger, box: Mailbox) -> None:
    by_mail(ledger, box)
    write(ledger, reading([VISIT]))
    killed(ledger.path, box)
    later = datetime.now(UTC) - NOW + timedelta(seconds=LEASE + 5)
    assert tend(ledger, later.total_seconds()) == []
    assert states(ledger) == [("unsure", 1)]
    assert len(box.raw) == 1


def test_a_web_hook_is_asked_again_after_a_kill_with_the_same_key(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    killed(ledger.path, hook)
    soon = datetime.now(UTC) - NOW
    assert tend(ledger, soon.total_seconds()) == []  # another process might still have it
    tend(ledger, soon.total_seconds() + LEASE + 5)
    assert len(hook.got) == 2
    assert len(hook.distinct) == 1


def test_what_another_process_has_noticed_meanwhile_is_not_told_twice(ledger: Ledger) -> None:
    with ledger.transaction() as connection:
        number = rows.add(connection, Alert(name="a", kinds=("event",), chosen=Filter(), address="x", author="",
                                            made_at=stamp(NOW)))
        assert rows.notice(connection, number, ("event:1", "event:2"), {"a": 1}, now=stamp(NOW))
        assert not rows.notice(connection, number, ("event:2", "event:3"), {"a": 2}, now=stamp(NOW))
        assert rows.seen(connection, number, ("event:3",)) == {"event:3"}


def test_two_processes_do_not_take_the_same_message(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    for _ in notice(ledger, now=NOW):
        pass
    with ledger.transaction() as connection:
        assert rows.take(connection, now=stamp(NOW), until=stamp(NOW + timedelta(seconds=LEASE))) is not None
        assert rows.take(connection, now=stamp(NOW), until=stamp(NOW + timedelta(seconds=LEASE))) is None
