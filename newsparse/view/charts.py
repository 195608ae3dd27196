"""Small charts, drawn by leather as SVG without script, style or identifier; the page's style sheet colours them.

leather is a package of 20 kB without dependencies (MIT), kept by the makers of agate and csvkit. A drawing is hidden
from assistive technology; the numbers stand beside it in a table.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from newsparse.archive.extras import require

__all__ = ["columns"]


def columns(data: Sequence[tuple[str, float]], width: int = 720, height: int = 200, labels: int = 8) -> Markup:
    """Draw a column for each label.

    Parameters
    ----------
    data:
        Labels, all different, and values.
    width, height:
        Size in user units; the page scales the drawing to its column.
    labels:
        How many of the labels to write at most.

    Raises
    ------
    NewsparseError
        ``NE501`` if leather is not installed.
    """
    chart = require("leather").Chart()
    chart.add_columns(list(data))
    step = -(-len(data) // labels)
    chart.add_x_axis(ticks=[label for label, _ in data][::step])
    chart.add_y_axis(tick_formatter=_short)
    drawn: str = chart.to_svg(width=width, height=height)
    # The drawing scales with its column, without the margin of a twentieth of the width that leather leaves around it,
    # and nothing but its numbers is read aloud.
    edge = width // 25
    box = f"{edge} {edge - 4} {width - 2 * edge} {height - 2 * edge + 8}"
    root = f'<svg viewBox="{box}" aria-hidden="true" focusable="false" '
    return Markup(root + drawn.removeprefix(f'<svg width="{width}" height="{height}" '))


def _short(value: float, index: int, count: int) -> str:
    for size, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{float(value) / size:g}{letter}"
    return f"{float(value):g}"
