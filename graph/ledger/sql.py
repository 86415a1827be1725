"""Every SQL statement of the project beside the migrations; SQLite's dialect, kept plain."""

from __future__ import annotations

# Names

ADD_NAME = "INSERT INTO name (text) VALUES (?) ON CONFLICT DO NOTHING"
NAME_ID = "SELECT id FROM name WHERE text = ?"
NAMES = "SELECT id, text FROM name"

# The head

HEAD = "SELECT coalesce(max(sequence), 0) FROM change"
MARK = "SELECT mark FROM change WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1"
ORIGIN = "SELECT mark FROM change ORDER BY sequence LIMIT 1"
CHANGES = "SELECT at, sequence FROM change ORDER BY sequence"
MOVE_HEAD = "INSERT INTO change (sequence, at, mark) VALUES (?, ?, ?)"
INVISIBLE = (
    "SELECT (SELECT count(*) FROM load WHERE committed IS NULL)"
    " + (SELECT coalesce(max(sequence), 0) > ?1 FROM fact)"
)
SWEEP_FACTS = (
    "DELETE FROM fact WHERE sequence IN"
    " (SELECT sequence FROM fact WHERE sequence > ? ORDER BY sequence DESC LIMIT ?)"
)
SWEEP_SPANS = "DELETE FROM span WHERE first > ?"
SWEEP_LOADS = "DELETE FROM load WHERE committed IS NULL"

# A load: rows gather in temp.batch, are compared with the latest fact of their key, and the new
# and changed ones become facts above the head.

BEGIN_LOAD = "INSERT INTO load (source, started) VALUES (?, ?) RETURNING id"
STAGE_TABLES = """
CREATE TEMP TABLE IF NOT EXISTS batch (
    position INTEGER PRIMARY KEY, tab INTEGER, key TEXT, cells TEXT,
    file INTEGER, row INTEGER, prior INTEGER
);
CREATE TEMP TABLE IF NOT EXISTS seen (sequence INTEGER PRIMARY KEY);
DELETE FROM batch;
DELETE FROM seen;
"""
DROP_STAGE_TABLES = "DROP TABLE IF EXISTS temp.batch; DROP TABLE IF EXISTS temp.seen;"
CLEAR_BATCH = "DELETE FROM temp.batch"
ADD_ROW = """
INSERT INTO temp.batch (position, tab, key, cells, file, row)
VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?)
"""
FIND_PRIOR = """
UPDATE temp.batch SET prior =
    (SELECT max(sequence) FROM fact
     WHERE tab = temp.batch.tab AND source = ?1 AND key = temp.batch.key)
"""
REPEATED_ROWS = """
SELECT b.position, b.tab, b.key, b.file, b.row, f.file, f.row, f.cells = b.cells
FROM temp.batch b CROSS JOIN fact f ON f.sequence = b.prior
WHERE b.prior > ?1 OR EXISTS (SELECT 1 FROM temp.seen s WHERE s.sequence = b.prior)
ORDER BY b.position
"""
DROP_ROW = "DELETE FROM temp.batch WHERE position = ?"
MARK_UNCHANGED = """
INSERT INTO temp.seen (sequence)
SELECT b.prior FROM temp.batch b CROSS JOIN fact f ON f.sequence = b.prior
WHERE f.status = 'asserted' AND f.cells = b.cells
"""
DROP_UNCHANGED = """
DELETE FROM temp.batch WHERE prior IN (SELECT sequence FROM temp.seen)
"""
COUNT_CHANGED = """
SELECT count(*) FROM temp.batch b CROSS JOIN fact f ON f.sequence = b.prior
WHERE f.status = 'asserted'
"""
STAGE_WHOLE_BATCH = """
INSERT INTO fact (sequence, load, tab, source, key, status, cells, file, row, supersedes)
SELECT ?1 + 1 + position, ?2, tab, ?3, key, 'asserted', cells, file, row, prior
FROM temp.batch ORDER BY position
"""
STAGE_WHAT_IS_LEFT = """
INSERT INTO fact (sequence, load, tab, source, key, status, cells, file, row, supersedes)
SELECT ?1 + row_number() OVER (ORDER BY position), ?2, tab, ?3, key, 'asserted', cells,
       file, row, prior
FROM temp.batch ORDER BY position
"""
STAGE_WITHDRAWALS = """
INSERT INTO fact (sequence, load, tab, source, key, status, cells, file, row, supersedes)
SELECT ?1 + row_number() OVER (ORDER BY f.sequence), ?2, f.tab, f.source, f.key, 'withdrawn',
       '{}', f.file, f.row, f.sequence
FROM (SELECT DISTINCT tab FROM span) t CROSS JOIN fact f ON f.tab = t.tab AND f.source = ?3
WHERE f.sequence <= ?4 AND f.status = 'asserted'
  AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.supersedes = f.sequence)
  AND NOT EXISTS (SELECT 1 FROM temp.seen s WHERE s.sequence = f.sequence)
ORDER BY f.sequence
"""
STAGE_SPANS = """
INSERT INTO span (tab, first, last)
SELECT tab, min(sequence), max(sequence) FROM fact WHERE sequence > ? GROUP BY tab
"""
COMMIT_LOAD = """
UPDATE load SET committed = ?2, sequence = ?3, changed = ?4, facts = ?5 WHERE id = ?1
"""
LAST_LOAD = """
SELECT facts, changed FROM load
WHERE source = ? AND committed IS NOT NULL ORDER BY id DESC LIMIT 1
"""
SOURCES = """
SELECT n.text, l.facts, l.committed, l.changed
FROM load l JOIN name n ON n.id = l.source
WHERE l.id IN (SELECT max(id) FROM load WHERE committed IS NOT NULL AND sequence <= ?
               GROUP BY source)
ORDER BY n.text
"""

# Reading

READ_FACTS = """
SELECT f.sequence, f.source, f.file, f.row, f.key, CAST(f.cells AS BLOB)
FROM span p CROSS JOIN fact f ON f.sequence BETWEEN p.first AND min(p.last, ?2)
WHERE p.tab = ?1 AND p.first <= ?2 AND +f.tab = ?1 AND f.status = 'asserted'
  AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.supersedes = f.sequence AND n.sequence <= ?2)
ORDER BY p.first, f.sequence
"""
TABLE_HEADS = """
SELECT n.text, max(h.sequence) FROM (
    SELECT tab, min(last, ?1) AS sequence FROM span WHERE first <= ?1
    UNION ALL
    SELECT tab, sequence FROM correction WHERE sequence <= ?1
) h JOIN name n ON n.id = h.tab GROUP BY n.text
"""

# Corrections

ADD_CORRECTION = """
INSERT INTO correction (sequence, tab, key, source, cells, status, adds, reason, author, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
READ_CORRECTIONS = """
SELECT sequence, key, source, cells, status, adds FROM correction
WHERE tab = ? AND sequence <= ? ORDER BY sequence
"""
LIST_CORRECTIONS = """
SELECT c.sequence, t.text, c.key, s.text, c.cells, c.status, c.reason, c.author, c.at
FROM correction c JOIN name t ON t.id = c.tab LEFT JOIN name s ON s.id = c.source
WHERE c.sequence <= ? ORDER BY c.sequence
"""
KEY_STATED = """
SELECT count(*) FROM name s JOIN fact f ON f.tab = ?1 AND f.source = s.id AND f.key = ?2
WHERE f.sequence <= ?3 AND f.status = 'asserted' AND (?4 IS NULL OR s.id = ?4)
  AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.supersedes = f.sequence AND n.sequence <= ?3)
"""
KEY_ADDED = "SELECT count(*) FROM correction WHERE tab = ? AND key = ? AND adds = 1"

# Decisions

ADD_DECISION = """
INSERT INTO decision
    (number, request, at, case_text, on_day, sequence, packs, options, verdict, author)
VALUES ((SELECT coalesce(max(number), 0) + 1 FROM decision), ?, ?, ?, ?, ?, ?, ?, ?, ?)
RETURNING number
"""
ADD_PACK_TEXT = "INSERT INTO pack_text (digest, text) VALUES (?, ?) ON CONFLICT DO NOTHING"
PACK_TEXT = "SELECT text FROM pack_text WHERE digest = ?"
DECISION_OF_REQUEST = "SELECT number FROM decision WHERE request = ?"
GET_DECISION = """
SELECT number, request, at, case_text, on_day, sequence, packs, options, verdict, author
FROM decision WHERE number = ?
"""
LIST_DECISIONS = """
SELECT number, request, at, case_text, on_day, sequence, packs, options, verdict, author
FROM decision ORDER BY number
"""

DECISIONS_OUTSIDE_DESK = """
SELECT number, request, at, case_text, on_day, sequence, packs, options, verdict, author
FROM decision
WHERE number > ? AND number <= ? AND json_extract(options, '$.trigger') IS NULL
ORDER BY number
"""
DECISION_HEAD = "SELECT coalesce(max(number), 0) FROM decision"

# The desk

ADD_EVENT = """
INSERT INTO desk_event (number, request, at, about, kind, body, author, sequence, decision)
VALUES ((SELECT coalesce(max(number), 0) + 1 FROM desk_event), ?, ?, ?, ?, ?, ?, ?, ?)
RETURNING number
"""
HAS_DESK = "SELECT count(*) FROM sqlite_schema WHERE name = 'desk_event'"
COUNT_CASES = "SELECT count(*) FROM desk_event WHERE kind = 'registered'"
EVENT_HEAD = "SELECT coalesce(max(number), 0) FROM desk_event"
LAST_EVENT_ABOUT = "SELECT coalesce(max(number), 0) FROM desk_event WHERE about = ?"
EVENT_OF_REQUEST = "SELECT number FROM desk_event WHERE request = ?"
EVENTS_BETWEEN = """
SELECT number, request, at, about, kind, body, author, sequence, decision
FROM desk_event WHERE number BETWEEN ? AND ? ORDER BY number
"""
EVENTS_ABOUT = """
SELECT number, request, at, about, kind, body, author, sequence, decision
FROM desk_event WHERE about = ? ORDER BY number
"""
LIST_EVENTS = """
SELECT number, request, at, about, kind, body, author, sequence, decision
FROM desk_event
WHERE number > ?1 AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2)))
ORDER BY number
"""

# Findings

ADD_RUN = """
INSERT INTO finding_run (number, request, at, on_day, sequence, codes, settings, author)
VALUES ((SELECT coalesce(max(number), 0) + 1 FROM finding_run), ?, ?, ?, ?, ?, ?, ?)
RETURNING number
"""
RUN_OF_REQUEST = "SELECT number FROM finding_run WHERE request = ?"
RUNS = """
SELECT number, request, at, on_day, sequence, codes, settings, author
FROM finding_run ORDER BY number
"""
ADD_FINDING = "INSERT INTO finding (run, id, code, subject, body) VALUES (?, ?, ?, ?, ?)"
FINDINGS_OF_RUN = "SELECT body FROM finding WHERE run = ? ORDER BY code, id"
HISTORY_OF_FINDING = """
SELECT r.number, r.at, r.on_day, r.sequence, f.id IS NOT NULL
FROM finding_run r LEFT JOIN finding f ON f.run = r.number AND f.id = ?1
WHERE EXISTS (SELECT 1 FROM json_each(r.codes) WHERE value = ?2)
ORDER BY r.number
"""
LAST_FINDING = "SELECT code, body FROM finding WHERE id = ? ORDER BY run DESC LIMIT 1"
ADD_FEEDBACK = """
INSERT INTO finding_feedback (number, request, at, finding, code, outcome, because, note, author)
VALUES ((SELECT coalesce(max(number), 0) + 1 FROM finding_feedback), ?, ?, ?, ?, ?, ?, ?, ?)
RETURNING number
"""
FEEDBACK_OF_REQUEST = """
SELECT number, request, at, finding, code, outcome, because, note, author
FROM finding_feedback WHERE request = ?
"""
FEEDBACK_OF_FINDING = """
SELECT number, request, at, finding, code, outcome, because, note, author
FROM finding_feedback WHERE finding = ? ORDER BY number
"""
LAST_FEEDBACK = """
SELECT number, request, at, finding, code, outcome, because, note, author
FROM finding_feedback AS f
WHERE number = (SELECT max(number) FROM finding_feedback WHERE finding = f.finding)
ORDER BY code, finding
"""

# The access log

LAST_ENTRY = "SELECT sequence, digest FROM entry ORDER BY sequence DESC LIMIT 1"
ADD_ENTRY = "INSERT INTO entry (sequence, text, previous, digest) VALUES (?, ?, ?, ?)"
ENTRIES = "SELECT sequence, text, previous, digest FROM entry ORDER BY sequence"
