-- What happens to a case after it has arrived. An event is only ever added; a case is the fold of
-- its events, and moves no fact sequence.

CREATE TABLE desk_event (
    number INTEGER PRIMARY KEY,
    request TEXT UNIQUE,       -- the same request is the same event, however often it is sent
    at TEXT NOT NULL,
    about TEXT NOT NULL,       -- a case, a batch of assignments or a list
    kind TEXT NOT NULL,
    body TEXT NOT NULL,        -- JSON object, its names sorted
    author TEXT NOT NULL,
    sequence INTEGER NOT NULL, -- head of the facts that its author saw
    decision INTEGER REFERENCES decision (number)
);
CREATE INDEX desk_event_about ON desk_event (about, number);
CREATE INDEX desk_event_decision ON desk_event (decision) WHERE decision IS NOT NULL;

CREATE TRIGGER desk_event_is_kept BEFORE DELETE ON desk_event
BEGIN SELECT raise(ABORT, 'an event of the desk is never deleted'); END;
CREATE TRIGGER desk_event_is_fixed BEFORE UPDATE ON desk_event
BEGIN SELECT raise(ABORT, 'an event of the desk is never changed'); END;
