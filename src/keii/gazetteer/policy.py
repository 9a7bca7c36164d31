"""Whose government a name stands for where sovereignty is disputed: the policy that the user chose.

`disputed.tsv` holds three policies: `keii`, as shipped; `sovereign`, the state that the United Nations hold a territory
for; `control`, who holds it in fact. The environment's KEII_TERRITORIES names one of them, or a file of the user's own.
docs/policy-names.md explains them. The words of a text are kept whatever the policy.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.errors import UsageError
from keii.tables import data_error, read_table

FILE = Path(__file__).parent / "data" / "disputed.tsv"
COLUMNS = ("entity", "name_en", "name_ja", "keii", "sovereign", "control", "covers", "note")
OWN_COLUMNS = ("entity", "code")
SETTING = "KEII_TERRITORIES"
POLICIES = ("keii", "sovereign", "control")
CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """One entity whose sovereignty is disputed: its code under each policy, and the names or the code it covers."""

    entity: str
    names: Mapping[str, str]  # by language of messages
    codes: Mapping[str, str]  # by policy
    whole: str  # the code that is meant with everything of it; "" where single names are
    covers: tuple[str, ...]  # the single names
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A chosen policy: which codes and which names of a code get another code than the registry's files say."""

    name: str
    whole: Mapping[str, str]  # code in the files → code under the policy
    single: Mapping[tuple[str, str], str]  # (name, code in the files) → code under the policy

    def code(self, code: str, name: str = "") -> str:
        """Return the code under the policy: of a name of `code`, COUNTRY or COUNTRY/SECTOR, as the files say it."""
        country, slash, sector = code.partition("/")
        return self.single.get((name, country), self.whole.get(country, country)) + slash + sector


@cache
def disputed() -> tuple[Disputed, ...]:
    """Return the disputed entities in the order of the file."""
    return tuple(_entity(row) for _, row in read_table(FILE, COLUMNS))


def _entity(row: Mapping[str, str]) -> Disputed:
    covers = row["covers"]
    return Disputed(
        entity=row["entity"],
        names={"en": row["name_en"], "ja": row["name_ja"]},
        codes={policy: row[policy] for policy in POLICIES},
        whole=covers.removeprefix("code:") if covers.startswith("code:") else "",
        covers=() if covers.startswith("code:") else tuple(covers.split("|")),
        note=row["note"],
    )


def policy(setting: str) -> Policy:
    """Return the policy that a setting names: one of POLICIES, or a file with the columns entity and code.

    What the file does not name stays as in `keii`. Raises UsageError for a name that is neither, DataError with file
    and line for a file that holds an unknown entity or no code.
    """
    if setting in POLICIES:
        chosen = {one.entity: one.codes[setting] for one in disputed()}
    elif Path(setting).is_file():
        chosen = dict(_own(Path(setting)))
    else:
        raise UsageError(
            f"policy «{setting}» is neither known nor a file.",
            where=SETTING,
            remedy=f"Known: {', '.join(POLICIES)}; or a file with the columns entity and code.",
        )
    whole, single = {}, {}
    for one in disputed():
        code = chosen.get(one.entity, one.codes["keii"])
        if code == one.codes["keii"]:
            continue
        if one.whole:
            whole[one.whole] = code
        single.update({(name, one.codes["keii"]): code for name in one.covers})
    return Policy(name=setting, whole=whole, single=single)


def _own(path: Path) -> Iterator[tuple[str, str]]:
    known = {one.entity for one in disputed()}
    for number, row in read_table(path, OWN_COLUMNS):
        if row["entity"] not in known:
            raise data_error(
                path, number, f"entity «{row['entity']}» is not known.", f"Known: {', '.join(sorted(known))}."
            )
        if not CODE.fullmatch(row["code"]):
            raise data_error(path, number, f"«{row['code']}» is no code of a state.", "Write three capitals: UKR.")
        yield row["entity"], row["code"]


@cache
def chosen() -> Policy:
    """Return the policy of the environment (KEII_TERRITORIES), `keii` where it says nothing."""
    return policy(os.environ.get(SETTING) or "keii")
