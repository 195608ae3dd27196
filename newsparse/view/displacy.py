"""spaCy's own picture of an article: displaCy's entity view over names, dates, money and quantities."""

from __future__ import annotations

from markupsafe import Markup

from newsparse.records import Article, Mention

__all__ = ["displacy_html"]


def displacy_html(article: Article) -> Markup:
    """Draw the text of an article with displaCy, under the OntoNotes labels that it has colours for.

    displaCy's entity view knows no overlap: of two mentions that share a character the longer one stays, else the
    first. It escapes the text; of a record nothing else gets into the picture.
    """
    from spacy import displacy

    found: list[tuple[Mention, str]] = [
        *((entity, entity.label) for entity in article.entities),
        *((mention, "TIME" if mention.kind == "time" else "DATE") for mention in article.dates),
        *((mention, "MONEY") for mention in article.money),
        *((mention, "PERCENT" if mention.unit == "%" else "QUANTITY") for mention in article.quantities),
    ]
    ents = [
        {"start": mention.start_char, "end": mention.end_char, "label": label}
        for mention, label in _without_overlaps(found)
    ]
    picture = {"text": article.text, "ents": ents}
    return Markup(displacy.render(picture, style="ent", manual=True, jupyter=False))


def _without_overlaps(found: list[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    kept: list[tuple[Mention, str]] = []
    for mention, label in sorted(found, key=lambda item: (item[0].start_char, -item[0].end_char)):
        if not kept or kept[-1][0].end_char <= mention.start_char:
            kept.append((mention, label))
        elif mention.end_char - mention.start_char > kept[-1][0].end_char - kept[-1][0].start_char:
            kept[-1] = (mention, label)
    return kept
