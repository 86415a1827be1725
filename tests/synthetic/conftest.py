"""A small made county, written once."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.synthetic import County, Options, Summary, make_county, write_county
from tests.synthetic import truth_files
from tests.synthetic.truth_files import Written

PERSONS = 3_000
Read = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="session")
def county() -> County:
    return make_county(PERSONS, seed=7)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return write_county(tmp_path_factory.mktemp("county") / "made", PERSONS, 7)


@pytest.fixture(scope="session")
def read(written: Summary) -> Read:
    def rows(table: str) -> list[dict[str, str]]:
        return rows_of(written.folder / f"{table}.csv")

    return rows


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return _truth(tmp_path_factory, "planted", Options())


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return _truth(tmp_path_factory, "twin", Options(twin=True))


def _truth(factory: pytest.TempPathFactory, name: str, options: Options) -> Written:
    folder = factory.mktemp("truth") / name
    write_county(folder, truth_files.PERSONS, truth_files.SEED, options=options)
    return Written(folder)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
