"""Alerts to a receiver of web hooks."""

import hashlib
import hmac

import pytest

from alerts.alerting import NOW, VISIT, alert, states, tend, write
from alerts.receivers import Hook
from keii.alerts import webhook
from keii.alerts.sending import TRIES, stamp
from keii.ledger import Ledger
from keii.ledger import alerts as rows
from situation.stories import reading


def test_a_web_hook_that_fails_is_asked_again_later_with_the_same_key(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    hook.answers = [500, 503]
    assert [one.result.state for one in tend(ledger)] == ["waiting"]
    assert tend(ledger, 59) == []
    assert [one.result.state for one in tend(ledger, 61)] == ["waiting"]
    assert tend(ledger, 61 + 119) == []
    assert [one.result.state for one in tend(ledger, 61 + 121)] == ["sent"]
    assert tend(ledger, 9999) == []
    assert len(hook.got) == 3
    assert len(hook.distinct) == 1
    assert states(ledger) == [("sent", 3)]


def test_a_web_hook_is_left_alone_as_long_as_it_asks(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    hook.answers, hook.told = [429], {"Retry-After": "900"}
    tend(ledger)
    assert tend(ledger, 899) == []
    assert [one.result.state for one in tend(ledger, 901)] == ["sent"]


def test_after_many_tries_a_message_is_given_up_and_can_be_taken_up(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    hook.answers = [500] * TRIES
    for n in range(TRIES + 2):
        tend(ledger, n * 86_400.0)
    assert states(ledger) == [("failed", TRIES)]
    with ledger.transaction() as connection:
        assert rows.retry(connection, now=stamp(NOW)) == 1
    assert [one.result.state for one in tend(ledger)] == ["sent"]


@pytest.mark.parametrize("status", [301, 400, 404, 410])
def test_a_refusal_is_final_and_no_redirection_is_followed(ledger: Ledger, hook: Hook, status: int) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    hook.answers, hook.told = [status], {"Location": hook.url}
    tend(ledger)
    tend(ledger, 86_400)
    assert len(hook.got) == 1
    assert states(ledger) == [("failed", 1)]


def test_a_silent_web_hook_is_no_success(hook: Hook) -> None:
    hook.silent = 1.0
    result = webhook.send(hook.url, {}, key="k", secret=None, private=True, now=NOW, timeout=0.2)
    assert result.state == "waiting"
    assert "silent" in (result.trouble or "")


def test_a_web_hook_on_a_private_network_is_refused_unless_allowed(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    (one,) = tend(ledger, private=False)
    assert one.result.state == "failed"
    assert "private network" in (one.result.trouble or "")
    assert hook.got == []


def test_a_signature_can_be_checked(ledger: Ledger, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_KEY", "k")
    alert(ledger, hook.url, secret="HOOK_KEY")
    write(ledger, reading([VISIT]))
    tend(ledger)
    at, _, digest = hook.headers[0]["x-keii-signature"].partition(",v1=")
    signed = at.removeprefix("t=").encode() + b"." + hook.raw[0]
    assert hmac.compare_digest(digest, hmac.new(b"k", signed, hashlib.sha256).hexdigest())
