"""Money: integer minor units with a currency; never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

# Currencies whose minor unit is not a hundredth (ISO 4217).
_EXPONENTS = {
    "JPY": 0,
    "KRW": 0,
    "CLP": 0,
    "ISK": 0,
    "VND": 0,
    "BHD": 3,
    "KWD": 3,
    "OMR": 3,
    "TND": 3,
    "JOD": 3,
}


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (pence, cents) of `currency`, an ISO 4217 code."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if len(self.currency) != 3 or not self.currency.isupper():  # noqa: PLR2004 - ISO codes have three letters
            msg = f"'{self.currency}' is not an ISO 4217 currency code."
            raise ValueError(msg)

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> "Money":
        """Return `amount` in major units as money, rounded half to even at the minor unit."""
        quantum = Decimal(10) ** _EXPONENTS.get(currency, 2)
        return cls(int((Decimal(amount) * quantum).to_integral_value(ROUND_HALF_EVEN)), currency)

    @property
    def major(self) -> Decimal:
        """Return the amount in major units, exact."""
        exponent = _EXPONENTS.get(self.currency, 2)
        return Decimal(self.minor).scaleb(-exponent)

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            msg = f"{self.currency} and {other.currency} cannot be added: convert one of them first."
            raise ValueError(msg)
