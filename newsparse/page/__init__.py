"""Reading pages: bytes -> text -> the article's blocks and what the page says of itself.

``decode`` chooses the encoding and ``html`` takes the visible text out of markup; ``lines`` and ``cuts`` cut the text;
``furniture`` recognises lines of page furniture, ``scoring`` weighs lines, ``layout`` finds the article among them;
``site`` learns the lines that repeat across the pages of a site; ``metadata`` and ``region`` read what the page says of
itself; ``view`` keeps the offsets true, and ``reader`` puts all this together.
"""

from newsparse.page.reader import Page, count_page, read_page

__all__ = ["Page", "count_page", "read_page"]
