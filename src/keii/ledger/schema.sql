-- The ledger of keii, schema 11: plain tables and views, to be opened with Datasette or any SQLite tool.
-- Positions (start, end) are Unicode code points into documents.text, half-open: substr(text, start + 1, end - start)
-- is the quotation beside them. Rows are added and never changed, but for `current`, which says what holds now.
-- NULL means: the text does not say, or it could not be resolved (then `reason` says why).

CREATE TABLE meta (
    key TEXT PRIMARY KEY,  -- schema: version of these tables; keii: version that made the file
    value TEXT NOT NULL
) WITHOUT ROWID;

-- One article as published. The id is made from the content alone.
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    title TEXT,
    author TEXT,           -- names as published, joined by commas
    publisher TEXT,
    agency TEXT,           -- id in the registry of the news agency that the text is credited to
    published_at TEXT,     -- ISO 8601 date or date-time
    published_basis TEXT,  -- how published_at was found
    url TEXT,
    retrieved_at TEXT,
    reader TEXT NOT NULL,  -- txt, md, html, jsonl, stdin, ...
    origin TEXT NOT NULL,  -- the input's name when it was first read
    encoding TEXT,         -- NULL: came as text
    text TEXT NOT NULL
);
CREATE INDEX documents_published_at ON documents (published_at);
CREATE INDEX documents_publisher ON documents (publisher) WHERE publisher IS NOT NULL;
CREATE INDEX documents_agency ON documents (agency) WHERE agency IS NOT NULL;

-- By which words documents are found: pairs of characters in Japanese, Chinese, Korean, stemmed words elsewhere.
CREATE TABLE found_by (
    key INTEGER PRIMARY KEY,  -- rowid of full_text
    document TEXT NOT NULL UNIQUE REFERENCES documents (id)
);
CREATE VIRTUAL TABLE full_text USING fts5 (words, content = '', tokenize = 'porter ascii');

-- Under which names a document came: the same article may come in many files.
CREATE TABLE inputs (
    origin TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents (id),
    PRIMARY KEY (origin, document)
) WITHOUT ROWID;
CREATE INDEX inputs_document ON inputs (document);

-- What one version of keii read in one document. A reading that differs from the earlier ones is added and
-- becomes the current one; the earlier ones stay.
CREATE TABLE readings (
    key INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    digest TEXT NOT NULL,           -- content id of everything below that belongs to the reading
    keii TEXT NOT NULL,             -- version
    coder TEXT,                     -- what made the claims, with its version; NULL: there are no claims
    language TEXT NOT NULL,         -- ISO 639-1
    language_basis TEXT NOT NULL,   -- script, declared, model
    translated INTEGER NOT NULL,    -- 1: marked or recognised as machine-translated
    body_start INTEGER NOT NULL,    -- before it: boilerplate at the head
    body_end INTEGER,               -- from it on: boilerplate at the foot; NULL: none
    read_at TEXT NOT NULL,          -- UTC
    current INTEGER NOT NULL,       -- 1: this is what holds now; one for every document
    UNIQUE (document, digest)
);
CREATE UNIQUE INDEX readings_current ON readings (document) WHERE current = 1;

CREATE TABLE sentences (
    reading INTEGER NOT NULL REFERENCES readings (key),
    number INTEGER NOT NULL,  -- from 0
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (reading, number)
) WITHOUT ROWID;

-- One act as one sentence tells it.
CREATE TABLE claims (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,           -- the content id, the same in every reading that finds the same act
    reading INTEGER NOT NULL REFERENCES readings (key),
    document TEXT NOT NULL REFERENCES documents (id),
    sentence INTEGER NOT NULL,  -- sentences.number
    position INTEGER NOT NULL,  -- order within the reading
    current INTEGER NOT NULL,   -- as of the reading
    type TEXT NOT NULL,         -- one of PLOVER's sixteen, or OTHER
    mode TEXT,
    contexts TEXT NOT NULL,     -- JSON list
    label TEXT,                 -- what an OTHER is
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    trigger TEXT NOT NULL,      -- the words that name the act
    status TEXT NOT NULL,       -- occurred, ongoing, planned, urged, expected, possible, conditional, not_occurred
    certainty TEXT NOT NULL,    -- the text's own hedges: plain, high, middle, low
    coder TEXT NOT NULL,
    confidence REAL,            -- how probable keii takes it that the words name an act of the type; NULL: no figure
    confidence_whole REAL,      -- and that actors, recipients and status are right as well; NULL: no figure
    decided INTEGER NOT NULL,   -- judgements.number of the person's word by which the row says so; 0: as keii read it
    UNIQUE (reading, position, decided),
    UNIQUE (reading, id, decided)
);
CREATE INDEX claims_id ON claims (id);
CREATE INDEX claims_document ON claims (document, current, sentence);
CREATE INDEX claims_type ON claims (type, status) WHERE current = 1;
CREATE INDEX claims_status ON claims (status) WHERE current = 1;
-- The queue of what nobody has looked at, the most doubtful first; what has no figure stands last.
CREATE INDEX claims_doubt ON claims (coalesce(confidence, 2), coalesce(confidence_whole, 2), id)
    WHERE current = 1 AND decided = 0;

-- Who does it and whom it is done to or with.
CREATE TABLE parties (
    claim INTEGER NOT NULL REFERENCES claims (key),
    role TEXT NOT NULL,       -- actor, recipient
    position INTEGER NOT NULL,
    text TEXT NOT NULL,       -- the words that name it: the antecedent's where there is one
    code TEXT NOT NULL,       -- RUS/GOV, IGO:UN, XXX
    actor TEXT,               -- entry of the registry
    reference TEXT NOT NULL,  -- named, pronoun, group, omitted
    implicit INTEGER NOT NULL,
    start INTEGER,            -- NULL: omitted, and no antecedent found
    "end" INTEGER,
    quote TEXT,
    antecedent_start INTEGER,
    antecedent_end INTEGER,
    antecedent TEXT,
    reason TEXT,              -- why it is unresolved
    PRIMARY KEY (claim, role, position)
) WITHOUT ROWID;
CREATE INDEX parties_code ON parties (code, role);
CREATE INDEX parties_actor ON parties (actor) WHERE actor IS NOT NULL;

-- The chain of who says so, outermost first; none when the document itself asserts it.
CREATE TABLE sources (
    claim INTEGER NOT NULL REFERENCES claims (key),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,       -- the words that name it; for hearsay the cue's
    code TEXT NOT NULL,
    actor TEXT,
    kind TEXT NOT NULL,       -- named, office, outlet, agency, anonymous, hearsay
    reference TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    quote TEXT,
    antecedent_start INTEGER,
    antecedent_end INTEGER,
    antecedent TEXT,
    cue_start INTEGER NOT NULL,
    cue_end INTEGER NOT NULL,
    cue TEXT NOT NULL,        -- the word of saying
    cue_rule TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (claim, position)
) WITHOUT ROWID;
CREATE INDEX sources_code ON sources (code);
CREATE INDEX sources_actor ON sources (actor) WHERE actor IS NOT NULL;

CREATE TABLE places (
    claim INTEGER PRIMARY KEY REFERENCES claims (key),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    country TEXT,    -- ISO 3166 alpha-3; NULL with an id: a sea or region of no one state
    gazetteer TEXT,  -- id of the place: geonames:524901, keii:taiwan-strait
    latitude REAL,   -- degrees north, of a point that stands for the place
    longitude REAL,  -- degrees east
    precision TEXT,  -- what the point stands for: point, city, province, country, region
    reason TEXT
);
CREATE INDEX places_country ON places (country);
CREATE INDEX places_gazetteer ON places (gazetteer) WHERE gazetteer IS NOT NULL;

CREATE TABLE times (
    claim INTEGER PRIMARY KEY REFERENCES claims (key),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    since TEXT,      -- ISO 8601
    until TEXT,      -- ISO 8601, exclusive
    precision TEXT,  -- hour, day, week, month, season, year, duration
    basis TEXT,      -- text, published_at
    reason TEXT
);
CREATE INDEX times_since ON times (since);

CREATE TABLE quantities (
    claim INTEGER NOT NULL REFERENCES claims (key),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    low REAL,
    high REAL,
    unit TEXT,              -- hour, USD, person; or the text's own counter
    approximate INTEGER NOT NULL,
    counted_start INTEGER,  -- the words for what is counted
    counted_end INTEGER,
    counted TEXT,
    ordinal INTEGER NOT NULL,  -- 1: the place in a row, not how many
    PRIMARY KEY (claim, position)
) WITHOUT ROWID;

-- The words that decided status and certainty.
CREATE TABLE cues (
    claim INTEGER NOT NULL REFERENCES claims (key),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (claim, position)
) WITHOUT ROWID;

-- How the claim came about, step by step.
CREATE TABLE trace (
    claim INTEGER NOT NULL REFERENCES claims (key),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    rule TEXT NOT NULL,
    value TEXT NOT NULL,
    start INTEGER,  -- NULL: the step read no words of its own
    "end" INTEGER,
    quote TEXT,
    PRIMARY KEY (claim, position)
) WITHOUT ROWID;

-- What a text says comes of what. Parts are exact words; they may stand in two neighbouring sentences.
CREATE TABLE causes (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,           -- the content id
    reading INTEGER NOT NULL REFERENCES readings (key),
    document TEXT NOT NULL REFERENCES documents (id),
    sentence INTEGER NOT NULL,  -- sentences.number, of the connective
    position INTEGER NOT NULL,  -- order within the reading
    status TEXT NOT NULL,       -- asserted, possible, conditional, denied
    connective_start INTEGER NOT NULL,
    connective_end INTEGER NOT NULL,
    connective TEXT NOT NULL,   -- the words that say so
    rule TEXT NOT NULL,         -- causes.tsv:line
    cause_start INTEGER NOT NULL,
    cause_end INTEGER NOT NULL,
    cause TEXT NOT NULL,
    effect_start INTEGER NOT NULL,
    effect_end INTEGER NOT NULL,
    effect TEXT NOT NULL,
    UNIQUE (reading, position)
);
CREATE INDEX causes_document ON causes (document, sentence);

-- The claims whose acts stand in a cause or an effect.
CREATE TABLE cause_claims (
    cause INTEGER NOT NULL REFERENCES causes (key),
    part TEXT NOT NULL,         -- cause, effect
    position INTEGER NOT NULL,
    claim TEXT NOT NULL,        -- claims.id, of the same reading
    PRIMARY KEY (cause, part, position)
) WITHOUT ROWID;
CREATE INDEX cause_claims_claim ON cause_claims (claim);

-- Who says so, outermost first, as in the table sources; none when the document itself asserts it.
CREATE TABLE cause_sources (
    cause INTEGER NOT NULL REFERENCES causes (key),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    code TEXT NOT NULL,
    actor TEXT,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    quote TEXT,
    antecedent_start INTEGER,
    antecedent_end INTEGER,
    antecedent TEXT,
    cue_start INTEGER NOT NULL,
    cue_end INTEGER NOT NULL,
    cue TEXT NOT NULL,
    cue_rule TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (cause, position)
) WITHOUT ROWID;

-- The words that decided a causal statement's status.
CREATE TABLE cause_cues (
    cause INTEGER NOT NULL REFERENCES causes (key),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (cause, position)
) WITHOUT ROWID;

-- What could not be handled, where, and what to do. `number` is what people call it by.
CREATE TABLE problems (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL,
    origin TEXT NOT NULL,
    message TEXT NOT NULL,
    remedy TEXT NOT NULL,
    document TEXT,  -- no foreign key: the document may be what could not be kept
    start INTEGER,
    "end" INTEGER,
    current INTEGER NOT NULL  -- 0: the input was read again without this problem
);
CREATE INDEX problems_origin ON problems (origin);
CREATE INDEX problems_document ON problems (document);

-- The situations that people defined. Rows are only added: the last one of a name holds, and one that is no longer
-- wanted gets a row that says so.
CREATE TABLE situations (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    actors TEXT NOT NULL,  -- JSON lists of what the filters of docs/filters.md know
    types TEXT NOT NULL,
    places TEXT NOT NULL,
    texts TEXT NOT NULL,
    wanted INTEGER NOT NULL,  -- 0: removed
    author TEXT NOT NULL,
    made_at TEXT NOT NULL     -- UTC
);
CREATE INDEX situations_name ON situations (name);

-- The situations that hold now.
CREATE VIEW situations_view AS
SELECT name, actors, types, places, texts, author, made_at FROM situations AS s
WHERE wanted = 1 AND key = (SELECT max(key) FROM situations AS other WHERE other.name = s.name);

-- Searches that people saved. Rows are only added: the last one of a name holds, and one that is no longer wanted gets
-- a row that says so.
CREATE TABLE searches (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,     -- JSON list of pairs: an option of docs/filters.md without its dashes, and a value
    wanted INTEGER NOT NULL,  -- 0: removed
    author TEXT NOT NULL,
    made_at TEXT NOT NULL     -- UTC
);
CREATE INDEX searches_name ON searches (name);

-- The searches that hold now.
CREATE VIEW searches_view AS
SELECT name, filter, author, made_at FROM searches AS s
WHERE wanted = 1 AND key = (SELECT max(key) FROM searches AS other WHERE other.name = s.name);

-- The documents as they were last read.
CREATE VIEW documents_view AS
SELECT d.id, d.published_at, d.title, d.publisher, r.language, d.url, d.origin, d.reader, r.translated,
    (SELECT count(*) FROM sentences AS s WHERE s.reading = r.key) AS sentences,
    (SELECT count(*) FROM claims AS c WHERE c.document = d.id AND c.current = 1) AS claims,
    length(d.text) AS characters
FROM documents AS d
LEFT JOIN readings AS r ON r.document = d.id AND r.current = 1;

-- The claims that hold now, one readable line each.
CREATE VIEW claims_view AS
SELECT c.id, d.published_at, coalesce(t.since, d.published_at) AS date, c.type, c.mode, c.label, c.status, c.certainty,
    (SELECT group_concat(text, '; ') FROM (SELECT text FROM parties AS p
        WHERE p.claim = c.key AND p.role = 'actor' ORDER BY p.position)) AS actors,
    (SELECT group_concat(code, '; ') FROM (SELECT code FROM parties AS p
        WHERE p.claim = c.key AND p.role = 'actor' ORDER BY p.position)) AS actor_codes,
    c.trigger,
    (SELECT group_concat(text, '; ') FROM (SELECT text FROM parties AS p
        WHERE p.claim = c.key AND p.role = 'recipient' ORDER BY p.position)) AS recipients,
    (SELECT group_concat(code, '; ') FROM (SELECT code FROM parties AS p
        WHERE p.claim = c.key AND p.role = 'recipient' ORDER BY p.position)) AS recipient_codes,
    (SELECT group_concat(text, ' < ') FROM (SELECT text FROM sources AS o
        WHERE o.claim = c.key ORDER BY o.position)) AS sources,
    l.quote AS place, l.country, l.latitude, l.longitude, t.quote AS time, t.since, t.until,
    s.text AS sentence_text, c.document, c.sentence, c.coder, c.confidence, c.confidence_whole,
    (SELECT author FROM judgements AS j WHERE j.number = c.decided) AS decided_by
FROM claims AS c
JOIN documents AS d ON d.id = c.document
JOIN sentences AS s ON s.reading = c.reading AND s.number = c.sentence
LEFT JOIN places AS l ON l.claim = c.key
LEFT JOIN times AS t ON t.claim = c.key
WHERE c.current = 1;

-- Every span of every claim with the field it proves.
CREATE VIEW spans AS
SELECT key AS claim, 'trigger' AS field, trigger_start AS start, trigger_end AS "end", trigger AS quote FROM claims
UNION ALL SELECT claim, role, start, "end", quote FROM parties WHERE quote IS NOT NULL
UNION ALL SELECT claim, role || '.antecedent', antecedent_start, antecedent_end, antecedent
    FROM parties WHERE antecedent IS NOT NULL
UNION ALL SELECT claim, 'source', start, "end", quote FROM sources WHERE quote IS NOT NULL
UNION ALL SELECT claim, 'source.antecedent', antecedent_start, antecedent_end, antecedent
    FROM sources WHERE antecedent IS NOT NULL
UNION ALL SELECT claim, 'source.cue', cue_start, cue_end, cue FROM sources
UNION ALL SELECT claim, 'cue', start, "end", quote FROM cues
UNION ALL SELECT claim, 'place', start, "end", quote FROM places
UNION ALL SELECT claim, 'time', start, "end", quote FROM times
UNION ALL SELECT claim, 'quantity', start, "end", quote FROM quantities
UNION ALL SELECT claim, 'quantity.counted', counted_start, counted_end, counted FROM quantities
    WHERE counted IS NOT NULL
UNION ALL SELECT claim, 'trace', start, "end", quote FROM trace WHERE quote IS NOT NULL;

-- ---- what is followed, and what was fetched ----

-- What the user follows: feeds, sitemaps, pages, folders, archives. State is changed as it is polled.
CREATE TABLE followed (
    number INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,  -- URL, or path of a file or folder
    kind TEXT NOT NULL,            -- feed, sitemap, page, path
    title TEXT,
    every INTEGER NOT NULL,        -- seconds between two polls
    paused INTEGER NOT NULL,       -- 1: not polled until it is resumed
    removed INTEGER NOT NULL,      -- 1: no longer followed; the row stays for what came from it
    added_at TEXT NOT NULL,        -- UTC, as all times here
    etag TEXT,                     -- validators of the last answer, for the next question
    modified TEXT,
    checked_at TEXT,               -- last poll; NULL: never
    changed_at TEXT,               -- last poll that brought something new
    next_at TEXT,                  -- not polled before; NULL: at once
    failures INTEGER NOT NULL,     -- in a row
    trouble TEXT                   -- why the last poll failed; NULL: it did not
);

-- What a source has listed: every entry is taken once, and again when it says that it has changed.
CREATE TABLE items (
    source INTEGER NOT NULL REFERENCES followed (number),
    key TEXT NOT NULL,             -- the entry's id, address or path
    state TEXT NOT NULL,           -- done, failed (given up), waiting (tried again)
    mark TEXT,                     -- what it was like when it was taken, or what its list said of it; NULL: nothing
    tries INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;

-- The bytes that were fetched, packed with zlib, each content once.
CREATE TABLE bodies (
    hash TEXT PRIMARY KEY,         -- SHA-256 of the bytes unpacked, in hexadecimal
    size INTEGER NOT NULL,         -- unpacked
    packed BLOB NOT NULL
) WITHOUT ROWID;

-- One answer of a server, or one look at a file, as it was.
CREATE TABLE captures (
    number INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES followed (number),
    address TEXT NOT NULL,         -- asked for
    final TEXT NOT NULL,           -- answered from, after redirections
    status INTEGER,                -- of HTTP; NULL: a file
    headers TEXT NOT NULL,         -- JSON object, names in lower case
    hash TEXT NOT NULL REFERENCES bodies (hash),
    at TEXT NOT NULL
);
CREATE INDEX captures_hash ON captures (hash);

-- Which documents were made of a capture, and how.
CREATE TABLE captured (
    document TEXT NOT NULL REFERENCES documents (id),
    capture INTEGER NOT NULL REFERENCES captures (number),
    PRIMARY KEY (document, capture)
) WITHOUT ROWID;

-- Where in a web archive the page of a document stands: archives stay where they are.
CREATE TABLE records (
    document TEXT NOT NULL REFERENCES documents (id),
    archive TEXT NOT NULL,         -- the file as it was named when it was read
    member TEXT NOT NULL,          -- the .warc within a .wacz; empty: the file itself is one
    start INTEGER NOT NULL,        -- byte of the file or member, as it is packed, at which the record begins
    id TEXT,                       -- WARC-Record-ID; NULL: it has none
    hash TEXT NOT NULL,            -- SHA-256 of the page's bytes, unpacked and without HTTP headers, in hexadecimal
    PRIMARY KEY (document, archive, member, start, hash)
) WITHOUT ROWID;

-- ---- rules: what becomes of documents that a filter selects ----

-- A rule holds until it is removed; its row stays for what it did.
CREATE TABLE rules (
    number INTEGER PRIMARY KEY,
    action TEXT NOT NULL,          -- keep, drop, tag
    tag TEXT,                      -- for tag: the word that the documents get
    filter TEXT NOT NULL,          -- JSON list of pairs of an option of docs/filters.md and its value
    removed INTEGER NOT NULL,      -- 1: it holds no longer
    author TEXT NOT NULL,
    made_at TEXT NOT NULL          -- UTC, as all times here
);

-- The words that rules gave to documents.
CREATE TABLE tags (
    document TEXT NOT NULL REFERENCES documents (id),
    tag TEXT NOT NULL,
    rule INTEGER NOT NULL REFERENCES rules (number),
    PRIMARY KEY (document, tag, rule)
) WITHOUT ROWID;
CREATE INDEX tags_tag ON tags (tag, document);

-- Documents that the rules left out: text and readings stay, and nothing of them holds now (`current` is 0).
CREATE TABLE dropped (
    document TEXT PRIMARY KEY REFERENCES documents (id),
    reading INTEGER NOT NULL REFERENCES readings (key),  -- what holds again when it is brought back
    rule INTEGER REFERENCES rules (number),              -- NULL: there are rules to keep, and none selects it
    at TEXT NOT NULL
) WITHOUT ROWID;

-- Documents that a person brought back: no rule drops them any more.
CREATE TABLE restored (
    document TEXT PRIMARY KEY REFERENCES documents (id),
    author TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;

-- ---- alerts: what is watched for, what was noticed, and the outbox ----

CREATE TABLE alerts (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kinds TEXT NOT NULL,           -- JSON list: article, event, expectation, conflict, surprise
    filter TEXT NOT NULL,          -- JSON list of pairs of an option of docs/filters.md and its value
    search TEXT,                   -- a saved search whose filter counts instead
    situation TEXT,                -- a situation whose events alone count
    by TEXT NOT NULL,              -- day, week, month: periods of a surprise
    address TEXT NOT NULL,         -- http(s)://, mailto:, or the path of an Atom file
    server TEXT,                   -- of mail, without a password
    sender TEXT,                   -- of mail
    secret TEXT,                   -- the name of the environment variable that holds the password or key
    every INTEGER NOT NULL,        -- seconds between two digests; 0: at once
    lang TEXT NOT NULL,
    author TEXT NOT NULL,
    made_at TEXT NOT NULL,         -- UTC, as all times here
    composed_at TEXT,              -- the last digest; NULL: none yet
    removed INTEGER NOT NULL       -- 1: it holds no longer
);

-- What an alert has noticed, told or not: claims of events, documents, periods.
CREATE TABLE noticed (
    alert INTEGER NOT NULL REFERENCES alerts (number),
    key TEXT NOT NULL,
    PRIMARY KEY (alert, key)
) WITHOUT ROWID;

-- One message of the outbox. Its key is the same for every try.
CREATE TABLE messages (
    number INTEGER PRIMARY KEY,
    alert INTEGER NOT NULL REFERENCES alerts (number),
    key TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    state TEXT NOT NULL,           -- waiting, sending, sent, unsure (a mail that may have gone out), failed (given up)
    tries INTEGER NOT NULL,
    next_at TEXT,                  -- not tried before, or in a process's hands until then; NULL: done with
    sent_at TEXT,
    trouble TEXT                   -- why the last try failed
);
CREATE INDEX messages_waiting ON messages (next_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX messages_alert ON messages (alert, state);

-- What is told: one thing that an alert has found, with its evidence as it was then.
CREATE TABLE notices (
    number INTEGER PRIMARY KEY,
    alert INTEGER NOT NULL REFERENCES alerts (number),
    found_at TEXT NOT NULL,
    content TEXT NOT NULL,         -- JSON object, see docs/json.md
    message INTEGER REFERENCES messages (number)  -- NULL: waits for the next digest
);
CREATE INDEX notices_alert ON notices (alert, message);
CREATE INDEX notices_message ON notices (message);

-- ---- the situation: made of the claims that hold now, and made anew where more is told; judgements alone last ----

-- Which readings have been merged into events, with what the merging needs of their documents.
CREATE TABLE merged (
    document TEXT PRIMARY KEY REFERENCES documents (id),
    reading INTEGER NOT NULL REFERENCES readings (key),
    vector BLOB,        -- 128 signed bytes: what the document is about, across languages; NULL: not made
    copies TEXT         -- id of the group of copies that it belongs to; NULL: it has none
) WITHOUT ROWID;
CREATE INDEX merged_copies ON merged (copies) WHERE copies IS NOT NULL;

-- Under which keys documents are looked up for copies: long sentences that they share, bands of signatures.
CREATE TABLE copy_keys (
    key TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents (id),
    PRIMARY KEY (key, document)
) WITHOUT ROWID;
CREATE INDEX copy_keys_document ON copy_keys (document);

-- Pairs of documents that are copies of each other.
CREATE TABLE copy_pairs (
    first TEXT NOT NULL REFERENCES documents (id),
    second TEXT NOT NULL REFERENCES documents (id),
    likeness REAL NOT NULL,  -- share of the common text, 0 to 1
    PRIMARY KEY (first, second)
) WITHOUT ROWID;
CREATE INDEX copy_pairs_second ON copy_pairs (second);

-- What the encoder makes of a claim's sentence and of the words that name its act.
CREATE TABLE claim_vectors (
    claim TEXT PRIMARY KEY,  -- claims.id
    meaning BLOB,
    act BLOB
) WITHOUT ROWID;

-- Which claims are compared: those that stand near each other under a common key.
CREATE TABLE blocks (
    key TEXT NOT NULL,
    place TEXT NOT NULL,  -- where the claim stands under the key
    claim TEXT NOT NULL,
    PRIMARY KEY (key, place, claim)
) WITHOUT ROWID;
CREATE INDEX blocks_claim ON blocks (claim);

-- Pairs of claims that tell one happening, as far as two claims can be judged alone.
CREATE TABLE links (
    first TEXT NOT NULL,   -- claims.id, first < second
    second TEXT NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL, -- JSON: feature, value and weight of everything that speaks for and against it
    PRIMARY KEY (first, second)
) WITHOUT ROWID;
CREATE INDEX links_second ON links (second);

-- What was told of one happening. The id is made from its first claim.
CREATE TABLE events (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    label TEXT,
    status TEXT NOT NULL,        -- the firmest that is told
    since TEXT,                  -- ISO 8601: of the time most told, or of the first publication
    until TEXT,
    claims INTEGER NOT NULL,     -- how many
    documents INTEGER NOT NULL,
    independent INTEGER NOT NULL -- sources that do not rest on each other
) WITHOUT ROWID;
CREATE INDEX events_since ON events (since);
CREATE INDEX events_type ON events (type, status);

-- Which claims an event consists of; every claim that holds now belongs to exactly one.
CREATE TABLE event_claims (
    claim TEXT PRIMARY KEY,      -- claims.id
    event TEXT NOT NULL,
    position INTEGER NOT NULL,   -- by publication, document and place in it
    alias TEXT NOT NULL          -- the event's id if this claim were its first: an id of earlier days still finds it
) WITHOUT ROWID;
CREATE INDEX event_claims_event ON event_claims (event, position);
CREATE INDEX event_claims_alias ON event_claims (alias);

-- The values of an event's fields with the claims that give them, the most told first.
CREATE TABLE event_values (
    event TEXT NOT NULL,
    field TEXT NOT NULL,         -- actor, recipient, place, time, quantity, status
    position INTEGER NOT NULL,
    value TEXT NOT NULL,
    claims TEXT NOT NULL,        -- JSON list of claims.id
    PRIMARY KEY (event, field, position)
) WITHOUT ROWID;

-- What stands against what within an event: fields on which its claims cannot all be right.
CREATE TABLE conflicts (
    event TEXT NOT NULL,
    field TEXT NOT NULL,         -- actor, recipient, place, time, quantity, reality
    position INTEGER NOT NULL,
    value TEXT NOT NULL,
    claims TEXT NOT NULL,        -- JSON list of claims.id
    PRIMARY KEY (event, field, position)
) WITHOUT ROWID;

-- What persons decided, never changed or removed; a later one comes before an earlier one.
CREATE TABLE judgements (
    number INTEGER PRIMARY KEY,
    verdict TEXT NOT NULL,       -- about events: merge: these claims tell one happening; split: these and those do
                                 -- not; correct. About a claim: accept, reject, amend. About a judgement: undo
    claims TEXT NOT NULL,        -- JSON list of claims.id
    others TEXT NOT NULL,        -- JSON list of claims.id, for split
    field TEXT,                  -- for correct
    value TEXT,                  -- for correct; for accept and amend a JSON object of what differs from `seen`
    author TEXT NOT NULL,
    note TEXT,
    at TEXT NOT NULL,            -- UTC
    document TEXT REFERENCES documents (id),       -- of the claim; NULL: about events
    seen INTEGER REFERENCES claims (key),          -- the claim as keii had read it; NULL: about events
    undoes INTEGER REFERENCES judgements (number)  -- for undo
);
CREATE INDEX judgements_document ON judgements (document) WHERE document IS NOT NULL;

-- ---- what is awaited: told anew where a document touches it, up to the change that `awaited_state` names ----

-- One awaited act in the story of a type: what opened, joined and turned it.
CREATE TABLE awaited (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- given once and never again
    story TEXT NOT NULL,         -- the type of act whose story it stands in
    id TEXT NOT NULL,            -- of the expectation
    type TEXT NOT NULL,          -- of the act; other than the story's: of a near type, and told in its own story
    at TEXT NOT NULL,            -- day of its opening
    last TEXT NOT NULL,          -- day of the last claim that tells or turns it
    until TEXT NOT NULL,         -- last day on which a claim may still do so
    outcome TEXT NOT NULL,       -- open, met, broken, cancelled, postponed, refused: whatever the day
    lapses TEXT,                 -- day from which on it has lapsed; NULL: never
    heard TEXT NOT NULL,         -- JSON: the claims in order, what each did and why
    expectation TEXT             -- JSON: the expectation; NULL where it is told in another story
);
CREATE INDEX awaited_at ON awaited (at, id, type, outcome, lapses) WHERE expectation IS NOT NULL;
CREATE INDEX awaited_open ON awaited (lapses, last) WHERE expectation IS NOT NULL AND outcome = 'open';

-- Under which states and words an awaited act is looked for.
CREATE TABLE awaited_keys (
    story TEXT NOT NULL,
    key TEXT NOT NULL,
    until TEXT NOT NULL,         -- as in `awaited`
    awaited INTEGER NOT NULL REFERENCES awaited (number),
    PRIMARY KEY (story, key, until, awaited)
) WITHOUT ROWID;
CREATE INDEX awaited_keys_awaited ON awaited_keys (awaited);

-- Which claims tell or turn it.
CREATE TABLE awaited_claims (
    claim TEXT NOT NULL,         -- claims.id
    awaited INTEGER NOT NULL REFERENCES awaited (number),
    document TEXT NOT NULL,
    PRIMARY KEY (claim, awaited)
) WITHOUT ROWID;
CREATE INDEX awaited_claims_awaited ON awaited_claims (awaited);
CREATE INDEX awaited_claims_document ON awaited_claims (document);

-- Documents whose claims the stories have heard.
CREATE TABLE awaited_documents (
    document TEXT PRIMARY KEY REFERENCES documents (id),
    digest TEXT NOT NULL         -- of the claims that were heard; empty while they are being heard
) WITHOUT ROWID;

-- One row once the stories were told.
CREATE TABLE awaited_state (
    number INTEGER NOT NULL,     -- of the last change that was heard
    made TEXT NOT NULL           -- by which keii, with which words
);

-- ---- kept by triggers, whoever writes: what a large ledger would take too long to count or to look for ----

-- How many rows there are that hold now.
CREATE TABLE totals (
    what TEXT PRIMARY KEY,  -- documents, sentences, claims, problems, events
    number INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO totals VALUES ('documents', 0), ('sentences', 0), ('claims', 0), ('problems', 0), ('events', 0);

-- Documents in the order in which something of them was last read or merged: a number is given once and never again,
-- so that whoever knows the last one finds what is new since.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL UNIQUE REFERENCES documents (id)
);

-- Documents whose current reading has not been merged into events.
CREATE TABLE unmerged (
    document TEXT PRIMARY KEY REFERENCES documents (id)
) WITHOUT ROWID;

CREATE TRIGGER documents_counted AFTER INSERT ON documents BEGIN
    UPDATE totals SET number = number + 1 WHERE what = 'documents';
END;
CREATE TRIGGER documents_dropped AFTER INSERT ON dropped BEGIN
    UPDATE totals SET number = number - 1 WHERE what = 'documents';
END;
CREATE TRIGGER documents_back AFTER DELETE ON dropped BEGIN
    UPDATE totals SET number = number + 1 WHERE what = 'documents';
END;
CREATE TRIGGER tags_noted AFTER INSERT ON tags BEGIN
    INSERT OR REPLACE INTO changes (document) VALUES (NEW.document);
END;
CREATE TRIGGER tags_gone AFTER DELETE ON tags BEGIN
    INSERT OR REPLACE INTO changes (document) VALUES (OLD.document);
END;
CREATE TRIGGER readings_noted AFTER INSERT ON readings WHEN NEW.current = 1 BEGIN
    INSERT OR REPLACE INTO changes (document) VALUES (NEW.document);
    INSERT OR IGNORE INTO unmerged VALUES (NEW.document);
END;
CREATE TRIGGER readings_turned AFTER UPDATE OF current ON readings WHEN NEW.current <> OLD.current BEGIN
    UPDATE totals SET number = number + (NEW.current - OLD.current)
        * (SELECT count(*) FROM sentences AS s WHERE s.reading = NEW.key) WHERE what = 'sentences';
    INSERT OR REPLACE INTO changes (document) VALUES (NEW.document);
    INSERT OR IGNORE INTO unmerged VALUES (NEW.document);
END;
CREATE TRIGGER sentences_counted AFTER INSERT ON sentences BEGIN
    UPDATE totals SET number = number + (SELECT current FROM readings AS r WHERE r.key = NEW.reading)
        WHERE what = 'sentences';
END;
CREATE TRIGGER claims_counted AFTER INSERT ON claims WHEN NEW.current = 1 BEGIN
    UPDATE totals SET number = number + 1 WHERE what = 'claims';
END;
CREATE TRIGGER claims_turned AFTER UPDATE OF current ON claims WHEN NEW.current <> OLD.current BEGIN
    UPDATE totals SET number = number + NEW.current - OLD.current WHERE what = 'claims';
END;
CREATE TRIGGER problems_counted AFTER INSERT ON problems WHEN NEW.current = 1 BEGIN
    UPDATE totals SET number = number + 1 WHERE what = 'problems';
END;
CREATE TRIGGER problems_turned AFTER UPDATE OF current ON problems WHEN NEW.current <> OLD.current BEGIN
    UPDATE totals SET number = number + NEW.current - OLD.current WHERE what = 'problems';
END;
CREATE TRIGGER events_counted AFTER INSERT ON events BEGIN
    UPDATE totals SET number = number + 1 WHERE what = 'events';
END;
CREATE TRIGGER events_left AFTER DELETE ON events BEGIN
    UPDATE totals SET number = number - 1 WHERE what = 'events';
END;
CREATE TRIGGER event_claims_noted AFTER INSERT ON event_claims BEGIN
    INSERT OR REPLACE INTO changes (document)
        SELECT document FROM claims AS c WHERE c.id = NEW.claim ORDER BY c.current DESC LIMIT 1;
END;

-- Claims in whose place another one stands since the document was coded anew: what was decided by them counts for it.
CREATE TABLE successors (
    claim TEXT PRIMARY KEY,        -- claims.id
    by TEXT NOT NULL               -- claims.id
) WITHOUT ROWID;

-- The events, one readable line each.
CREATE VIEW events_view AS
SELECT e.id, e.since AS date, e.type, e.label, e.status,
    (SELECT group_concat(value, '; ') FROM (SELECT value FROM event_values AS v
        WHERE v.event = e.id AND v.field = 'actor' ORDER BY position)) AS actors,
    (SELECT group_concat(value, '; ') FROM (SELECT value FROM event_values AS v
        WHERE v.event = e.id AND v.field = 'recipient' ORDER BY position)) AS recipients,
    (SELECT group_concat(value, '; ') FROM (SELECT value FROM event_values AS v
        WHERE v.event = e.id AND v.field = 'place' ORDER BY position)) AS places,
    e.claims, e.documents, e.independent,
    (SELECT group_concat(DISTINCT field) FROM conflicts AS x WHERE x.event = e.id) AS conflicts,
    s.text AS first_told
FROM events AS e
JOIN event_claims AS m ON m.event = e.id AND m.position = 0
JOIN claims AS c ON c.id = m.claim AND c.current = 1
JOIN sentences AS s ON s.reading = c.reading AND s.number = c.sentence;

-- The conflicts, one readable line for every value.
CREATE VIEW conflicts_view AS
SELECT x.event, e.type, e.since AS date, x.field, x.value, x.claims
FROM conflicts AS x JOIN events AS e ON e.id = x.event;

-- The claims of every event, one readable line each.
CREATE VIEW event_claims_view AS
SELECT m.event, m.position, v.*
FROM event_claims AS m JOIN claims_view AS v ON v.id = m.claim;

-- The causal statements that hold now, one readable line each.
CREATE VIEW causes_view AS
SELECT k.id, d.published_at, k.cause, k.connective, k.effect, k.status, s.text AS sentence_text, k.document, k.sentence, k.rule
FROM causes AS k
JOIN readings AS r ON r.key = k.reading AND r.current = 1
JOIN documents AS d ON d.id = k.document
JOIN sentences AS s ON s.reading = k.reading AND s.number = k.sentence;
