"""Who does an act to whom: frames over slots, gaps of relative clauses, shared and omitted subjects."""

from keii.coding.compounds import inquires, is_opposed, undergoes
from keii.coding.concerns import ABOUT, ConcernFinder
from keii.coding.filled import Roles, is_own_force
from keii.coding.hosts import OBJECT, RESPONSES, HostFinder
from keii.coding.lexicon import Lexicon, Predicate
from keii.coding.occurrences import Occurrence, holds_subject
from keii.coding.parties import Mention, Parties
from keii.coding.slots import Filler, fillers, is_passive, slot_of
from keii.coding.subjects import SUBJECT, SubjectFinder
from keii.coding.tree import Tree
from keii.model import Reference, Trace

ABOUT_OTHERS = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN", "SANCTION", "COERCE", "ASSAULT"})
SUFFERED = ("ASSAULT", "COERCE")
TAKEN = ("COERCE", "SANCTION", "RETREAT")  # done to people through what is theirs
BESTOWED = frozenset({"SANCTION", "AID", "SUPPORT", "COERCE"})  # what is given or done "for" somebody
BORROWED = frozenset({"に", "に対して"})
PLACES = frozenset({"state", "place", "organisation"})  # kinds of names that an act can be at
HOUSES = ("署", "所", "院", "館", "施設", "支部", "支局")  # bodies to which somebody is brought: 警察署に連行された
ANIMATE = frozenset({"person", "organisation", "outlet", "sector", "state", "people"})
FAVOURED = {"が": "R", "に": "A", "から": "A"}  # of てもらう: who has it done, who does it
JOINING = frozenset("・ - – = ＝ ‐".split())  # between the names of a Japanese list: ペルー・チリ首脳会談


class RoleFinder:
    """Fills the frames of one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon, parties: Parties) -> None:
        """Keep the sentence and its party phrases."""
        self.tree, self.lexicon, self.parties = tree, lexicon, parties
        self.subject_slot, self.object_slot = SUBJECT[lexicon.language], OBJECT[lexicon.language]
        self.subjects = SubjectFinder(tree, lexicon, parties)
        self.concerns = ConcernFinder(tree, lexicon, parties)
        self.hosts = HostFinder(tree, lexicon, parties, self.subjects)

    def fill(self, occurrence: Occurrence, row: Predicate, slots: list[Filler]) -> Roles:
        """Return the parties of an act by its frame, then those its clause inherits."""
        roles = Roles()
        used: set[int] = set()
        subject_filled = False
        asked: list[Mention] = []  # people in に of a visit: whom the governing verb invites to make it
        subject_role = row.roles.get(self.subject_slot, "A")
        turned = occurrence.support is not None and occurrence.support.voice == "passive"
        for filler in self._ordered(slots):
            role = self._role(row, filler, occurrence, turned, acted=self._acted(filler, slots))
            if role is None:
                continue
            mentions = [m for m in self.parties.mentions(filler.token) if m.token not in used]
            if role == "R" and not mentions and self._is_somebody(row, filler):
                mentions = [m for m in self.parties.somebody(filler.token) if m.token not in used]
            if role == "RP" and filler.slot == "に":
                asked += [m for m in mentions if self.parties.is_person(m)]
                mentions = [m for m in mentions if m not in asked]  # a person is no destination
            if role in ("A", "AA") and filler.slot in ("で", "の", "複合", "poss", "of"):
                mentions = [m for m in mentions if m.reading is None or m.reading.kind != "place"]  # the Texas attack
            if filler.slot == "poss" and subject_filled:
                mentions = [m for m in mentions if m.reference is not Reference.PRONOUN]  # he ended his visit
            if filler.slot == self.subject_slot:
                if filler.topic and subject_filled:
                    continue  # double subject: Aは、Bが…する
                subject_filled = subject_filled or bool(mentions)
            if role != "C":
                used.update(m.token for m in mentions)
            self._put(roles, role, mentions, row, filler)
            suffers = not mentions and role not in ("A", "AA") and row.type in SUFFERED
            crowd = self.parties.crowd(filler.token) if suffers else None
            if crowd is not None:
                self._put(roles, "R", [crowd], row, filler)
            elif role in ("R", "RP", "P") and not mentions:
                self._owned(roles, role, filler, row if turned or row.kind == "adj" else None)
        if asked and not roles.actors and self._wished(occurrence.clause):
            roles.actors.extend(asked)
        if not roles.recipients:
            self._borrow(roles, occurrence, row, used)
        named_thing = any(f.slot == self.subject_slot and not f.topic for f in slots) and not subject_filled
        named_thing = named_thing or self.lexicon.language == "en" and holds_subject(self.tree, occurrence)
        lacks = not roles.actors or (
            not subject_filled
            and not any(f.slot == self.subject_slot for f in slots)
            and "AA" in row.roles.values()
            and len(roles.actors) == 1
            and (occurrence.verbal or occurrence.carrier is not None)
        )
        silent = not roles.recipients and all(f.slot != self.object_slot for f in slots)
        lacks = lacks or silent and occurrence.verbal and self._turned(occurrence, row)
        if lacks and subject_role == "A" and not named_thing:  # a missile that hits has a subject, though no party
            self._inherit(roles, occurrence, row, used, turned)
        self._gap(roles, occurrence, row, used)
        self._around(roles, occurrence, row, slots, used)
        received = turned and occurrence.carrier is not None and self.lexicon.language == "ja"
        if received and roles.actors and not (roles.recipients or subject_filled or named_thing):
            self._leave_out(roles, occurrence, used)
        return roles

    def _around(
        self, roles: Roles, occurrence: Occurrence, row: Predicate, slots: list[Filler], used: set[int]
    ) -> None:
        """Take whom words around an act name where its own clause names nobody."""
        if row.type == "AGREE" and "AA" in row.roles.values() and len(roles.actors) == 1:
            self.hosts.partnered(roles, occurrence, used)
        if not roles.actors and row.type == "ASSAULT" and occurrence.verbal:
            self.hosts.assailants(roles, slots)
        if not roles.recipients and row.type == "AID" and self.lexicon.language == "en":
            self.hosts.served(roles, occurrence, used)
        if not roles.recipients:
            self.hosts.answers(roles, occurrence, row, used)
        if not roles.recipients and (row.type in TAKEN or row.type == "ASSAULT" and self.lexicon.language == "ja"):
            self.concerns.whose(roles, row, slots, used)
        if not roles.recipients and row.type in ABOUT:
            self.concerns.fill(roles, occurrence, row, used)

    def _leave_out(self, roles: Roles, occurrence: Occurrence, used: set[int]) -> None:
        """Give what a Japanese sentence says to be received to whom it leaves out: 隣国から援助を受けた."""
        for token in self.subjects.suffering(occurrence.clause):
            roles.receive((m for m in self.parties.mentions(token) if m.token not in used), "roles.inherited-subject")
        roles.omitted_patient = not roles.recipients

    def _is_somebody(self, row: Predicate, filler: Filler) -> bool:
        """Tell whether a slot of an act always has people in it, by whatever word."""
        objects = (self.object_slot, "iobj")
        return (
            row.form in self.lexicon.personal
            and (filler.slot in (*objects, self.subject_slot) or filler.slot == "of" and row.kind == "noun")
            or row.form in self.lexicon.addressed and filler.slot in ("に", "to")
        )

    def _owned(self, roles: Roles, role: str, filler: Filler, drawn: Predicate | None) -> None:
        """Read a place that is hit as the place, and the country it is named with as recipient (conventions, 14).

        What draws criticism or is blamed is somebody's: Peru's stance drew a backlash (`drawn`: the row of it).
        """
        if drawn is not None and role == "R" and filler.slot == self.subject_slot:
            owners = self.concerns.owners(filler.token)
            mentions = next((found for owner in owners if (found := self.parties.mentions(owner))), [])
            self._put(roles, role, mentions, drawn, filler)
            return
        lemma = self.tree.parse.lemmas[filler.token].lower()
        spot = self._spot(filler.token) or lemma in self.lexicon.places
        span = self.parties.span(filler.token)
        timed = span is not None and any(s < span.end and span.start < e for s, e in self.parties.times)
        if (
            span is None
            or timed
            or not (
                spot
                or role == "P"
                and self.lexicon.language == "en"
                and self.tree.parse.pos[filler.token] in ("NOUN", "PROPN")
            )
        ):
            return
        if roles.place is None:
            roles.place = Mention(token=filler.token, span=span, reference=Reference.NAMED, reading=None)
        for owner in self.tree.dependents(filler.token, "nmod:poss", "nmod", "compound", "amod"):
            mention = self.parties.mention(owner) or self.parties.within(owner)
            if role != "P" and mention is not None and mention.reading is not None and mention.reading.kind == "state":
                roles.recipients.append(mention)
                roles.trace.append(Trace(field="recipient", rule="roles.owner", value="R", span=mention.span))

    def _borrow(self, roles: Roles, occurrence: Occurrence, row: Predicate, used: set[int]) -> None:
        """Take a recipient that the parse hung under an embedded clause which has no place for it.

        市は住民に避難することを呼びかけた: the residents are called on. A phrase with に対し and a comma belongs
        to the later, governing predicate.
        """
        slots = {slot for slot, role in row.roles.items() if role == "R" and slot in BORROWED}
        slots |= {"に"} if row.type == "REQUEST" and self.lexicon.language == "ja" else set()
        if not (occurrence.verbal and slots):
            return
        for token in sorted(self.tree.subtree(occurrence.head) - {occurrence.head}):
            if self.tree.parse.pos[token] != "VERB" or token >= occurrence.first:
                continue
            rows = self.lexicon.predicates.get(self.tree.parse.lemmas[token], ())
            licensed = {slot for known in rows for slot in (*known.roles, *(c.slot for c in known.conditions))}
            for filler in fillers(self.tree, token, self.lexicon):
                known_verb = bool(licensed)
                free = (
                    filler.slot in slots and filler.slot not in licensed and (known_verb or filler.slot == "に対して")
                )
                mentions = [m for m in self.parties.mentions(filler.token) if m.token not in used] if free else []
                if mentions:
                    used.update(m.token for m in mentions)
                    self._put(roles, "R", mentions, row, filler)
                    return

    def _wished(self, clause: int) -> bool:
        """Tell whether a Japanese clause is what its governing verb asks for: …するよう."""
        return any(self.tree.parse.words[c] == "よう" for c in self.tree.children[clause])

    def _ordered(self, slots: list[Filler]) -> list[Filler]:
        """Local subjects before topics, so that a topic only fills what is left."""
        return sorted(slots, key=lambda f: (f.topic, f.token))

    def _role(
        self, row: Predicate, filler: Filler, occurrence: Occurrence, turned: bool, *, acted: bool
    ) -> str | None:
        """Return the role of a filler by its frame; `acted` says that another one names who does the act."""
        role = row.roles.get(filler.slot)
        if filler.slot == "poss" and role == "R" and row.kind == "noun" and self._of_somebody(occurrence):
            return "A"  # Egypt's expulsion of the ambassador
        if filler.slot == self.subject_slot and self._goal(filler.token, row):
            return row.roles.get("に", "P")
        if filler.slot == "by" and self._made_by(occurrence, filler.token):
            return "R" if row.type in RESPONSES else None
        if role is None and filler.slot == "の" and occurrence.verbal and "を" in self._words(occurrence):
            if row.type in ABOUT_OTHERS:
                return "R"  # トーゴの主張を退けた, ペルーの大使を呼び出した: whose the thing is that the act is done to
            if self._has_subject(occurrence):
                return None  # 活動家が保守党の横断幕を掲げた
        if role is None and filler.slot in ("の", "複合", "poss", "により", "by"):
            own = occurrence.first <= filler.token <= occurrence.last  # 首脳 of 首脳会談
            apart = filler.slot == "複合" and not self._joined(filler.token, occurrence.first)
            role = None if apart or own or filler.token == occurrence.head else "A"
            if filler.slot == "複合" and role == "A" and (patient := self._undergone(row, filler, occurrence, acted)):
                role = patient
        if role is None and (filler.slot == self.subject_slot or filler.slot == "of" and row.kind == "noun"):
            role = "A"
        mention = self.parties.mention(filler.token)
        animate = (
            mention is not None
            and mention.reading is not None
            and mention.reading.kind in ANIMATE
            and not self._spot(filler.token)
        )
        moved = filler.slot == self.object_slot and not (row.type == "AID" and role == "R")  # not who is trained
        if animate and mention is not None and moved and is_own_force(row, mention):
            return None  # who is deployed is moved, not acted upon
        if role is None and filler.slot in ("に対して", "against"):
            role = "R"
        if role is None and filler.slot == "for" and row.type in BESTOWED:
            role = "R"
        body = mention is not None and mention.reading is not None and mention.reading.kind != "sector"
        if role == "C" and animate and body and filler.slot != "に":
            role = "R"  # the thing demanded, left or refused is itself a party
        if (
            animate
            and mention is not None
            and (
                (role == "P" and mention.reading is not None and mention.reading.kind != "state")
                or (role is None and filler.slot in ("に", "に対して", "to"))
            )
        ):
            role = "R"  # whoever stands where goods, words or invitations go receives them
        carried = turned and occurrence.carrier is not None
        by_owner = role == "R" and filler.slot == "の" and (carried or inquires(row, mention))  # 警察の聴取を受けた
        if carried and filler.slot == self.subject_slot:
            role = "R"
        elif turned and filler.slot in ("から", "に", "from", "by") or by_owner:
            role = "A"
        if occurrence.verbal and self._favoured(occurrence) and filler.slot in FAVOURED:
            return FAVOURED[filler.slot]
        return role

    def _of_somebody(self, occurrence: Occurrence) -> bool:
        """Tell whether a noun has whom it befalls in its "of"."""
        around = fillers(self.tree, occurrence.head, self.lexicon)
        return any(f.slot == "of" and self.parties.is_party(f.token) for f in around)

    def _goal(self, token: int, row: Predicate) -> bool:
        """Tell whether に beside a passive says where somebody is brought, not by whom: 部隊は国境に送られた."""
        if slot_of(self.tree, token, self.lexicon) != "に":
            return False
        verb = self.tree.head(token)
        if verb is not None and any(slot_of(self.tree, c, self.lexicon) == "により" for c in self.tree.children[verb]):
            return True  # 兵士によって隣国に連れ去られた
        if row.roles.get("に") != "P":
            return False  # ロシアに侵攻された: who invades stands where in the active the invaded does
        mention = self.parties.mention(token)
        if mention is None or self._spot(token) or self.tree.parse.words[token].endswith(HOUSES):
            return True
        return mention.reading is not None and mention.reading.kind in PLACES

    def _words(self, occurrence: Occurrence) -> tuple[str, ...]:
        return self.tree.parse.words[occurrence.first : occurrence.last + 1]

    def _acted(self, filler: Filler, slots: list[Filler]) -> bool:
        """Tell whether somebody else is named as who does the act: ロシアのウクライナ侵攻, 欧州によるイラン批判."""
        doers = ("の", "により", "による")
        return any(f.slot in doers and f.token != filler.token and self.parties.mention(f.token) for f in slots)

    def _undergone(self, row: Predicate, filler: Filler, occurrence: Occurrence, acted: bool) -> str | None:
        """Return the role of a name that is the first part of an act's noun and undergoes it, None when it does it."""
        mention = self.parties.mention(filler.token)
        if mention is not None and is_opposed(self.tree.parse.text, mention.span.start):
            return "R"
        acted = acted or self._has_subject(occurrence)
        whole = row.roles.get("を")
        if whole in ("RP", "R") and (row.mode == "visit" or acted):
            return whole  # ブータン訪問, 首相がブータン訪問へ
        return "R" if undergoes(row, mention, acted=acted) else None

    def _favoured(self, occurrence: Occurrence) -> bool:
        """Tell whether somebody has another do it for him: 助けてもらった; a wish (てもらいたい) is not meant."""
        following = self.tree.parse.words[occurrence.last + 1 : occurrence.last + 5]
        lemmas = self.tree.parse.lemmas[occurrence.last + 1 : occurrence.last + 5]
        return bool({"もらう", "いただく"} & set(lemmas)) and "たい" not in following and "たい" not in lemmas

    def _joined(self, token: int, first: int) -> bool:
        """Tell whether nothing stands between a name and the words of an act but other names: ペルー・チリ首脳会談."""
        parse = self.tree.parse
        return all(parse.pos[t] == "PROPN" or parse.words[t] in JOINING for t in range(token + 1, first))

    def _made_by(self, occurrence: Occurrence, token: int) -> bool:
        """Tell whether "by" belongs to the object of an active verb: rejected a proposal by Russia."""
        if not occurrence.verbal or is_passive(self.tree, occurrence.clause):
            return False
        objects = self.tree.dependents(occurrence.clause, "obj")
        return self._has_subject(occurrence) and any(thing < token for thing in objects)

    def _has_subject(self, occurrence: Occurrence) -> bool:
        slots = fillers(self.tree, occurrence.clause, self.lexicon)
        return any(f.slot == self.subject_slot and self.parties.is_party(f.token) for f in slots)

    def _spot(self, token: int) -> bool:
        """Tell whether a phrase names a spot beside somebody rather than him: 大使館の前に."""
        span = self.parties.span(token)
        return self.lexicon.language == "ja" and span is not None and span.quote.endswith(self.lexicon.place_endings)

    def _put(self, roles: Roles, role: str, mentions: list[Mention], row: Predicate, filler: Filler) -> None:
        if role in ("A", "AA"):
            roles.actors.extend(mentions)
        elif role in ("R", "RP"):
            roles.recipients.extend(m for m in mentions if not self.parties.is_document(m.token))
        housed = self.tree.parse.words[filler.token].endswith(HOUSES)
        spots = [m for m in mentions
                 if m.reading is None or m.reading.kind in PLACES or self._spot(m.token) or housed]
        if role in ("P", "RP") and spots and roles.place is None:
            roles.place = spots[0]
        field_name = {"A": "actor", "AA": "actor", "R": "recipient", "RP": "recipient", "P": "place"}.get(role)
        if field_name:
            roles.trace.extend(
                Trace(field=field_name, rule=row.row, value=f"{filler.slot}:{role}", span=m.span) for m in mentions
            )

    def _inherit(self, roles: Roles, occurrence: Occurrence, row: Predicate, used: set[int], turned: bool) -> None:
        """Give an act without an actor the subject of the clause that governs it."""
        if not occurrence.verbal and occurrence.carrier is None:
            self.hosts.fill(roles, occurrence, row, used)
            return
        if occurrence.support is not None and occurrence.support.voice == "none":
            return
        if self.tree.parse.rels[occurrence.clause] == "amod" and self.lexicon.language == "en":
            return  # asked about the detained reporters: who asks has not detained them
        if (patient := turned or self._turned(occurrence, row)) and roles.recipients:
            return  # 加盟国が攻撃された場合、全加盟国が…: who suffers it is told already
        if not patient or self.tree.parse.rels[occurrence.clause].startswith(("acl", "conj")):
            found = self.subjects.shared(occurrence.clause)
            noun = self.subjects.modified(occurrence.clause) if patient and self.lexicon.language == "en" else None
            found = [t for t in found if noun in (None, t)]  # heirs of those expelled: who grants it is not meant
        else:  # in 砲撃が再開された the act is the subject
            found = self.subjects.suffering(occurrence.clause) if occurrence.verbal or turned else []
        mentions = [m for token in found for m in self.parties.mentions(token) if m.token not in used]
        sure = row.form in self.lexicon.personal if patient else self.subjects.is_charged(occurrence.clause)
        if not mentions and sure:
            mentions = [m for token in found for m in self.parties.somebody(token) if m.token not in used]
        if mentions:
            target = roles.recipients if patient else roles.actors
            target.extend(mentions)
            roles.trace.extend(
                Trace(field="actor", rule="roles.inherited-subject", value="A", span=m.span) for m in mentions
            )
            return
        # what a passive leaves out as its subject is the one it is done to, who is not guessed
        roles.omitted_subject = not is_passive(self.tree, occurrence.clause)

    def _turned(self, occurrence: Occurrence, row: Predicate) -> bool:
        """Tell whether an act is told by a passive, whose subject suffers it."""
        turned = self.object_slot in row.roles and not row.form.endswith("に追い込まれる")  # a word
        return turned and is_passive(self.tree, occurrence.clause)

    def _gap(self, roles: Roles, occurrence: Occurrence, row: Predicate, used: set[int]) -> None:
        """Let the noun of a relative clause fill the slot that the clause leaves open."""
        clause = occurrence.clause
        relation = self.tree.parse.rels[clause]
        head = self.subjects.modified(clause) if relation.startswith("acl") else self.tree.head(clause)
        if (
            head is None
            or not (relation.startswith("acl") or relation == "amod" and self.tree.parse.words[clause].endswith("ed"))
            or head in used
            or self.parties.is_document(head) or any(m.token == head for m in roles.recipients)  # 軍に包囲された町
            or any(self.tree.parse.lemmas[c] == "that" for c in self.tree.dependents(clause, "mark"))
        ):
            return  # in a report that troops had left nothing is left open
        if not (mentions := [m for m in self.parties.mentions(head) if m.token not in used]):
            return
        passive = is_passive(self.tree, clause) or relation == "amod"
        inherited = any(step.rule == "roles.inherited-subject" for step in roles.trace)
        takes_object = row.roles.get(self.object_slot) in ("R", "RP") or passive and row.roles.get("に") == "RP"
        if passive and takes_object or (roles.actors and not inherited and takes_object and not roles.recipients):
            roles.recipients.extend(mentions)
            slot = "recipient"
        elif not roles.actors or inherited:
            roles.actors[:] = mentions
            slot = "actor"
        else:
            return
        roles.omitted_subject = False
        roles.trace.extend(Trace(field=slot, rule="roles.relative-clause", value="gap", span=m.span) for m in mentions)
