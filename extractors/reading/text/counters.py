"""English words for what is counted, each with its canonical singular; and which of them are people or companies."""

from extractors.reading.text.measures import NAMES
from extractors.reading.text.wordlists import table, words

# Words for the same thing. Any other plural noun is its own singular (nouns_en.py).
PLURALS = table(
    """
    company: companies, firms, businesses, enterprises, start-ups, startups, corporations
    organization: organizations, organisations
    person: people, persons, individuals
    respondent: respondents, interviewees
    employee: employees, staff, staffers, personnel
    user: users
    customer: customers, clients
    country: countries, nations, economies
    store: stores, shops
    programme: programmes, programs
    centre: centres, centers
    licence: licences, licenses
    time: times
    point: points
""",
    ",",
)
# One of them, which counts only after "one": behind more it tells about the noun that follows (30 patent lawyers).
SINGULARS = table(
    """
    company: company, firm, business, enterprise, start-up, startup, corporation
    organization: organization, organisation
    person: person, adult
    respondent: respondent, interviewee
    employee: employee
    user: user
    customer: customer, client
    country: country, nation, economy
    store: store, shop
    vehicle: vehicle
    car: car
    worker: worker
    job: job
    student: student
    city: city
    university: university
    school: school
    hospital: hospital
    bank: bank
    model: model
    patent: patent
    project: project
    product: product
    case: case
    deal: deal
    investor: investor
    paper: paper
    question: question
    item: item
    unit: unit
    household: household
    parameter: parameter
    token: token
    gpu: gpu
    chip: chip
    server: server
    time: time
    pair: pair
    point: point
""",
    ",",
)
# Set phrases and words that are units whatever follows.
PHRASES = table(
    """
    year old: years old, year old, year-old, year-olds, years of age
    fold: fold
    horsepower: horsepower
    token: tok
""",
    ",",
)
ENGLISH_TIME = table(
    """
    millisecond: millisecond, milliseconds, msec
    microsecond: microsecond, microseconds
    nanosecond: nanosecond, nanoseconds
    second: second, seconds, secs, sec
    minute: minute, minutes, mins, min
    hour: hour, hours, hrs, hr, h
    day: day, days
    night: night, nights
    week: week, weeks, wks
    fortnight: fortnight, fortnights
    month: month, months, mos
    quarter: quarters
    semester: semester, semesters
    year: year, years, yrs, yr
    decade: decade, decades
    century: century, centuries
""",
    ",",
)
SYMBOLS = {"x": "fold", "×": "fold"}

_PEOPLE = words("""
adult woman man child patient member resident visitor passenger voter participant volunteer graduate teacher doctor
household-member staff
nurse engineer researcher scientist expert parent applicant migrant delegate citizen consumer pensioner learner
reviewer respondent employee worker user subscriber customer student investor soldier officer player fan farmer guest
refugee tourist driver rider viewer reader author artist actor lawyer judge manager executive director developer owner
tenant victim survivor suspect prisoner inmate protester rebel fighter troop civilian immigrant caller donor partner
specialist official politician lawmaker senator minister mayor candidate pilot sailor firefighter paramedic boy girl
teenager youth baby infant mother father daughter son brother sister twin friend neighbour inhabitant person
""")
_COMPANIES = words("manufacturer retailer supplier employer vendor lender airline brand producer maker")
_VEHICLES = words("car truck lorry van bus motorcycle")
_ITEMS = words("unit piece set device article product copy place project application")
_VISITS = words("occurrence time trip person-time attendance")
# Which of the counters that say little may stand for a word: 人 and 名 count whoever the sentence is about, 件 and 臺
# whatever it is about.
FAMILIES = (
    dict.fromkeys(_PEOPLE, "person") | dict.fromkeys(_VEHICLES, "vehicle") | dict.fromkeys(_COMPANIES, "company")
    | dict.fromkeys(_ITEMS, "item") | dict.fromkeys(_VISITS, "visit")
)  # fmt: skip
_NO_THINGS = frozenset(("%", "pp", *ENGLISH_TIME.values(), *NAMES.values(), "year old", "fold", "point", "time"))


def is_thing(unit: str | None) -> bool:
    """Whether the unit is a noun that was counted, and no measure, currency or time."""
    return unit is not None and unit.islower() and " " not in unit and unit not in _NO_THINGS
