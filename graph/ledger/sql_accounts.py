"""The SQL of the list of accounts."""

ACCOUNTS = """
SELECT number, login, name, password, subject, person, unit, roles, places, is_active
FROM account ORDER BY login
"""
ACCOUNT_OF_LOGIN = """
SELECT number, login, name, password, subject, person, unit, roles, places, is_active
FROM account WHERE login = ?
"""
ACCOUNT_OF_SUBJECT = """
SELECT number, login, name, password, subject, person, unit, roles, places, is_active
FROM account WHERE subject = ?
"""
PUT_ACCOUNT = """
INSERT INTO account
    (login, name, password, subject, person, unit, roles, places, is_active, changed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (login) DO UPDATE SET
    name = excluded.name, password = excluded.password, subject = excluded.subject,
    person = excluded.person, unit = excluded.unit, roles = excluded.roles,
    places = excluded.places, is_active = excluded.is_active, changed = excluded.changed
"""

BEGIN_SESSION = "INSERT INTO session (digest, account, began, seen) VALUES (?, ?, ?, ?)"
ACCOUNT_OF_SESSION = """
SELECT a.number, a.login, a.name, a.password, a.subject, a.person, a.unit, a.roles, a.places,
       a.is_active, s.began, s.seen
FROM session s JOIN account a ON a.number = s.account
WHERE s.digest = ?
"""
SEE_SESSION = "UPDATE session SET seen = ? WHERE digest = ?"
END_SESSION = "DELETE FROM session WHERE digest = ?"
END_SESSIONS_OF = "DELETE FROM session WHERE account = (SELECT number FROM account WHERE login = ?)"
SWEEP_SESSIONS = "DELETE FROM session WHERE seen < ? OR began < ?"

FAILED_LOGIN = "SELECT count, last FROM failed_login WHERE login = ?"
FAIL_LOGIN = """
INSERT INTO failed_login (login, count, last) VALUES (?1, 1, ?2)
ON CONFLICT (login) DO UPDATE SET count = count + 1, last = ?2
"""
FORGIVE_LOGIN = "DELETE FROM failed_login WHERE login = ?"

AUTHORIZE = """
INSERT INTO authorization (account, persons, reason, granted_by, at, until)
VALUES ((SELECT number FROM account WHERE login = ?), ?, ?, ?, ?, ?) RETURNING number
"""
AUTHORIZATIONS = """
SELECT z.number, a.login, z.persons, z.reason, z.granted_by, z.at, z.until
FROM authorization z JOIN account a ON a.number = z.account
WHERE ?1 IS NULL OR a.login = ?1 ORDER BY z.number
"""
AUTHORIZATION = """
SELECT z.persons, z.until FROM authorization z JOIN account a ON a.number = z.account
WHERE a.login = ? AND CAST(z.number AS TEXT) = ?
"""

ANSWER_OF_KEY = "SELECT digest, status, body FROM answered WHERE account = ? AND key = ?"
KEEP_ANSWER = """
INSERT INTO answered (account, key, digest, status, body, at) VALUES (?, ?, ?, ?, ?, ?)
"""
SWEEP_ANSWERS = "DELETE FROM answered WHERE at < ?"

ADD_JOB = """
INSERT INTO job (id, account, kind, asked, state, done, message, result, began, changed)
VALUES (?, ?, ?, ?, 'waiting', 0, '', NULL, ?, ?)
"""
JOB = """
SELECT id, account, kind, asked, state, done, message, result, began, changed
FROM job WHERE id = ?
"""
JOBS_OF = """
SELECT id, account, kind, asked, state, done, message, result, began, changed
FROM job WHERE account = ? ORDER BY began DESC LIMIT 100
"""
UNFINISHED_JOBS = """
SELECT id, account, kind, asked, state, done, message, result, began, changed
FROM job WHERE state IN ('waiting', 'running') ORDER BY began
"""
MOVE_JOB = "UPDATE job SET state = ?, done = ?, message = ?, result = ?, changed = ? WHERE id = ?"

PUT_VIEW = """
INSERT INTO saved_view (id, account, title, body, readers, began, changed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
ON CONFLICT (id) DO UPDATE SET
    title = excluded.title, body = excluded.body, readers = excluded.readers,
    changed = excluded.changed
WHERE saved_view.account = excluded.account
"""
VIEW = """
SELECT v.id, a.login, v.title, v.body, v.readers, v.began, v.changed
FROM saved_view v JOIN account a ON a.number = v.account WHERE v.id = ?
"""
VIEWS_OF = """
SELECT v.id, a.login, v.title, v.body, v.readers, v.began, v.changed
FROM saved_view v JOIN account a ON a.number = v.account
WHERE a.login = ?1 OR EXISTS (SELECT 1 FROM json_each(v.readers) WHERE value = ?1)
ORDER BY v.changed DESC
"""
DROP_VIEW = """
DELETE FROM saved_view WHERE id = ? AND account = (SELECT number FROM account WHERE login = ?)
"""
