"""Which stage of a product's life may follow which, and what a move takes. Pure."""

from remit.products.models import Stage

FOLLOWS: dict[str, tuple[str, ...]] = {
    Stage.IDEA: (Stage.DEVELOPMENT, Stage.ABANDONED),
    Stage.DEVELOPMENT: (Stage.INTRODUCTION, Stage.ABANDONED),
    Stage.INTRODUCTION: (Stage.GROWTH,),
    Stage.GROWTH: (Stage.MATURITY,),
    Stage.MATURITY: (Stage.DECLINE, Stage.RETIRED),
    Stage.DECLINE: (Stage.GROWTH, Stage.RETIRED),
    Stage.RETIRED: (),
    Stage.ABANDONED: (),
}


def needs_reason(before: str, after: str) -> bool:
    """Return whether a move takes a reason: the end of a product, and a relaunch."""
    return after in {Stage.RETIRED, Stage.ABANDONED} or (before, after) == (Stage.DECLINE, Stage.GROWTH)


def needs_manager(before: str) -> bool:
    """Return whether a product takes a product manager before it leaves a stage: an idea that is taken up does."""
    return before == Stage.IDEA
