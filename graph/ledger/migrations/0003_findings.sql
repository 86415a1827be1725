-- What the patterns found, run by run, and what became of it. Neither moves the fact sequence.

CREATE TABLE finding_run (
    number INTEGER PRIMARY KEY,
    request TEXT UNIQUE,
    at TEXT NOT NULL,
    on_day TEXT NOT NULL,
    sequence INTEGER NOT NULL, -- head of the facts that were looked at
    codes TEXT NOT NULL,       -- JSON list of the patterns that ran
    settings TEXT NOT NULL,    -- JSON object of parameters by pattern
    author TEXT NOT NULL
);

CREATE TABLE finding (
    run INTEGER NOT NULL REFERENCES finding_run (number),
    id TEXT NOT NULL,          -- the same for the same thing in every run
    code TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,        -- JSON object, as it was shown
    PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE INDEX finding_by_id ON finding (id, run);

CREATE TABLE finding_feedback (
    number INTEGER PRIMARY KEY,
    request TEXT UNIQUE,
    at TEXT NOT NULL,
    finding TEXT NOT NULL,
    code TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('confirmed', 'innocent', 'open')),
    because TEXT NOT NULL CHECK (because IN ('', 'need', 'identity', 'law_allows', 'data_error')),
    note TEXT NOT NULL,
    author TEXT NOT NULL
);
CREATE INDEX finding_feedback_by_id ON finding_feedback (finding, number);

CREATE TRIGGER finding_run_is_kept BEFORE DELETE ON finding_run
BEGIN SELECT raise(ABORT, 'a run of patterns is never deleted'); END;
CREATE TRIGGER finding_run_is_fixed BEFORE UPDATE ON finding_run
BEGIN SELECT raise(ABORT, 'a run of patterns is never changed'); END;
CREATE TRIGGER finding_is_kept BEFORE DELETE ON finding
BEGIN SELECT raise(ABORT, 'a finding is never deleted'); END;
CREATE TRIGGER finding_is_fixed BEFORE UPDATE ON finding
BEGIN SELECT raise(ABORT, 'a finding is never changed'); END;
CREATE TRIGGER feedback_is_kept BEFORE DELETE ON finding_feedback
BEGIN SELECT raise(ABORT, 'feedback is never deleted'); END;
CREATE TRIGGER feedback_is_fixed BEFORE UPDATE ON finding_feedback
BEGIN SELECT raise(ABORT, 'feedback is never changed'); END;
