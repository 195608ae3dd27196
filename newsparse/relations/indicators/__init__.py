"""Statistics: whose figure of what, for when, and how it moved.

A line is read sentence by sentence and clause by clause (``reader``).  The words between what a clause opens with and a
figure are the measure (``measures``); a date holds until another is named (``periods``); what the text speaks of is
followed, and the likeliest of it is the subject (``subjects``).  A figure behind a verb of change is a change
(``changes``), of the measure that its own clause names, else of the figure before it.  Figures in a row
(分别增长5%、4%) are dealt out over the list that they belong to (``statements``); tables are read on
their own (``tables``).
"""

from newsparse.relations.indicators.reader import read_indicators

__all__ = ["read_indicators"]
