"""The closed parts that circles become in Cypher; no stranger's value or name is among them."""

from __future__ import annotations

from graph.neo4j.texts import Part


class Name(Part):
    """Persons and ties of a path, from the person asked about; no shape has more than 12 steps."""

    N0 = "n0"
    N1 = "n1"
    N2 = "n2"
    N3 = "n3"
    N4 = "n4"
    N5 = "n5"
    N6 = "n6"
    N7 = "n7"
    N8 = "n8"
    N9 = "n9"
    N10 = "n10"
    N11 = "n11"
    N12 = "n12"
    R1 = "r1"
    R2 = "r2"
    R3 = "r3"
    R4 = "r4"
    R5 = "r5"
    R6 = "r6"
    R7 = "r7"
    R8 = "r8"
    R9 = "r9"
    R10 = "r10"
    R11 = "r11"
    R12 = "r12"


class Word(Part):
    """What stands between the names."""

    EACH = "UNWIND $asked.rows AS row MATCH (n0:Person {id: row.ego})"
    CALL = "CALL ("
    BEGIN = ") {"
    END = "}"
    OR = "UNION ALL"
    MATCH = "MATCH ("
    UP = ")-["
    UP_TO = ":PARENT]->("
    DOWN = ")<-["
    DOWN_TO = ":PARENT]-("
    ACROSS = ") -["
    ACROSS_TO = ":SPOUSE]-("
    WHERE = ") WHERE"
    IF = "WHERE"
    AND = "AND"
    STARTS = ".start <= $on AND $on <"
    ENDS = ".end"
    LAWFUL = ".standing = 0"
    DIFFERS = "<>"
    COMMA = ","
    WITH = "WITH"
    ROW = "row"
    NAMED = ":Person"
    WANTED_FROM = "row.others["
    WANTED = ".id]"
    RETURN = "RETURN"
    AS_KIN = "AS kin"
    TIES = ", ["
    TIES_END = "] AS ties, null AS low"
    GIVE_KIN = "RETURN kin"
    GIVE_PATHS = "RETURN kin, ties, low"


class Line(Part):
    """The lines of unbounded depth: each relative once, by any path in force on the day."""

    UP = (
        "MATCH (n0)-[line:PARENT*1..]->(kin:Person) WHERE all(tie IN line WHERE"
        " tie.standing = 0 AND tie.start <= $on AND $on < tie.end)"
        " WITH DISTINCT n0, kin WHERE kin <> n0 RETURN kin"
    )
    DOWN = (
        "MATCH (n0)<-[line:PARENT*1..]-(kin:Person) WHERE all(tie IN line WHERE"
        " tie.standing = 0 AND tie.start <= $on AND $on < tie.end)"
        " WITH DISTINCT n0, kin WHERE kin <> n0 RETURN kin"
    )
    UP_WANTED = (
        "MATCH (n0)-[line:PARENT*1..]->(kin:Person) WHERE all(tie IN line WHERE"
        " tie.start <= $on AND $on < tie.end)"
        " WITH DISTINCT n0, row, kin WHERE kin <> n0 AND row.others[kin.id]"
        " RETURN kin, [] AS ties, n0.id AS low"
    )
    DOWN_WANTED = (
        "MATCH (n0)<-[line:PARENT*1..]-(kin:Person) WHERE all(tie IN line WHERE"
        " tie.start <= $on AND $on < tie.end)"
        " WITH DISTINCT n0, row, kin WHERE kin <> n0 AND row.others[kin.id]"
        " RETURN kin, [] AS ties, kin.id AS low"
    )


class Support(Part):
    """Recorded support and guardianship, which some circles count as kinship."""

    KIN = "MATCH (n0)-[tie:KIN {supported: true}]-(kin:Person) WHERE kin <> n0 RETURN kin"
    GUARDIAN = (
        "MATCH (n0)-[tie:GUARDIAN]-(kin:Person)"
        " WHERE tie.start <= $on AND $on < tie.end AND kin <> n0 RETURN kin"
    )


class Answer(Part):
    """What is told of all paths."""

    KIN = "RETURN row.ego AS ego, collect(DISTINCT kin.id) AS kin"
    PATHS = (
        "WITH row, kin, ties, low LIMIT $most"
        " RETURN row.ego AS ego,"
        " collect([kin.id, [tie IN ties | elementId(tie)], low]) AS found"
    )
