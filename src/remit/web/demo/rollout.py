"""Writes the plan of the cloud rollout: fourteen sites by the same nine steps, in two tracks, with four stages.

It has 142 activities that are no summaries: nine at each of fourteen sites and sixteen of the stages themselves.
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
    """A customer's site: `track` is the pair of engineers, `fixed` the go-live that was agreed by contract."""

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

STAGE_1 = """
Stage 1: initiation and design
  Project mandate confirmed | mandate | 0 | Meera Nair
  Business case and project brief | case | 15d | Nadia Rahman | mandate | Nadia Rahman 50%
  Hosting contract with the cloud provider | hosting | 15d | Nadia Rahman | case SS+5d | Nadia Rahman 50%
  Data protection impact assessment | privacy | 8d | Grace Chen | case | Grace Chen 50%
  Migration tool built and rehearsed | tool | 30d | Amina Yusuf | case SS+5d | Amina Yusuf, Piotr Banas
  Security review and penetration test | security | 10d | Declan Byrne | tool -5d, hosting | Declan Byrne 50%
  Runbook of the service desk | runbook | 8d | Dylan Rees | tool SS+50%
  Gate 1: design approved | gate1 | 0 | Meera Nair | privacy, security +4d, runbook
"""

STAGE_2_END = """
  Pilot review with both customers | review | 10d | Nadia Rahman | calder.care, harrow.care | Nadia Rahman, Amina Yusuf 50%
  Gate 2: rollout released | gate2 | 0 | Meera Nair | review +3d
"""

STAGE_3_END = """
  Survey of the first six customers | voice | 5d | Caleb Osei | aire.care, northgate.care +12d | Caleb Osei 50%
  Gate 3: second wave released | gate3 | 0 | Meera Nair | marsden.golive +2d, derwent.golive
"""

STAGE_4_END = """
  Old servers switched off and wiped | servers | 12d | Dylan Rees | humber.care, trent.care | Dylan Rees, Samuel Okafor 50%
  Handover to operations | handover | 5d | Patience Moyo | servers SS+5d, humber.care | Patience Moyo 50%, Dylan Rees
  Closure report and lessons | closure | 5d | Nadia Rahman | handover, servers | Nadia Rahman
  Rollout closed | closed | 0 | Meera Nair | closure | | deadline 2026-12-18
"""

SINCE = """
[happened]
calder.data | duration 7d
harrow.maps | duration 9d
pennine.maps | duration 14d
northgate.maps | duration 18d
northgate.test | duration 10d
aire.data | duration 6d
marsden.maps | duration 12d
marsden.data | duration 9d
derwent.test | duration 10d
kestrel.maps | duration 16d
kestrel.data | duration 11d
humber.maps | duration 16d
"""


def rollout_text() -> str:
    """Return the rollout's plan in the words that `read_outline` reads."""
    parts = [STAGE_1, "Stage 2: pilot", *_sites(PILOTS, "gate1"), STAGE_2_END]
    parts += ["Stage 3: first wave", *_sites(WAVE_A, "gate2"), STAGE_3_END]
    parts += ["Stage 4: second wave and closure", *_sites(WAVE_B, "gate3"), STAGE_4_END, SINCE]
    return "\n".join(parts)


def _sites(sites: tuple[Site, ...], gate: str) -> list[str]:
    """Return the lines of sites: the first of each track waits for the gate, the next for the one before it."""
    lines: list[str] = []
    before: dict[int, str] = {}
    for site in sites:
        waits = f"{before[site.track]}.golive +5d" if site.track in before else gate
        lines += _site(site, waits)
        before[site.track] = site.id
    return lines


def _site(site: Site, waits: str) -> list[str]:
    key, engineer = site.id, ENGINEERS[site.track]
    days = [each[site.size] for each in (SURVEY, AGREE, TENANT, MAPS, DATA, TEST, TRAIN, CARE)]
    survey, agree, tenant, maps, data, test, train, care = days
    until = f" | | fnlt {site.test_until}" if site.test_until else ""
    fixed = f" | | mfo {site.fixed}" if site.fixed else ""
    return [
        f"  {site.name}",
        f"    Site survey and kick-off | {key}.survey | {survey}d | Grace Chen | {waits}",
        f"    Cut-over plan agreed with the customer | {key}.agree | {agree}d | Nadia Rahman | {key}.survey"
        " | Nadia Rahman 50%",
        f"    Tenant and single sign-on set up | {key}.tenant | {tenant}d | {engineer} | {key}.survey +1d"
        f" | {engineer} 50%",
        f"    Floor plans and desks migrated | {key}.maps | {maps}d | {engineer} | {key}.survey,"
        f" {key}.tenant SS+2d | {engineer} 50%",
        f"    Users and bookings migrated | {key}.data | {data}d | Amina Yusuf | {key}.maps SS+50%,"
        f" {key}.maps FF+1d, {key}.tenant | Amina Yusuf 50%, {engineer} 50%",
        f"    Acceptance test with the customer | {key}.test | {test}d | Hannah Whitfield | {key}.data{until}",
        f"    Administrators and floor managers trained | {key}.train | {train}d | Anjali Desai"
        f" | {key}.test SS+1d",
        f"    Go-live | {key}.golive | 0 | Amina Yusuf | {key}.test, {key}.train, {key}.agree +10ed{fixed}",
        f"    Two weeks of close support | {key}.care | {care}d | Dylan Rees | {key}.golive | Dylan Rees 50%",
    ]
