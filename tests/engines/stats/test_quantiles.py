import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencem.engines.stats import normal_quantile, t_quantile


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 9, 10, 30, 99, 383, 999, 1000, 5000, 1_000_000])
def test_t_against_scipy(df: int, confidence: float) -> None:
    from scipy.stats import t

    assert t_quantile(df, confidence) == pytest.approx(t.ppf((1 + confidence) / 2, df), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(df=st.floats(0.5, 3000), confidence=st.floats(0.01, 0.999))
def test_t_between_the_table(df: float, confidence: float) -> None:
    from scipy.stats import t

    assert t_quantile(df, confidence) == pytest.approx(t.ppf((1 + confidence) / 2, df), rel=1e-6)


def test_hardly_any_confidence() -> None:
    assert 0 < t_quantile(5, 1e-10) < 1e-6


def test_normal() -> None:
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054)


@pytest.mark.parametrize("confidence", [0, 1, 1.5, -0.1])
def test_confidence_outside_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        t_quantile(5, confidence)
    with pytest.raises(ValueError, match="confidence"):
        normal_quantile(confidence)


def test_no_degrees_of_freedom_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees_of_freedom"):
        t_quantile(0)
