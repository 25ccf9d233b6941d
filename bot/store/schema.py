"""The database's tables, as an ordered list of migrations. May import sqlite-utils only.

All steps that are new run in one transaction together with the record of them. New steps go to the end; an old one is
never edited, since databases in the field have run it. Times are ISO 8601 UTC of fixed width, so that they sort as
text.
"""

import json

from sqlite_utils import Database, Migrations

# "PREG" in ASCII: tells our files from other people's SQLite databases
APPLICATION_ID = 0x50524547

MIGRATIONS = Migrations("pregonero")

# names of the tables that triggers fill from the items begin so
SEARCH_INDEX = "item_search"


@MIGRATIONS()
def first_schema(db: Database) -> None:
    """Feeds, items with their verdicts and figures, stories, pages, outbox, digest windows."""
    for statement in _FIRST_SCHEMA.split(";"):
        if statement.strip():
            db.conn.execute(statement)


@MIGRATIONS()
def labels_and_mutes(db: Database) -> None:
    """What people answer. No foreign keys: an answer outlives what it was about."""
    for statement in _LABELS_AND_MUTES.split(";"):
        if statement.strip():
            db.conn.execute(statement)


@MIGRATIONS()
def contents_of_items(db: Database) -> None:
    """What items tell beside figures: events to come, statements, names; one row for each item that tells any."""
    db.conn.execute(
        "CREATE TABLE contents (item_id TEXT PRIMARY KEY REFERENCES items (item_id), content TEXT NOT NULL)"
    )


@MIGRATIONS()
def feeds_that_are_known(db: Database) -> None:
    """What is learned of feeds; the splitter's memory apart, as most polls leave it alone."""
    for statement in _FEEDS_THAT_ARE_KNOWN.split(";"):
        if statement.strip():
            db.conn.execute(statement)


_FIRST_SCHEMA = """
CREATE TABLE feeds (
    feed_id TEXT PRIMARY KEY,
    configured_url TEXT NOT NULL,
    configured INTEGER NOT NULL DEFAULT 1,
    url TEXT NOT NULL,
    health TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    next_poll_at TEXT,
    failures INTEGER NOT NULL,
    last_error TEXT,
    first_polled_at TEXT,
    last_good_at TEXT,
    last_full_at TEXT,
    memory BLOB NOT NULL,
    moved_to TEXT,
    moved_polls INTEGER NOT NULL
);
CREATE INDEX feeds_due ON feeds (configured, next_poll_at);

CREATE TABLE items (
    item_id TEXT PRIMARY KEY,
    feed_id TEXT NOT NULL,
    guid TEXT,
    url TEXT,
    link TEXT,
    outlet TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    published_at TEXT,
    published_is_estimate INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    text_read TEXT NOT NULL,
    country TEXT,
    reliability TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    item_type TEXT,
    fate_stage TEXT NOT NULL,
    fate_reason TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX items_first_seen ON items (first_seen);

CREATE TABLE item_keys (
    key TEXT PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES items (item_id)
) WITHOUT ROWID;
CREATE INDEX item_keys_item ON item_keys (item_id);

CREATE TABLE verdicts (
    item_id TEXT NOT NULL REFERENCES items (item_id),
    topic TEXT NOT NULL,
    score REAL NOT NULL,
    threshold REAL NOT NULL,
    flagged INTEGER NOT NULL,
    model_version TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    text_read TEXT NOT NULL,
    judged_at TEXT NOT NULL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (item_id, topic)
);

CREATE TABLE figures (
    item_id TEXT NOT NULL REFERENCES items (item_id),
    n INTEGER NOT NULL,
    measure TEXT NOT NULL,
    value REAL,
    scope TEXT NOT NULL,
    text_read TEXT NOT NULL,
    figure TEXT NOT NULL,
    PRIMARY KEY (item_id, n)
);

CREATE TABLE stories (
    story_id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    severity TEXT NOT NULL,
    standing TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    last_report_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    story TEXT NOT NULL
);
CREATE INDEX stories_seen ON stories (last_seen_at);

CREATE TABLE story_keys (
    key TEXT NOT NULL,
    story_id TEXT NOT NULL REFERENCES stories (story_id),
    last_report_at TEXT NOT NULL,
    PRIMARY KEY (key, story_id)
) WITHOUT ROWID;
CREATE INDEX story_keys_story ON story_keys (story_id);

CREATE TABLE story_items (
    item_id TEXT PRIMARY KEY REFERENCES items (item_id),
    story_id TEXT NOT NULL REFERENCES stories (story_id),
    link TEXT NOT NULL
);
CREATE INDEX story_items_story ON story_items (story_id);

CREATE TABLE pages (
    item_id TEXT PRIMARY KEY REFERENCES items (item_id),
    url TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TEXT NOT NULL
);
CREATE INDEX pages_due ON pages (state, next_attempt_at);

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    dedupe_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    story_id TEXT,
    payload TEXT NOT NULL,
    created_at TEXT NOT NULL,
    not_before TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TEXT NOT NULL,
    last_error TEXT,
    doubtful_since TEXT,
    parts_sent INTEGER NOT NULL,
    ref TEXT,
    note TEXT,
    sent_at TEXT
);
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
CREATE INDEX outbox_story ON outbox (story_id, channel, seq);
CREATE INDEX outbox_posts ON outbox (channel, kind, created_at);

CREATE TABLE digest_windows (
    digest_id TEXT NOT NULL,
    day TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    PRIMARY KEY (digest_id, day)
);
"""

_LABELS_AND_MUTES = """
CREATE TABLE labels (
    label_id TEXT PRIMARY KEY,
    item_id TEXT NOT NULL,
    topic TEXT,
    story_id TEXT,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    via TEXT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_at TEXT
);
CREATE INDEX labels_item ON labels (item_id);
CREATE INDEX labels_story ON labels (story_id);

CREATE TABLE mutes (
    mute_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    channel TEXT,
    until TEXT,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    via TEXT NOT NULL,
    reason TEXT NOT NULL,
    lifted_at TEXT,
    lifted_by TEXT
);
CREATE INDEX mutes_in_force ON mutes (lifted_at, until);
"""

_FEEDS_THAT_ARE_KNOWN = """
CREATE TABLE feed_memory (
    feed_id TEXT PRIMARY KEY REFERENCES feeds (feed_id),
    memory BLOB NOT NULL
);
INSERT INTO feed_memory SELECT feed_id, memory FROM feeds;
ALTER TABLE feeds DROP COLUMN memory;
ALTER TABLE feeds ADD COLUMN priority INTEGER NOT NULL DEFAULT 2;
ALTER TABLE feeds ADD COLUMN health_since TEXT;
ALTER TABLE feeds ADD COLUMN last_item_at TEXT;
ALTER TABLE feeds ADD COLUMN bad_since TEXT;
ALTER TABLE feeds ADD COLUMN told_at TEXT;
ALTER TABLE feeds ADD COLUMN good_polls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN moved_since TEXT;
ALTER TABLE feeds ADD COLUMN habits TEXT NOT NULL DEFAULT '{}';
DROP INDEX feeds_due;
CREATE INDEX feeds_due ON feeds (configured, priority, next_poll_at);
"""


@MIGRATIONS()
def desk(db: Database) -> None:
    """The analysts' desk: triage, full-text search over items, versions in force."""
    for statement in _DESK:
        db.conn.execute(statement)


# The index holds no texts of its own: it reads them from the view. Its rows have a number of their own, as VACUUM may
# renumber the rows of a table whose key is a text.
_DESK = (
    "CREATE INDEX items_feed ON items (feed_id, first_seen)",
    "CREATE TABLE triage ("
    "n INTEGER PRIMARY KEY, story_id TEXT NOT NULL, state TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL)",
    "CREATE INDEX triage_story ON triage (story_id)",
    "CREATE TABLE versions (n INTEGER PRIMARY KEY, part TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL)",
    "CREATE TABLE item_search_rows (n INTEGER PRIMARY KEY, item_id TEXT NOT NULL UNIQUE REFERENCES items (item_id))",
    "INSERT INTO item_search_rows (item_id) SELECT item_id FROM items ORDER BY first_seen, rowid",
    "CREATE VIEW searched_texts AS SELECT r.n AS n, i.title AS title, i.summary AS summary, i.body AS body, "
    "i.outlet AS outlet FROM item_search_rows r JOIN items i ON i.item_id = r.item_id",
    "CREATE VIRTUAL TABLE item_search USING fts5(title, summary, body, outlet, content='searched_texts', "
    "content_rowid='n', tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO item_search (item_search) VALUES ('rebuild')",
    """CREATE TRIGGER items_search_new AFTER INSERT ON items BEGIN
        INSERT INTO item_search_rows (item_id) VALUES (new.item_id);
        INSERT INTO item_search (rowid, title, summary, body, outlet)
            SELECT n, new.title, new.summary, new.body, new.outlet FROM item_search_rows WHERE item_id = new.item_id;
    END""",
    """CREATE TRIGGER items_search_changed AFTER UPDATE ON items
        WHEN (old.title, old.summary, old.body, old.outlet) IS NOT (new.title, new.summary, new.body, new.outlet) BEGIN
        INSERT INTO item_search (item_search, rowid, title, summary, body, outlet)
            SELECT 'delete', n, old.title, old.summary, old.body, old.outlet FROM item_search_rows
            WHERE item_id = old.item_id;
        INSERT INTO item_search (rowid, title, summary, body, outlet)
            SELECT n, new.title, new.summary, new.body, new.outlet FROM item_search_rows WHERE item_id = new.item_id;
    END""",
)


@MIGRATIONS()
def alerts_as_made(db: Database) -> None:
    """What alerts rested on when they were made."""
    db.conn.execute(
        "CREATE TABLE alerts (n INTEGER PRIMARY KEY, item_id TEXT NOT NULL, story_id TEXT NOT NULL, "
        "channel TEXT NOT NULL, at TEXT NOT NULL, record TEXT NOT NULL)"
    )
    db.conn.execute("CREATE INDEX alerts_item ON alerts (item_id)")


@MIGRATIONS()
def latencies_and_life(db: Database) -> None:
    """When what a message tells was published and seen; when the bot was last alive."""
    for statement in _LATENCIES_AND_LIFE.split(";"):
        if statement.strip():
            db.conn.execute(statement)


_LATENCIES_AND_LIFE = """
ALTER TABLE outbox ADD COLUMN published_at TEXT;
ALTER TABLE outbox ADD COLUMN seen_at TEXT;

CREATE TABLE life (
    name TEXT PRIMARY KEY,
    at TEXT NOT NULL
);
"""


@MIGRATIONS()
def websub(db: Database) -> None:
    """What hubs were asked for, and their messages that wait to be read."""
    db.conn.execute(
        "CREATE TABLE subscriptions (feed_id TEXT PRIMARY KEY REFERENCES feeds (feed_id), token TEXT NOT NULL UNIQUE, "
        "record TEXT NOT NULL)"
    )
    db.conn.execute(
        "CREATE TABLE pushes (seq INTEGER PRIMARY KEY, feed_id TEXT NOT NULL REFERENCES feeds (feed_id), "
        "content_type TEXT NOT NULL, body BLOB NOT NULL, received_at TEXT NOT NULL)"
    )


@MIGRATIONS()
def batches_and_doubts(db: Database) -> None:
    """Cards that wait for one moment together; attempts that were looked for in vain."""
    for column in ("batch", "doubted_since"):
        db.conn.execute(f"ALTER TABLE outbox ADD COLUMN {column} TEXT")


@MIGRATIONS()
def models_and_configurations_of_before(db: Database) -> None:
    """What alerts were judged with, by hash; `used_at` is when the last of them was made."""
    db.conn.execute(
        "CREATE TABLE kept (part TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, kept_at TEXT NOT NULL, "
        "used_at TEXT, PRIMARY KEY (part, name))"
    )


@MIGRATIONS()
def due_feeds_are_known_in_memory(db: Database) -> None:
    """Nobody looks for due feeds in the table any more, and each poll had to keep the index."""
    db.conn.execute("DROP INDEX feeds_due")


@MIGRATIONS()
def parted_reports(db: Database) -> None:
    """A story names the reports that people parted from it; it had named the stories that they were in."""
    named = "SELECT story_id, json_extract(story, '$.apart') FROM stories WHERE json_array_length(story, '$.apart') > 0"
    for story_id, apart in db.conn.execute(named).fetchall():
        held = "SELECT item_id FROM story_items WHERE story_id IN (SELECT value FROM json_each(?)) ORDER BY item_id"
        items = [row[0] for row in db.conn.execute(held, (apart,))]
        set_apart = "UPDATE stories SET story = json_set(story, '$.apart', json(?)) WHERE story_id = ?"
        db.conn.execute(set_apart, (json.dumps(items), story_id))


@MIGRATIONS()
def due_feeds_by_an_index(db: Database) -> None:
    """All that is asked to find them stands in it, as 100,000 dates are not read into memory in a moment."""
    db.conn.execute(
        "CREATE INDEX feeds_due ON feeds (configured, priority, coalesce(next_poll_at, ''), health, feed_id)"
    )


@MIGRATIONS()
def parts_by_number(db: Database) -> None:
    """Which parts of a message are there; it had been how many from the first on, so that one held up all behind it."""
    db.conn.execute("ALTER TABLE outbox ADD COLUMN parts_there TEXT NOT NULL DEFAULT '[]'")
    db.conn.execute("ALTER TABLE outbox ADD COLUMN apart INTEGER NOT NULL DEFAULT 0")
    for seq, parts in db.conn.execute("SELECT seq, parts_sent FROM outbox WHERE parts_sent > 0").fetchall():
        numbers = json.dumps(list(range(1, parts + 1)))
        db.conn.execute("UPDATE outbox SET parts_there = ? WHERE seq = ?", (numbers, seq))
    db.conn.execute("ALTER TABLE outbox DROP COLUMN parts_sent")


@MIGRATIONS()
def leads_of_reports(db: Database) -> None:
    """Each report keeps the sentence below its headline; a story had kept that of its first."""
    db.conn.execute(
        "UPDATE stories SET story = json_remove(json_set(story, '$.reports[0].lead', story ->> '$.lead'), '$.lead') "
        "WHERE story ->> '$.lead' IS NOT NULL AND json_array_length(story, '$.reports') > 0"
    )
