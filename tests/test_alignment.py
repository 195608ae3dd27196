"""Offsets in a view lead to the characters that they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.alignment import Alignment


@given(st.text(alphabet="甲乙 \u200b\n", max_size=60))
def test_every_kept_character_leads_to_itself(source: str) -> None:
    runs, view = [], ""
    for offset, character in enumerate(source):
        if character not in " \u200b\n":
            runs.append((len(view), offset, 1))
            view += character
    alignment = Alignment(runs)
    for offset, character in enumerate(view):
        start, end = alignment.source_span(offset, offset + 1)
        assert source[start:end] == character
    if view:
        start, end = alignment.source_span(0, len(view))
        assert "".join(c for c in source[start:end] if c not in " \u200b\n") == view


def test_a_span_covers_what_was_left_out_inside_it() -> None:
    alignment = Alignment([(0, 3, 2), (2, 7, 2)])  # view 一汽红旗 of source ...一汽\u200b\u200b红旗
    assert alignment.source_span(0, 4) == (3, 9)
    assert alignment.source_span(1, 3) == (4, 8)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (2, 3), (5, 6)])
def test_what_has_no_source_is_refused(start: int, end: int) -> None:
    alignment = Alignment([(0, 0, 2), (3, 5, 1)])  # view character 2 is a line end put in
    with pytest.raises(ValueError, match=r"span|source"):
        alignment.source_span(start, end)
