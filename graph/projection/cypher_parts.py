"""The closed parts that circles become in Cypher; no stranger's value or name is among them."""

from __future__ import annotations

from graph.neo4j.texts import Part


class Name(Part):
    """People, ties and states of a path from the person asked about; shapes have up to 12 steps."""

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
    S0 = "s0"
    S1 = "s1"
    S2 = "s2"
    S3 = "s3"
    S4 = "s4"
    S5 = "s5"
    S6 = "s6"
    S7 = "s7"
    S8 = "s8"
    S9 = "s9"
    S10 = "s10"
    S11 = "s11"
    S12 = "s12"


class Word(Part):
    """What stands between the names."""

    EACH = "UNWIND $asked.rows AS row MATCH (n0:Person {id: row.ego})"
    WITH_STATE = "WITH n0, row, 0 AS s0"
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
    ANY_TO = ":PARENT|SPOUSE]-("
    WHERE = ") WHERE"
    IF = "WHERE"
    AND = "AND"
    STARTS = ".start <= $on AND $on <"
    ENDS = ".end"
    LAWFUL = ".standing = 0"
    DIFFERS = "<>"
    COMMA = ","
    WITH = "WITH"
    WITH_ALL = "WITH *"
    NEXT = "WITH *, $asked.steps["
    BY_TYPE = "][CASE WHEN type("
    BY_SIDE = ") = 'SPOUSE' THEN 2 WHEN startNode("
    FROM = ") ="
    AS_STATE = "THEN 0 ELSE 1 END] AS"
    IS_ONE = ">= 0"
    ENDS_IN = "$asked.ends["
    GOES_ON = "$asked.goes_on["
    CLOSE = "]"
    NAMED = ":Person"
    RETURN = "RETURN"
    AS_KIN = "AS kin"
    PATH = ", ["
    PATH_END = "] AS path, null AS low"
    GIVE_KIN = "RETURN kin"
    GIVE_PATHS = "RETURN kin, path, low"


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
    UP_PATH = (
        "WITH n0 WHERE $asked.up"
        " MATCH (n0)-[line:PARENT*1..]->(kin:Person) WHERE all(tie IN line WHERE"
        " tie.start <= $on AND $on < tie.end)"
        " WITH DISTINCT n0, kin WHERE kin <> n0 RETURN kin, [] AS path, n0 AS low"
    )
    DOWN_PATH = (
        "WITH n0 WHERE $asked.down"
        " MATCH (n0)<-[line:PARENT*1..]-(kin:Person) WHERE all(tie IN line WHERE"
        " tie.start <= $on AND $on < tie.end)"
        " WITH DISTINCT n0, kin WHERE kin <> n0 RETURN kin, [] AS path, kin AS low"
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
        "WITH row, kin, path, low WHERE row.others[kin.id]"
        " WITH row, kin, path, low LIMIT $most"
        " RETURN row.ego AS ego,"
        " collect([kin.id, [node IN path | elementId(node)], elementId(low)]) AS found"
    )
