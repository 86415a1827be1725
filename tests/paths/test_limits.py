"""Hubs, cliques and interrupts: an answer within two seconds, and what was left out is named."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time

import numpy as np
import pytest

from bench.made_snapshot import MadeSnapshot
from graph.paths.arrays import path_graph_of
from graph.paths.connect import Ends, State, connect
from graph.paths.kernels.search import search
from graph.paths.search import Limits, beside, best_paths, interruptible, nothing_kept
from graph.paths.tables import way_slots
from tests.paths.worlds import ON


def people(count):
    return [{"id": f"P{number:05}", "name": f"人{number}"} for number in range(count)]


def friends(pairs):
    return [
        {"person": f"P{one:05}", "other": f"P{other:05}", "kind": "friend"} for one, other in pairs
    ]


def clique(count):
    return MadeSnapshot.of_rows(
        people=people(count), ties=friends(itertools.combinations(range(count), 2))
    )


def connected(snapshot, one, other, **more):
    ends = (Ends(asked=name, nodes=(snapshot.ties.index(name),)) for name in (one, other))
    return connect(snapshot, *ends, day=ON, **more)


@pytest.fixture(scope="module")
def star():
    """Ten thousand friends of one person, and two chains beyond two of them."""
    spokes = [(0, number) for number in range(1, 10_001)]
    return MadeSnapshot.of_rows(
        people=people(10_005),
        ties=friends([*spokes, (1, 10_001), (2, 10_002), (10_001, 10_003), (10_002, 10_004)]),
    )


@pytest.mark.parametrize("hops", [4, 6])
def test_a_clique_of_forty_is_answered_in_time(hops):
    snapshot = clique(40)
    connected(snapshot, "P00000", "P00001", with_sample=False)  # kernels compiled
    begin = time.process_time()
    found = connected(snapshot, "P00000", "P00001", limits=Limits(hops=hops), with_sample=False)
    assert time.process_time() - begin < 2.0
    assert found.state is State.FOUND
    assert [round(path.strength, 6) for path in found.paths] == [0.8, *[0.64] * 4]
    assert [path.length for path in found.paths] == [1, 2, 2, 2, 2]


def test_a_hub_of_ten_thousand_is_met_but_not_passed(star):
    begin = time.process_time()
    found = connected(star, "P00001", "P00002", with_sample=False)
    assert time.process_time() - begin < 2.0
    assert [path.nodes for path in found.paths] == [(1, 0, 2)]
    assert found.state is State.FOUND_CUT
    assert [(cut.node, cut.neighbours) for cut in found.outcome.cuts] == [(0, 10_000)]
    assert found.outcome.cuts[0].at_most == pytest.approx(0.8)


def test_a_hub_as_an_end_is_searched_from(star):
    begin = time.process_time()
    found = connected(star, "P00000", "P10003", with_sample=False)
    assert time.process_time() - begin < 2.0
    assert found.state is State.FOUND
    assert [path.nodes for path in found.paths] == [(0, 1, 10_001, 10_003)]


def test_a_hub_is_passed_where_both_sides_reach_it(star):
    found = connected(star, "P10001", "P10002", with_sample=False)
    assert [path.nodes for path in found.paths] == [(10_001, 1, 0, 2, 10_002)]


def test_behind_a_hub_the_answer_is_incomplete_not_none(star):
    ends = ("P00001", "P10004")  # four hops, of which the second leaves the hub
    found = connected(star, *ends, with_sample=False)
    assert found.paths == ()
    assert found.state is State.INCOMPLETE
    assert [cut.node for cut in found.outcome.cuts] == [0]
    wide = connected(star, *ends, limits=Limits(hub=20_000), with_sample=False)
    assert wide.state is State.FOUND
    assert [path.nodes for path in wide.paths] == [(1, 0, 2, 10_002, 10_004)]


def test_nothing_within_the_hops_is_none_where_nothing_was_cut(star):
    found = connected(star, "P10003", "P10004", with_sample=False)
    assert found.state is State.NONE


def test_room_that_runs_out_is_told(star):
    found = connected(star, "P00000", "P10003", limits=Limits(half_paths=50), with_sample=False)
    assert found.outcome.is_exhausted
    assert found.state in (State.FOUND_CUT, State.INCOMPLETE)


@pytest.fixture(scope="module")
def maze():
    """The arrays of a clique of sixty, which thirty thousand paths take minutes to be found in."""
    graph = path_graph_of(clique(60))
    best_paths(graph, [0], [1], day=ON)
    return graph


def endless(graph, seconds):
    limits = Limits(hops=6, seconds=seconds, half_paths=10**9)
    return best_paths(graph, [0], [1], day=ON, count=30_000, limits=limits, distinct=False)


def test_time_that_runs_out_is_told(maze):
    begin = time.monotonic()
    found = endless(maze, 0.2)
    assert found.is_exhausted
    assert found.paths
    assert time.monotonic() - begin < 30.0


@pytest.fixture
def heard():
    """Hear interrupts as a command does, whatever the tests before have put in the way."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_an_interrupt_ends_a_long_search(maze):
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        endless(maze, 600.0)
    assert time.monotonic() - begin < 10.0


def test_a_kernel_told_to_stop_does_next_to_nothing(maze):
    ends = np.array([0], np.int64), np.array([1], np.int64)
    given = (ON, (6, 2_000, 10**9, 30_000, 10**9), 0, (False, False), *nothing_kept())
    begin = time.process_time()
    search(maze.slots, way_slots(None), *ends, *given, np.ones(1, np.int64))
    assert time.process_time() - begin < 0.5


def test_what_a_kernel_gives_comes_back_from_its_thread():
    assert beside(lambda stop: int(stop[0]), 5.0) == 0


def test_a_small_search_needs_no_thread_and_a_large_one_gets_all_its_room():
    rooms = []

    def run(room, stop):
        rooms.append((room, threading.current_thread() is threading.main_thread()))
        return room

    assert interruptible(run, lambda room: room < 10**6, 10**6, 5.0) == 10**6
    assert [is_main for _, is_main in rooms] == [True, False]
    assert rooms[0][0] < rooms[1][0] == 10**6
    assert interruptible(run, lambda room: True, 10, 5.0) == 10
