"""A village made for tests: a decider, his brothers' households, and others like them."""

YEAR = 2025


class Village:
    """Households of one adult each; the first `kin` of them are the decider's brothers.

    Everybody but the decider's kin has a father of his own; households K1.. are kin, H1.. others.
    """

    def __init__(self, kin=8, others=52, year=YEAR, village="V1", prefix=""):
        self.prefix, self.village, self.year = prefix, village, year
        self.decider = f"{prefix}D"
        self.kin = [f"{prefix}K{i}" for i in range(1, kin + 1)]
        self.others = [f"{prefix}H{i}" for i in range(1, others + 1)]
        self.people = {f"{prefix}F": ("", ""), self.decider: (f"{prefix}OWN", "")}
        self.fathers = {self.decider: f"{prefix}F"}
        for house in self.kin + self.others:
            self.people[f"p{house}"] = (house, "")
        for house in self.kin:
            self.fathers[f"p{house}"] = f"{prefix}F"
        for house in self.others:
            self.people[f"f{house}"] = ("", "")
            self.fathers[f"p{house}"] = f"f{house}"
        self.group = {}
        self.score = dict.fromkeys([f"{prefix}OWN", *self.kin, *self.others], 10)
        self.need_years = (year,)
        self.benefits = []
        self.kin_cells = {}

    def give(self, houses, *, programme="P1", date=None, decider=None, filed="", amount="100"):
        """Give each of the households a benefit."""
        day = date or f"{self.year}-06-01"
        by = self.decider if decider is None else decider
        for house in houses:
            number = f"{self.prefix}B{len(self.benefits) + 1}"
            self.benefits.append(f"{number},{programme},{house},{day},{amount},{by},{filed}")
        return self


def tables_of(*villages, programmes=("P1,低保,discretionary",), more=None):
    """Return the tables of some villages, as lines."""
    tables = {
        "places": ["id,name,level,parent", "C1,某县,county,"],
        "people": ["id,name,born,village,group,household"],
        "kin": ["person,relation,relative,confidence"],
        "needs": ["household,year,score"],
        "programmes": ["id,name,discretion", *programmes],
        "benefits": ["id,programme,household,date,amount,decided_by,filed"],
    }
    for one in villages:
        tables["places"].append(f"{one.village},村,village,C1")
        for person, (house, _) in one.people.items():
            born = "1970-01-01" if house else "1940-01-01"
            group = one.group.get(house, "")
            place = one.village if house else ""
            tables["people"].append(f"{person},某人,{born},{place},{group},{house}")
        for child, father in one.fathers.items():
            sure = one.kin_cells.get(child, "")
            tables["kin"].append(f"{child},father,{father},{sure}")
        for year in one.need_years:
            tables["needs"] += [f"{house},{year},{score}" for house, score in one.score.items()]
        tables["benefits"] += one.benefits
    for name, lines in (more or {}).items():
        tables[name] = [*tables[name], *lines] if name in tables else list(lines)
    return tables
