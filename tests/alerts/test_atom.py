"""Alerts to an Atom file."""

from pathlib import Path
from xml.etree import ElementTree as ET

from alerts.alerting import RAID, VISIT, alert, tend, write
from keii.ledger import Ledger
from situation.stories import reading


def test_an_atom_file_holds_each_notice_once(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "pacific.atom"
    alert(ledger, str(path), name="Pacific \x0b & <Peru>")
    write(ledger, reading([VISIT]))
    tend(ledger)
    write(ledger, reading([RAID], name="b.txt"))
    tend(ledger, 60)
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.parse(path).getroot()
    entries = feed.findall(f"{atom}entry")
    assert feed.findtext(f"{atom}title") == "Pacific  & <Peru>"
    assert ["visited" in (one.findtext(f"{atom}content") or "") for one in entries] == [False, True]
    assert len({one.findtext(f"{atom}id") for one in entries}) == 2
    assert list(tmp_path.glob(".*")) == []
