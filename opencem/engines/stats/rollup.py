"""A parent's figure from its children: pooled answers by default, weighted means as a named option."""

from collections.abc import Iterable, Sequence
from math import fsum, sqrt

from opencem.engines.stats.figure import Figure
from opencem.engines.stats.nps import NpsCounts, nps
from opencem.engines.stats.quantile import normal_quantile
from opencem.engines.stats.share import share


def pooled_nps(children: Iterable[NpsCounts], *, confidence: float = 0.95) -> Figure:
    """NPS of all answers together, so that a store with few answers weighs little."""
    return nps(sum(children, NpsCounts(0, 0, 0)), confidence=confidence)


def pooled_share(children: Iterable[tuple[int, int]], *, confidence: float = 0.95) -> Figure:
    """Share of all answers together, from (successes, n) per child."""
    counts = list(children)
    return share(sum(successes for successes, _ in counts), sum(n for _, n in counts), confidence=confidence)


def weighted_rollup(children: Sequence[Figure], weights: Sequence[float], *, confidence: float = 0.95) -> Figure | None:
    """Mean of the children's figures by ``weights`` (all 1 for equal weight per store, orders for order-weighted).

    Children without a value are left out with their weight; ``None`` when none is left. The interval is missing when a child has none.
    """
    pairs = [
        (figure, weight)
        for figure, weight in zip(children, weights, strict=True)
        if figure.value is not None and weight > 0
    ]
    if not pairs:
        return None
    total = fsum(weight for _, weight in pairs)
    value = fsum((figure.value or 0.0) * weight for figure, weight in pairs) / total
    error = _weighted_error(pairs, total)
    n = sum(figure.n for figure, _ in pairs)
    kind = pairs[0][0].kind
    if error is None:
        return Figure(value, n, None, None, kind)
    margin = normal_quantile(confidence) * error
    return Figure(value, n, kind.clip(value - margin), kind.clip(value + margin), kind, error)


def _weighted_error(pairs: Sequence[tuple[Figure, float]], total: float) -> float | None:
    errors = [figure.standard_error for figure, _ in pairs]
    if any(error is None for error in errors):
        return None
    return sqrt(fsum(((error or 0.0) * weight / total) ** 2 for error, (_, weight) in zip(errors, pairs, strict=True)))
