"""Writes the plan of the cloud rollout: fourteen sites by the same nine steps, in two tracks and four stages.

It has 142 activities that are no summaries: nine at each of fourteen sites, sixteen of the stages themselves.
"""

from dataclasses import dataclass

SMALL, MEDIUM, LARGE = 0, 1, 2
# days of the nine steps for a small, a medium and a large site
SURVEY, AGREE, TENANT, MAPS, DATA, TEST, TRAIN, CARE = (
    (3, 4, 4),
    (4, 5, 5),
    (5, 6, 7),
    (8, 10, 14),
    (5, 7, 9),
    (5, 7, 8),
    (3, 4, 5),
    (10, 10, 10),
)


@dataclass(frozen=True, slots=True)
class Site:
    """A customer's site: `track` says whose hands do it, `fixed` which go-live is in the contract."""

    id: str
    name: str
    size: int
    track: int
    fixed: str = ""
    test_until: str = ""


PILOTS = (
    Site("calder", "Calder Valley Insurance, Halifax", SMALL, 1),
    Site("harrow", "Harrow Lane Chambers, Leeds", SMALL, 2),
)
WAVE_A = (
    Site("pennine", "Pennine Foods, Huddersfield", MEDIUM, 1),
    Site("ouse", "Ouse Publishing, York", MEDIUM, 2),
    Site("northgate", "Northgate Logistics, Wakefield", LARGE, 1),
    Site("aire", "Aire Textiles, Bradford", SMALL, 2),
    Site("marsden", "Marsden Pharma, York", MEDIUM, 1),
    Site("derwent", "Derwent Housing, Derby", MEDIUM, 2),
)
WAVE_B = (
    Site("kestrel", "Kestrel Aerospace, Preston", LARGE, 1),
    Site("merrion", "Merrion Legal, Manchester", SMALL, 2, "2026-08-21", "2026-08-20"),
    Site("solway", "Solway Energy, Carlisle", MEDIUM, 1),
    Site("wharfe", "Wharfe Engineering, Otley", SMALL, 2, "2026-10-02", "2026-10-02"),
    Site("humber", "Humber Shipping, Hull", LARGE, 1),
    Site("trent", "Trent Building Society, Nottingham", SMALL, 2, "2026-11-06"),
)
ENGINEERS = {1: "Piotr Banas", 2: "Samuel Okafor"}

WAVES = {"PILOTS": PILOTS, "WAVE_A": WAVE_A, "WAVE_B": WAVE_B}


def with_sites(text: str) -> str:
    """Return a plan with its sites: `@PILOTS gate1` stands for the pilots, which wait for gate 1."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("@"):
            wave, gate = line[1:].split()
            lines += _sites(WAVES[wave], gate)
        else:
            lines.append(line)
    return "\n".join(lines)


def _sites(sites: tuple[Site, ...], gate: str) -> list[str]:
    """Return the lines of sites: a track's first waits for the gate, the next for the one before it."""
    lines: list[str] = []
    before: dict[int, str] = {}
    for site in sites:
        waits = f"{before[site.track]}.golive +5d" if site.track in before else gate
        lines += _site(site, waits)
        before[site.track] = site.id
    return lines


def _site(site: Site, waits: str) -> list[str]:
    engineer = ENGINEERS[site.track]
    days = [each[site.size] for each in (SURVEY, AGREE, TENANT, MAPS, DATA, TEST, TRAIN, CARE)]
    survey, agree, tenant, maps, data, test, train, care = days
    until = f" | | fnlt {site.test_until}" if site.test_until else ""
    fixed = f" | | mfo {site.fixed}" if site.fixed else ""
    half, lead, data_waits = f"{engineer} 50%", "Nadia Rahman", "@maps SS+50%, @maps FF+1d, @tenant"
    team = f"Amina Yusuf 50%, {half}"
    steps = (
        f"Site survey and kick-off | survey | {survey}d | Grace Chen | {waits}",
        f"Cut-over plan agreed with the customer | agree | {agree}d | {lead} | @survey | {lead} 50%",
        f"Tenant and single sign-on set up | tenant | {tenant}d | {engineer} | @survey +1d | {half}",
        f"Floor plans and desks migrated | maps | {maps}d | {engineer} | @survey, @tenant SS+2d | {half}",
        f"Users and bookings migrated | data | {data}d | Amina Yusuf | {data_waits} | {team}",
        f"Acceptance test with the customer | test | {test}d | Hannah Whitfield | @data{until}",
        f"Administrators and floor managers trained | train | {train}d | Anjali Desai | @test SS+1d",
        f"Go-live | golive | 0 | Amina Yusuf | @test, @train, @agree +10ed{fixed}",
        f"Two weeks of close support | care | {care}d | Dylan Rees | @golive | Dylan Rees 50%",
    )
    return [f"  {site.name}", *("    " + _named(step, site.id) for step in steps)]


def _named(step: str, site: str) -> str:
    """Return a step with the site before its own id and before the ids that it waits for."""
    name, ident, *rest = step.split(" | ")
    return " | ".join([name, f"{site}.{ident}", *rest]).replace("@", f"{site}.")
