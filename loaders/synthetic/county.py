"""Make a county and write it: a folder of canonical tables, its cases, and a note saying so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders.synthetic.arrays import Ints, ints
from loaders.synthetic.asserted_rows import asserted_rows
from loaders.synthetic.business import add_business, grown_up, make_business
from loaders.synthetic.cases import Casting, write_cases
from loaders.synthetic.elections import Election, make_election, write_election
from loaders.synthetic.ground import Ground, choose_ground
from loaders.synthetic.households import Households, make_households
from loaders.synthetic.id_noise import with_noise
from loaders.synthetic.kin_rows import (
    Known,
    adoption_rows,
    known_parents,
    marriage_rows,
    parent_rows,
    step_rows,
)
from loaders.synthetic.kinfolk import widest_kin
from loaders.synthetic.money_tables import add_money
from loaders.synthetic.names import names_of as _names
from loaders.synthetic.officials import declaration_rows, handler_rows, tie_rows
from loaders.synthetic.organisations import Organisations, make_organisations
from loaders.synthetic.population import Population, make_population
from loaders.synthetic.posts import Candidates, Post, make_posts
from loaders.synthetic.posts_apart import keep_kin_apart
from loaders.synthetic.registers import people_table, person_ids, place_table
from loaders.synthetic.scene import make_scene
from loaders.synthetic.schooling import army_rows, class_rows, party_school_rows
from loaders.synthetic.sheets import Sheets
from loaders.synthetic.truth import Options, Truth
from loaders.synthetic.village_roles import replaced_heads, single_surname_villages, village_roles
from loaders.synthetic.welfare import add_welfare

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

LEAST = 2_000
"""Fewer people would leave villages without anyone to hold a post."""
MOST = 9_999_999
"""Ids of persons have seven digits."""
Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class County:
    """A made county before it is written."""

    seed: int
    ground: Ground
    population: Population
    households: Households
    organisations: Organisations
    posts: list[Post]
    ids: pa.Array
    """Ids of persons by index."""
    casting: Casting
    """The people of the cases, beside the population."""
    roles: Mapping[str, tuple[int, ...]]
    """What the villages show, see loaders.synthetic.village_roles."""
    options: Options

    @cached_property
    def election(self) -> Election:
        """Candidates for the villages' bodies, and the records of some."""
        return make_election(self)

    @cached_property
    def known(self) -> Known:
        """Whose parents are in the registers."""
        by_village = "missing_parents" not in self.options.without
        return known_parents(self.population, self.seed, by_village=by_village)

    @property
    def officials(self) -> Ints:
        """Indices of all who hold or held a post."""
        return ints(sorted({post.person for post in self.posts}))

    def truth(self) -> Truth:
        """Return an answer key with nothing in it yet."""
        persons = len(self.population.persons) + len(self.casting.people)
        return Truth(seed=self.seed, persons=persons, options=self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was written: the folder, rows by table, and the cases."""

    folder: Path
    persons: int
    seed: int
    counties: tuple[str, ...]
    rows: dict[str, int]
    cases: tuple[str, ...]


def write_county(
    folder: Path,
    persons: int = 30_000,
    seed: int = 1,
    progress: Progress | None = None,
    *,
    county: str | None = None,
    options: Options | None = None,
) -> Summary:
    """Make a county and write it into the folder; equal arguments give equal bytes.

    Raises:
        InputError: too few or too many persons, an unknown county, or a folder with other files.
    """
    tell = progress or _silent
    _check_folder(folder)
    made = make_county(persons, seed, county, progress, options=options)
    truth = made.truth()
    sheets = gather(made, tell, truth)
    tell("write")
    folder.mkdir(parents=True, exist_ok=True)
    rows = sheets.write(folder)
    cases = write_cases(folder / "cases", made.casting)
    write_election(folder / "lists", made, made.election, names_of(made))
    truth.write(folder / "truth")
    (folder / "MADE-UP.txt").write_text(_notice(persons, seed, made.ground), encoding="utf-8")
    return Summary(
        folder=folder,
        persons=persons,
        seed=seed,
        counties=tuple(c.name for c in made.ground.counties),
        rows=rows,
        cases=tuple(cases),
    )


def make_county(
    persons: int,
    seed: int,
    county: str | None = None,
    progress: Progress | None = None,
    *,
    options: Options | None = None,
) -> County:
    """Return a made county of exactly `persons` people, those of the cases among them."""
    tell = progress or _silent
    if not LEAST <= persons <= MOST:
        raise InputError(f"{persons} persons: a county is made of {LEAST} to {MOST}")
    ground = choose_ground(persons, county)
    tell("people")
    organisations = make_organisations(ground, persons, seed)
    casting = Casting(ground, organisations)
    wanted = options or Options()
    villages = len(ground.villages)
    single = single_surname_villages(villages)
    population = make_population(
        persons - len(casting.people),
        villages,
        seed,
        single=() if "single_surname_village" in wanted.without else single,
    )
    tell("households and posts")
    households = make_households(population, seed)
    candidates = Candidates(population, ground, seed)
    roles = village_roles(villages, casting.village, seed)
    replaced = replaced_heads(roles)
    drawn = make_posts(
        ground, organisations, candidates, without=casting.village, replaced=replaced
    )
    posts = keep_kin_apart(drawn, candidates, population, widest_kin(population))
    return County(
        seed=seed,
        ground=ground,
        population=population,
        households=households,
        organisations=organisations,
        posts=posts,
        ids=person_ids(len(population.persons)),
        casting=casting,
        roles=roles,
        options=wanted,
    )


def gather(county: County, tell: Progress, truth: Truth | None = None) -> Sheets:
    """Return the county's canonical tables; what is planted in them is noted in `truth`."""
    sheets, truth = Sheets(), truth or county.truth()
    tell("registers")
    where = (county.population, county.households, county.ground)
    sheets.add("places", place_table(*where))
    sheets.add_rows(
        "zones",
        [{"zone": z, "place": t.code, "name": n} for z, n, t in county.ground.zones()],
    )
    tell("kin")
    _add_kin(sheets, county)
    tell("organisations")
    _add_organisations(sheets, county)
    sheets.add_rows("records", county.election.records)
    trade = make_business(county, truth)
    add_business(sheets, trade, truth)
    tell("benefits")
    people = people_table(*where, county.ids, county.seed)
    dealings = add_welfare(sheets, make_scene(county, truth, people, sheets))
    sheets.add("people", with_noise(people, dealings))
    tell("payments")
    add_money(sheets, trade, truth, sheets.tables()["benefits"])
    for name, rows in county.casting.tables().items():
        sheets.add_rows(name, rows)
    return sheets


def _add_kin(sheets: Sheets, county: County) -> None:
    population, seed, known = county.population, county.seed, county.known
    for rows in (
        *parent_rows(population, known, seed),
        *marriage_rows(population, seed),
        *adoption_rows(population),
        *step_rows(population, seed),
        *asserted_rows(population, known, seed),
    ):
        sheets.add("kin", rows.table(county.ids))


def _add_organisations(sheets: Sheets, county: County) -> None:
    made, names, seed = county.organisations, county.ids.to_pylist(), county.seed
    firms = {unit.id for unit in made.firms}
    sheets.add_rows("units", (unit.row() for unit in made.units if unit.id not in firms))
    discipline = {unit.id for unit in made.county_discipline + made.township_discipline}
    sheets.add_rows("handlers", handler_rows(county.posts, discipline, names, seed))
    sheets.add_rows("declarations", declaration_rows(county.officials, names, seed))
    known = (county.population, county.ground, made, county.ids, seed)
    sheets.add("memberships", class_rows(*known))
    sheets.add("memberships", army_rows(*known))
    sheets.add("memberships", party_school_rows(county.officials, county.ids, seed))
    grown = grown_up(county.population)
    sheets.add_rows("ties", tie_rows(grown, names, len(names), seed))


def names_of(county: County) -> list[str]:
    """Return the names of the population by index."""
    found: list[str] = _names(county.population.persons, county.seed).to_pylist()
    return found


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier made county."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file: name a folder for the county")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "MADE-UP.txt").exists():
        raise InputError(
            f"{folder} holds other files, which a made county must not be mixed with: "
            "name a new folder"
        )


def _notice(persons: int, seed: int, ground: Ground) -> str:
    names = "、".join(county.name for county in ground.counties)
    return (
        "合成数据 MADE UP\n\n"
        f"{persons} people, their kin, posts, firms, contracts and cases: all invented by\n"
        f"`huibi synth --persons {persons} --seed {seed}`. Nobody here exists.\n"
        f"Only the places are real ({names}: division codes and names, see examples/tongren).\n"
        "Identity numbers and credit codes begin with 520601, a heading under which nobody is\n"
        "registered; telephones begin with 126, which no network has.\n"
        "Zones follow the order of division codes; villagers' groups and the positions of\n"
        "townships are invented.\n"
        "cases/expected.json says which verdict each case was made to get, and why.\n"
    )


def _silent(_: str) -> None:
    """Say nothing."""
