"""Who works at Northlight Works and who works with it: all of them invented."""

from dataclasses import dataclass

DOMAIN = "northlight.example"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the demo: `manager` names the line manager, `unit` is empty for outsiders."""

    name: str
    title: str
    manager: str = ""
    unit: str = ""
    outside: str = ""

    @property
    def email(self) -> str:
        """Return the address: first and last name at the firm, or at the firm's partner."""
        plain = self.name.lower().translate(_PLAIN).replace(" ", ".")
        return f"{plain}@{self.outside or DOMAIN}"


_PLAIN = str.maketrans({"á": "a", "ó": "o", "ñ": "n", "'": None, "-": None})

RUTH, TOM, MEERA = "Ruth Adeyemi", "Tom Fielding", "Meera Nair"

# unit, its head, and everybody in it as name, title, line manager
UNITS: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Direction",
        RUTH,
        (
            (RUTH, "Managing director", ""),
            (TOM, "Finance director", RUTH),
            (MEERA, "Operations director", RUTH),
        ),
    ),
    (
        "Product",
        "Ingrid Solheim",
        (
            ("Ingrid Solheim", "Head of product", RUTH),
            ("Caleb Osei", "Product manager, Deskwise", "Ingrid Solheim"),
            ("Farah Siddiqui", "Product manager, Deskwise Sense", "Ingrid Solheim"),
            ("Mateusz Zielinski", "Product manager, Roomcast", "Ingrid Solheim"),
            ("Yuki Tanaka", "Market analyst", "Ingrid Solheim"),
        ),
    ),
    (
        "Engineering",
        "Declan Byrne",
        (
            ("Declan Byrne", "Head of engineering; delivery manager, Harbour", MEERA),
            ("Amina Yusuf", "Lead developer, Harbour", "Declan Byrne"),
            ("Piotr Banas", "Senior developer, Harbour", "Declan Byrne"),
            ("Grace Chen", "Systems analyst, Harbour", "Declan Byrne"),
            ("Samuel Okafor", "Developer, Harbour", "Declan Byrne"),
            ("Hannah Whitfield", "Test engineer, Harbour", "Declan Byrne"),
            ("Leila Haddad", "Delivery manager, Lantern", "Declan Byrne"),
            ("Owen Pritchard", "Lead developer, Lantern", "Leila Haddad"),
            ("Nkechi Eze", "Developer, Lantern", "Leila Haddad"),
            ("Tomás Herrera", "Developer, Lantern", "Leila Haddad"),
            ("Sunita Rao", "Systems analyst and Scrum master, Lantern", "Leila Haddad"),
            ("Jack Ellery", "Test engineer, Lantern", "Leila Haddad"),
            ("Victor Lindqvist", "Delivery manager, Signal", "Declan Byrne"),
            ("Zanele Dube", "Lead firmware engineer, Signal", "Victor Lindqvist"),
            ("Rafael Monteiro", "Hardware engineer, Signal", "Victor Lindqvist"),
            ("Mei Ling Tan", "Embedded developer and Scrum master, Signal", "Victor Lindqvist"),
            ("Callum Baird", "Test engineer, Signal", "Victor Lindqvist"),
        ),
    ),
    (
        "PMO and projects",
        "Seun Bakare",
        (
            ("Seun Bakare", "Head of PMO and portfolio", MEERA),
            ("Catherine Holroyd", "Programme manager, One Workplace", "Seun Bakare"),
            ("Arjun Mehta", "Programme manager, Grow Clients", "Seun Bakare"),
            ("Nadia Rahman", "Project manager", "Seun Bakare"),
            ("Ben Hartley", "Project manager", "Seun Bakare"),
            ("Sofia Marchetti", "Project manager", "Seun Bakare"),
            ("Kwame Boateng", "Project manager", "Seun Bakare"),
        ),
    ),
    (
        "Agency and accounts",
        "Louise Tremblay",
        (
            ("Louise Tremblay", "Head of agency; account manager", RUTH),
            ("Imran Qureshi", "Account manager", "Louise Tremblay"),
            ("Bea Lockwood", "Designer", "Louise Tremblay"),
            ("Hiroshi Sato", "Designer", "Louise Tremblay"),
            ("Orla Kennedy", "Content editor", "Louise Tremblay"),
        ),
    ),
    (
        "Operations",
        "Patience Moyo",
        (
            ("Patience Moyo", "Operations manager", MEERA),
            ("Dylan Rees", "Support engineer", "Patience Moyo"),
            ("Anjali Desai", "Support engineer", "Patience Moyo"),
            ("Marek Novotny", "Stock controller", "Patience Moyo"),
            ("Ellen Sorensen", "Quality engineer (Green Belt)", "Patience Moyo"),
            ("George Papadakis", "Process owner, order to cash", "Patience Moyo"),
        ),
    ),
    (
        "HR and administration",
        "Simone Baptiste",
        (
            ("Simone Baptiste", "HR partner", RUTH),
            ("Adam Greaves", "Administrator", "Simone Baptiste"),
        ),
    ),
)

OUTSIDE = (
    Member("Gary Thackray", "Construction manager, Thackray Interiors", outside="thackray-interiors.example"),
    Member("Helen Ashworth", "Head of estates, Brightmoor University", outside="brightmoor.example"),
    Member("Ines Carvalho", "Architect, Carvalho Studio", outside="carvalho-studio.example"),
)

STAFF = tuple(
    Member(name, title, manager, unit) for unit, _head, rows in UNITS for name, title, manager in rows
)
