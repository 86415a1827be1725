-- Who may work with the service: accounts, sessions, authorizations, and what writes have been
-- answered. Facts, cases and findings lie in the ledger; nothing here is evidence.

CREATE TABLE account (
    number INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password TEXT NOT NULL,    -- Argon2id; blank: only through the identity provider
    subject TEXT UNIQUE,       -- issuer and subject at the identity provider
    person TEXT NOT NULL,      -- id in the ledger, blank where he is not in it
    unit TEXT NOT NULL,
    roles TEXT NOT NULL,       -- JSON list
    places TEXT NOT NULL,      -- JSON list of places he is competent for; empty: all
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    changed TEXT NOT NULL
);

CREATE TABLE session (
    digest TEXT PRIMARY KEY,   -- SHA-256 of the token, which only the browser holds
    account INTEGER NOT NULL REFERENCES account (number),
    began REAL NOT NULL,       -- seconds since 1970
    seen REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE failed_login (
    login TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    last REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE authorization (
    number INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (number),
    persons TEXT NOT NULL,     -- JSON list of people it opens
    reason TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    at TEXT NOT NULL,
    until TEXT NOT NULL        -- last day
);

CREATE TABLE answered (        -- a write sent twice is done once
    key TEXT NOT NULL,
    account INTEGER NOT NULL,
    digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    body BLOB NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (number),
    kind TEXT NOT NULL,
    asked TEXT NOT NULL,       -- JSON object
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    done INTEGER NOT NULL,
    message TEXT NOT NULL,
    result TEXT,               -- JSON
    began TEXT NOT NULL,
    changed TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE saved_view (
    id TEXT PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (number),
    title TEXT NOT NULL,
    body TEXT NOT NULL,        -- JSON object
    readers TEXT NOT NULL,     -- JSON list of logins
    began TEXT NOT NULL,
    changed TEXT NOT NULL
) WITHOUT ROWID;
