"""The matrix of probability and impact with the risks in its cells, and its scale in money and days. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.core.templatetags.remit import money
from remit.registers.models import Risk, RiskKind
from remit.registers.scoring import BANDS, HUNDRED, Scale, colour_of, impact_range, probability_range


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: its bands, its colour, and the risks in it."""

    probability_band: int
    impact_band: int
    score: int
    colour: str
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """The cells of one band of probability, the smallest impact first."""

    words: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The risks of one kind by their bands, the most probable first, and as they were given."""

    kind: str
    label: str
    rows: tuple[MatrixRow, ...]
    risks: tuple[Risk, ...]


def matrices(risks: Sequence[Risk]) -> list[Matrix]:
    """Return the matrix of threats and that of opportunities; the latter only where there is one."""
    found = []
    for kind in RiskKind:
        own = [each for each in risks if each.kind == kind and each.score is not None]
        if own or kind == RiskKind.THREAT:
            label = _("Threats") if kind == RiskKind.THREAT else _("Opportunities")
            found.append(Matrix(kind, label, tuple(_rows(own)), tuple(own)))
    return found


def _rows(risks: Sequence[Risk]) -> Iterable[MatrixRow]:
    for chance in reversed(BANDS):
        cells = tuple(
            MatrixCell(
                chance, impact, chance * impact, colour_of(chance * impact),
                tuple(each for each in risks if (each.probability_band, each.impact_band) == (chance, impact)),
            )
            for impact in BANDS
        )  # fmt: skip
        yield MatrixRow(probability_words(chance), cells)


def probability_words(band: int) -> str:
    """Return a band of probability in words."""
    return _("%(low)d–%(high)d %%") % dict(zip(("low", "high"), probability_range(band), strict=True))


def _between(band: int, low: str, high: str) -> str:
    if band == BANDS[0]:
        return _("below %(high)s") % {"high": high}
    return _("above %(low)s") % {"low": low} if band == BANDS[-1] else f"{low}–{high}"


def impact_words(scale: Scale, currency: str, *, with_money: bool) -> list[tuple[int, str, str, str]]:
    """Return of each band of impact: its number, its share, and what that is in money and in days, where known."""
    found = []
    for band in BANDS:
        low, high = impact_range(band)
        share = _between(band, f"{low} %", f"{high} %")
        in_money = in_days = ""
        if with_money and scale.budget_minor:
            ends = [money(scale.budget_minor * (each or 0) // HUNDRED, currency) for each in (low, high)]
            in_money = _between(band, *ends)
        if scale.days:
            ends = [f"{scale.days * (each or 0) / HUNDRED:.1f}" for each in (low, high)]
            in_days = _("%(days)s d") % {"days": _between(band, *ends)}
        found.append((band, share, in_money, in_days))
    return found
