"""The page that says how the sources fare, and what became of the alerts."""

from pathlib import Path

from starlette.testclient import TestClient

from keii.ledger import Filter, Ledger, alerts, following
from keii.model.followed import Followed
from keii.workbench.app import application
from keii.workbench.config import Workbench

NOW = "2031-05-04T09:00:00Z"


def test_what_fails_stands_first_with_its_reason_and_alerts_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    with Ledger.create(path) as ledger, ledger.transaction() as connection:
        following.add(connection, Followed(address="https://fine.example/rss", kind="feed", title="Fine", every=60,
                                           added_at=NOW, checked_at=NOW))
        bad, _ = following.add(connection, Followed(address="https://bad.example/rss", kind="feed", title="<b>Bad</b>",
                                                    every=60, added_at=NOW, checked_at=NOW, failures=3,
                                                    trouble="the server answers with status 500."))
        assert bad.state == "failing"
        number = alerts.add(connection, alerts.Alert(name="Pacific", kinds=("event",), chosen=Filter(), author="",
                                                     address="https://hooks.example/", made_at=NOW))
        alerts.notice(connection, number, ("event:1",), {"kind": "event"}, now=NOW)
        (alert,) = alerts.alerts(connection)
        alerts.compose(connection, alert, now=NOW)
    browser = TestClient(application(Workbench(ledger=path)), base_url="http://127.0.0.1:8321")
    page = browser.get("/health?lang=en").text
    assert page.index("&lt;b&gt;Bad&lt;/b&gt;") < page.index("Fine")
    assert "status 500" in page
    told = browser.get("/health.json").json()
    assert [one["address"] for one in told["sources"]] == ["https://bad.example/rss", "https://fine.example/rss"]
    assert told["alerts"][0]["messages"] == {"waiting": 1}
    assert "hooks.example" not in page + browser.get("/health.json").text  # its address may hold a secret
