"""Figures of the trade with their uncertainty: NPS, CSAT, means, comparison, rollup, ranking, suppression, repurchase, RFM.

Pure functions over counts and values. Missing data is ``None``, never 0: a figure without answers has ``value is None`` and ``n == 0``.
Formulas and check values: ``definitions.md``, pinned by ``tests/soundness/test_definitions.py``.
"""

from opencem.engines.stats.compare import (
    Comparison,
    SignificanceTest,
    benjamini_hochberg,
    difference,
    two_proportion_test,
)
from opencem.engines.stats.figure import Figure, Kind
from opencem.engines.stats.mean import mean_figure, mean_from_moments
from opencem.engines.stats.median import median_figure, median_ranks
from opencem.engines.stats.nps import NpsCounts, nps, nps_counts, nps_standard_error
from opencem.engines.stats.quantile import normal_quantile, t_quantile
from opencem.engines.stats.ranking import Ranked, rank
from opencem.engines.stats.rfm import RfmInput, RfmScore, rfm_scores
from opencem.engines.stats.rollup import pooled_nps, pooled_share, weighted_rollup
from opencem.engines.stats.share import csat, share, top_box_threshold, wilson_interval
from opencem.engines.stats.stratified import MatchedDifference, Stratum, matched_difference
from opencem.engines.stats.suppression import hidden_in_tree, hidden_siblings
from opencem.engines.stats.survival import (
    PurchaseSpell,
    RepurchaseRate,
    SurvivalPoint,
    kaplan_meier,
    kaplan_meier_from_counts,
    repurchase_curve,
    repurchase_rate,
)

__all__ = [
    "Comparison",
    "Figure",
    "Kind",
    "MatchedDifference",
    "NpsCounts",
    "PurchaseSpell",
    "Ranked",
    "RepurchaseRate",
    "RfmInput",
    "RfmScore",
    "SignificanceTest",
    "Stratum",
    "SurvivalPoint",
    "benjamini_hochberg",
    "csat",
    "difference",
    "hidden_in_tree",
    "hidden_siblings",
    "kaplan_meier",
    "kaplan_meier_from_counts",
    "matched_difference",
    "mean_figure",
    "mean_from_moments",
    "median_figure",
    "median_ranks",
    "normal_quantile",
    "nps",
    "nps_counts",
    "nps_standard_error",
    "pooled_nps",
    "pooled_share",
    "rank",
    "repurchase_curve",
    "repurchase_rate",
    "rfm_scores",
    "share",
    "t_quantile",
    "top_box_threshold",
    "two_proportion_test",
    "weighted_rollup",
    "wilson_interval",
]
