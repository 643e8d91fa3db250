"""What wrk prints is read, and what it says is put into a table."""

import pytest

from bench_hosting import VARIANTS, Measured, format_table, read_wrk

SAID = """\
Running 5s test @ http://127.0.0.1:8080/
  Latency Distribution
     50%    1.94ms
     99%  {late}
  120 requests in 5.00s, 1.2MB read
Requests/sec:  29886.12
"""


@pytest.mark.parametrize(("late", "ms"), [("4.50ms", 4.5), ("850.00us", 0.85), ("1.45s", 1450)])
def test_rates_and_times_are_read(late: str, ms: float) -> None:
    rate, within = read_wrk(SAID.format(late=late))
    assert rate == pytest.approx(29886.12)
    assert within == pytest.approx(ms)


def test_other_words_are_no_figures() -> None:
    with pytest.raises(ValueError, match="unable to connect"):
        read_wrk("unable to connect to 127.0.0.1")


def test_the_table_has_a_column_for_each_variant() -> None:
    rows = {each: {"home page": Measured(1000.4, 2.0, 12_345)} for each in VARIANTS}
    text = format_table(rows)
    assert "| home page | 1,000 (12,345) | 1,000 (12,345) |" in text
    assert text.count("|---|--:|--:|--:|--:|") == 1
    assert "within 2.0 ms" in text
