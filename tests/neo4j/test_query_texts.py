"""No text of a stranger can become Cypher: shown on the source code itself.

Three things together hold it: the driver is used in one module, which runs nothing but a `Query`;
a `Query` is made in one module, from files and `Part`s; a `Part`'s members are written out.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEARCHED = ("graph/neo4j", "graph/projection", "loaders", "api")
MODULES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for folder in SEARCHED
    for path in sorted((ROOT / folder).rglob("*.py"))
}
TEXTS, SESSION = "graph/neo4j/texts.py", "graph/neo4j/session.py"
DRIVER_USERS = {SESSION, "graph/neo4j/failures.py"}
DRIVERS = {"run", "execute_query"}
RUNNERS = DRIVERS | {"read", "write", "run_alone", "stream"}
"""Files are read and written too: the second half counts where a graph is at hand."""
GRAPH = "from graph.neo4j.session import Graph\n"
CLOSED_SOURCES = {"NodeKind", "EdgeKind"}
"""Enums of the project that a `Part` may be made of."""


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_of(node):
    """`a.b.c` of a call's function, its last word for anything longer."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def is_built(node):
    """Whether an expression puts a text together."""
    built = (ast.JoinedStr, ast.BinOp)
    methods = {"format", "join", "replace", "format_map", "substitute"}
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in methods
    return isinstance(node, built)


def imports_driver(node):
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] == "neo4j" for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.level == 0 and (node.module or "").split(".")[0] == "neo4j"
    return False


def built_texts(tree):
    """Calls that hand a text put together on the spot to something that runs it."""
    runners = RUNNERS if knows_graphs(tree) else DRIVERS
    return [
        ast.unparse(call)
        for call in calls(tree)
        if name_of(call.func) in runners and call.args and is_built(call.args[0])
    ]


def knows_graphs(tree):
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return bool({"graph.neo4j.session", "graph.neo4j.texts"} & set(modules))


def is_imported(tree, name):
    """Whether a module has the name from another library."""
    return any(
        isinstance(node, ast.ImportFrom)
        and not str(node.module).startswith("graph.neo4j")
        and name in {alias.asname or alias.name for alias in node.names}
        for node in tree.body
    )


def is_defined(tree, name):
    """Whether a module has a class of its own by the name, derived from nothing."""
    return any(
        isinstance(node, ast.ClassDef) and node.name == name and not node.bases
        for node in tree.body
    )


def open_parts(tree):
    """Members of `Part`s that are not written out as plain strings."""
    found = []
    if is_imported(tree, "Part") or is_defined(tree, "Part"):
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and "Part" in {name_of(base) for base in node.bases}:
            found += [ast.unparse(line) for line in node.body if not is_closed(line)]
        elif isinstance(node, ast.Call) and name_of(node.func) == "Part":
            names = {name_of(inner) for inner in ast.walk(node)}
            if not (isinstance(node.args[0], ast.Constant) and names & CLOSED_SOURCES):
                found.append(ast.unparse(node))
    return found


def is_closed(line):
    if isinstance(line, (ast.Assign, ast.AnnAssign, ast.Expr)):
        return isinstance(line.value, ast.Constant)
    return isinstance(line, (ast.FunctionDef, ast.Pass))


def query_makers(tree):
    """Calls that construct our Query, or reach behind it."""
    theirs = is_imported(tree, "Query")
    return [
        ast.unparse(call)
        for call in calls(tree)
        if (isinstance(call.func, ast.Name) and call.func.id == "Query" and not theirs)
        or name_of(call.func) in {"__new__", "__setattr__"}
    ]


@pytest.mark.parametrize("name", MODULES)
def test_no_text_is_put_together_where_it_is_run(name):
    assert built_texts(MODULES[name]) == []


@pytest.mark.parametrize("name", MODULES)
def test_parts_are_written_out(name):
    assert open_parts(MODULES[name]) == []


def test_the_driver_is_used_in_one_place():
    found = {
        name for name, tree in MODULES.items() if any(imports_driver(n) for n in ast.walk(tree))
    }
    assert found == DRIVER_USERS


def test_queries_are_made_in_one_place():
    assert {name for name, tree in MODULES.items() if query_makers(tree)} == {TEXTS}
    secrets = {
        name
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and name_of(node) == "_MAKER"
    }
    assert secrets == {TEXTS}


def test_the_session_runs_nothing_but_the_text_of_a_query():
    """Each run of the driver takes `query.text`, in a function that has required a Query."""
    tree = MODULES[SESSION]
    seen = 0
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        own = [call for call in calls(function) if name_of(call.func) in RUNNERS - {"read"}]
        for call in own:
            taken = ast.unparse(call.args[0])
            if taken in {"query.text", "text"}:
                first = ast.unparse(function.body[1])  # after the docstring
                assert first == "_require_query(query)", function.name
                seen += 1
            else:
                assert taken == "query", ast.unparse(call)
    texts = [c for c in calls(tree) if ast.unparse(c.func) == "neo4j.Query"]
    assert [ast.unparse(call.args[0]) for call in texts] == ["query.text"] * 2
    assert seen == 3


@pytest.mark.parametrize(
    ("code", "finds"),
    [
        (f"{GRAPH}graph.read(f'MATCH (n:{{label}})')", built_texts),
        (f"{GRAPH}graph.write('MATCH (n:' + label + ')')", built_texts),
        ("tx.run('MATCH (n:' + label + ')')", built_texts),
        ("tx.run('MATCH (n:%s)' % label)", built_texts),
        ("session.run('MATCH (n:{})'.format(label))", built_texts),
        ("driver.execute_query(' '.join(words))", built_texts),
        ("class Bad(Part):\n    X = label", open_parts),
        ("class Bad(Part):\n    X = f'{label}'", open_parts),
        ("Part('Bad', {given: given})", open_parts),
        ("Part(name, {kind.name: kind.name for kind in NodeKind})", open_parts),
        ("Query('x', text, maker=None)", query_makers),
        ("object.__setattr__(query, 'text', text)", query_makers),
        ("import neo4j", lambda tree: [n for n in ast.walk(tree) if imports_driver(n)]),
        ("from neo4j.graph import Node", lambda t: [n for n in ast.walk(t) if imports_driver(n)]),
    ],
)
def test_these_searches_find_what_they_look_for(code, finds):
    assert finds(ast.parse(code))


def test_a_closed_enum_of_the_project_may_become_parts():
    assert open_parts(ast.parse("Part('Label', {k.name: k.name for k in NodeKind})")) == []
