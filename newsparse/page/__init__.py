"""Reading pages: bytes -> text -> the article's blocks and what the page says of itself.

``decode`` chooses the encoding and ``html`` takes the visible text out of markup; ``lines`` cuts the text;
``furniture`` recognises lines of page furniture, ``scoring`` weighs lines, ``layout`` finds the article among them;
``metadata`` and ``region`` read what the page says of itself; ``view`` keeps the offsets true, and ``reader`` puts all
this together.
"""

from newsparse.page.reader import Page, read_page

__all__ = ["Page", "read_page"]
