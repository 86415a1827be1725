"""The patterns' expressions on Spark: the same findings as on DuckDB."""

import gc
import json
import signal
import warnings

import ibis
import pytest
from pyspark import SparkContext
from pyspark.sql import SparkSession

from graph.findings import as_json
from graph.model import day_of
from graph.patterns import PATTERNS
from graph.patterns.facts import Facts
from graph.patterns.run import run_patterns
from tests.patterns import pages
from tests.patterns.made_facts import made_facts

pytestmark = [
    pytest.mark.slow,
    # Spark 4.0 uses what pandas 3 deprecates, and leaves sockets to the collector.
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]
NOT_ON_SPARK = ()
"""Patterns that Ibis cannot run on Spark, each with the error that says why."""
QUICK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.default.parallelism": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.session.timeZone": "UTC",
}
CODES = tuple(pattern.code for pattern in PATTERNS)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    settings = QUICK | {
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    before = signal.getsignal(signal.SIGINT)
    session = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield ibis.pyspark.connect(session)
    signal.signal(signal.SIGINT, before)  # Spark takes it for good
    gateway = SparkContext._gateway
    session.stop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait(timeout=30)
        SparkContext._gateway = SparkContext._jvm = None
        del gateway, session
        gc.collect()


def _found(facts, pattern, params):
    (ran,) = run_patterns(facts, (pattern,), {pattern.code: params})
    return [json.dumps(as_json(one), ensure_ascii=False) for one in ran.result.findings], ran


@pytest.mark.parametrize("pattern", PATTERNS, ids=CODES)
def test_findings_on_spark_are_those_on_duckdb(spark, pattern):
    _, tables, params, expected = next(
        shown for shown in pages.demonstrations_of(pattern.code) if shown[-1]
    )
    on = params.pop("on", "2026-09-30")
    here = made_facts(tables, on)
    there = Facts(here.snapshot, day_of(on), connection=spark)
    found, ran = _found(here, pattern, params)
    assert len(found) == len(expected)
    if pattern.code in dict(NOT_ON_SPARK):
        with pytest.raises(dict(NOT_ON_SPARK)[pattern.code]):
            _found(there, pattern, params)
        return
    same, other = _found(there, pattern, params)
    assert same == found
    assert other.result.tested == ran.result.tested
    assert other.result.not_tested == ran.result.not_tested
