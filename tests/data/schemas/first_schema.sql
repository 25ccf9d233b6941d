BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'pregonero','first_schema','2026-10-05 12:00:00.000000+00:00');
CREATE TABLE digest_windows (
    digest_id TEXT NOT NULL,
    day TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    PRIMARY KEY (digest_id, day)
);
INSERT INTO "digest_windows" VALUES('daily','2026-10-05','2026-10-04T12:00:00.000000Z','2026-10-05T12:00:00.000000Z');
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
INSERT INTO "feeds" VALUES('diario','https://diario.example/rss.xml',1,'https://diario.example/rss.xml','new','"1"',NULL,'2026-10-05T12:00:00.000000Z',0,NULL,NULL,NULL,NULL,X'',NULL,0);
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
INSERT INTO "figures" VALUES('i-000001',0,'persons_transferred',12.0,'this_event','feed','{"measure":"persons_transferred","value":12.0,"value_hi":null,"unit":"persons","unit_raw":"","qualifier":"exact","scope":"this_event","span":null,"place":null,"group":null,"speaker":null,"speaker_kind":"unattributed","stance":"asserted","noun":"presos","value_from_vague":false,"trend":null,"as_of":null,"text_read":"feed","quote":"México entrega a 12 presos a Estados Unidos","start":0,"end":43,"lang":"es"}');
CREATE TABLE item_keys (
    key TEXT PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES items (item_id)
) WITHOUT ROWID;
INSERT INTO "item_keys" VALUES('guid:1','i-000001');
INSERT INTO "item_keys" VALUES('url:1','i-000001');
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
INSERT INTO "items" VALUES('i-000001','diario','https://diario.example/nota/411','https://diario.example/nota/411','https://diario.example/nota/411','Diario de Prueba','México entrega a 12 presos a Estados Unidos','resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen resumen ','','es','2026-10-05T11:00:00.000000Z',0,'2026-10-04T12:00:00.000000Z','feed','MX','B',X'01616263','news','outbox','alerted','2026-10-05T12:00:00.000000Z');
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
INSERT INTO "outbox" VALUES(1,'card:1','desk','card','s-000001','{}','2026-10-05T12:00:00.000000Z','2026-10-05T12:00:00.000000Z','pending',0,'2026-10-05T12:00:00.000000Z',NULL,NULL,0,NULL,NULL,NULL);
CREATE TABLE pages (
    item_id TEXT PRIMARY KEY REFERENCES items (item_id),
    url TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TEXT NOT NULL
);
INSERT INTO "pages" VALUES('i-000001','https://diario.example/p',X'7631','pending','',0,'2026-10-05T12:00:00.000000Z');
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
INSERT INTO "stories" VALUES('s-000001',1,'P1','DEVELOPING','2026-10-05T11:00:00.000000Z','2026-10-05T11:00:00.000000Z','2026-10-05T12:00:00.000000Z','{"id":"s-000001","topics":["transfer"],"realis":[["transfer","occurred"]],"route":"unspecified","direction":"MX_TO_US","means":null,"event_date":"2026-10-05","count":12,"people":[],"groups":[],"places":[],"terms":[["entrega",1.0],["preso",1.0]],"severity":"P1","standing":"DEVELOPING","opened_at":"2026-10-05T11:00:00Z","last_report_at":"2026-10-05T11:00:00Z","reports":[{"item_id":"i-000001","relation":"report","outlet":"Diario de Prueba","publisher":"diario de prueba","reliability":"B","title":"México entrega a 12 presos a Estados Unidos","link":"https://diario.example/nota/411","language":"es","at":"2026-10-05T11:00:00Z","seen_at":"2026-10-05T12:00:00Z","text_read":"feed"}],"figures":[{"figure":{"measure":"persons_transferred","value":12.0,"value_hi":null,"unit":"persons","unit_raw":"","qualifier":"exact","scope":"this_event","span":null,"place":null,"group":null,"speaker":null,"speaker_kind":"unattributed","stance":"asserted","noun":"presos","value_from_vague":false,"trend":null,"as_of":null,"text_read":"feed","quote":"México entrega a 12 presos a Estados Unidos","start":0,"end":43,"lang":"es"},"item_id":"i-000001","outlet":"Diario de Prueba","reliability":"B","link":"https://diario.example/nota/411","at":"2026-10-05T11:00:00Z","seen_at":"2026-10-05T12:00:00Z"}],"scores":[["transfer",0.97]],"why":[["entrega",7.5],["(base)",-4.0]],"revision":1,"follows":null,"first_seen_at":null,"replaced":[],"lead":"","model_version":"","rules_version":"","folded_in":[]}');
CREATE TABLE story_items (
    item_id TEXT PRIMARY KEY REFERENCES items (item_id),
    story_id TEXT NOT NULL REFERENCES stories (story_id),
    link TEXT NOT NULL
);
INSERT INTO "story_items" VALUES('i-000001','s-000001','{"story_id":"s-000001","is_new_story":true,"relation":"report","similarity":0.0,"vetoed_by":null,"reason":"no story is near"}');
CREATE TABLE story_keys (
    key TEXT NOT NULL,
    story_id TEXT NOT NULL REFERENCES stories (story_id),
    last_report_at TEXT NOT NULL,
    PRIMARY KEY (key, story_id)
) WITHOUT ROWID;
INSERT INTO "story_keys" VALUES('all','s-000001','2026-10-05T11:00:00.000000Z');
INSERT INTO "story_keys" VALUES('k1','s-000001','2026-10-05T11:00:00.000000Z');
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
INSERT INTO "verdicts" VALUES('i-000001','transfer',0.97,0.5,1,'fake-1','none','feed','2026-10-05T12:00:00.000000Z','{"topic":"transfer","score":0.97,"threshold":0.5,"flagged":true,"realis":["occurred"],"severity":"P1","why":[["entrega",7.5],["(base)",-4.0]],"route":"unspecified","direction":"MX_TO_US","means":null,"novelty":"new_event","model_version":"fake-1","rules_version":"none"}');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX feeds_due ON feeds (configured, next_poll_at);
CREATE INDEX items_first_seen ON items (first_seen);
CREATE INDEX item_keys_item ON item_keys (item_id);
CREATE INDEX stories_seen ON stories (last_seen_at);
CREATE INDEX story_keys_story ON story_keys (story_id);
CREATE INDEX story_items_story ON story_items (story_id);
CREATE INDEX pages_due ON pages (state, next_attempt_at);
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
CREATE INDEX outbox_story ON outbox (story_id, channel, seq);
CREATE INDEX outbox_posts ON outbox (channel, kind, created_at);
COMMIT;
