"""Questions that an analyst asks of an archive, and one chart, from the samples in corpora/.

    pip install 'newsparse[archives]' matplotlib
    python examples/analysts.py [FOLDER]

The archive and the chart are written into FOLDER (``analysts`` when not given).  The same SQL runs in DuckDB's own
client, in a notebook, or with ``newsparse sql archive.duckdb "…"``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from newsparse.batch import run_batch

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"

QUESTIONS = {
    "Which organisations are in the news, and under which names?": """
        SELECT canonical, count(DISTINCT article) AS articles, count(*) AS mentions,
               list_sort(list(DISTINCT text)) AS names
        FROM entities
        WHERE label = 'ORG'
        GROUP BY canonical
        ORDER BY articles DESC, mentions DESC, canonical
        LIMIT 8
    """,
    "What are the largest amounts, and which organisation stands nearest before each?": """
        SELECT money.text, coalesce(amount, max, min)::BIGINT AS amount, currency,
               arg_max(entities.canonical, entities.end_char) AS organisation, articles.title
        FROM money
        JOIN articles USING (article)
        LEFT JOIN entities ON entities.article = money.article AND entities.label = 'ORG'
                          AND entities.end_char BETWEEN money.start_char - 80 AND money.start_char
        GROUP BY ALL
        ORDER BY amount DESC, money.text, articles.title
        LIMIT 8
    """,
    "What grew and what shrank most, in per cent?": """
        SELECT direction, quantities.text, coalesce(value, max, min) AS per_cent,
               replace(articles.text[start_char - 22 : start_char], chr(10), ' ') AS words_before
        FROM quantities
        JOIN articles USING (article)
        WHERE unit = '%' AND direction IN ('up', 'down')
        QUALIFY row_number() OVER (PARTITION BY direction ORDER BY per_cent DESC, article, start_char) <= 4
        ORDER BY direction DESC, per_cent DESC, article, start_char
    """,
    "Which provinces do the articles speak of?": """
        WITH places AS (SELECT article, code, canonical, code[:2] AS province FROM entities WHERE code LIKE '______')
        SELECT provinces.canonical AS province, count(DISTINCT places.article) AS articles
        FROM places
        JOIN (SELECT DISTINCT province, canonical FROM places WHERE code LIKE '__0000') AS provinces USING (province)
        GROUP BY ALL
        ORDER BY articles DESC, provinces.canonical
        LIMIT 8
    """,
    "Which figure moved how?": """
        SELECT subject, measure, coalesce(period_timex, '') AS period, indicators.text AS figure,
               change_direction AS direction, change_value AS size, change_unit AS unit, change_basis AS basis
        FROM indicators
        JOIN articles USING (article)
        WHERE change_direction IS NOT NULL AND subject IS NOT NULL AND NOT planned
        ORDER BY change_value DESC NULLS LAST, measure, article
        LIMIT 8
    """,
    "Who holds which post?": """
        SELECT organization, roles.title, person, status, count(DISTINCT article) AS articles,
               min(published_date) AS first_seen
        FROM roles
        JOIN articles USING (article)
        WHERE organization IS NOT NULL
        GROUP BY ALL
        ORDER BY articles DESC, organization, roles.title, person
        LIMIT 8
    """,
    "Who said what about money?": """
        SELECT speaker, cue, direct, left(replace(quotes.text, chr(10), ' '), 30) AS words, money.text AS amount
        FROM quotes
        JOIN money USING (article)
        WHERE money.start_char BETWEEN quotes.start_char AND quotes.end_char
        ORDER BY coalesce(amount, max, min) DESC, article
        LIMIT 8
    """,
    "What cannot be relied on?": """
        SELECT code, count(DISTINCT article) AS articles, any_value(message) AS for_example
        FROM problems
        GROUP BY code
        ORDER BY articles DESC, code
    """,
}

YEARS = """
    SELECT year(start_date) AS year, count(*) AS mentions
    FROM dates
    WHERE start_date IS NOT NULL AND kind IN ('date', 'time', 'range')
    GROUP BY year
    ORDER BY year
"""


def draw(database: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Draw which years the articles speak of."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        print("The chart needs matplotlib: pip install matplotlib")
        return
    years, mentions = zip(*database.execute(YEARS).fetchall(), strict=True)
    figure = Figure(figsize=(8, 3), layout="constrained")
    axes = figure.subplots()
    axes.bar([str(year) for year in years], mentions)
    axes.set_title("Years that the articles speak of")
    axes.set_ylabel("mentions")
    figure.savefig(path, dpi=150)
    print(f"Chart: {path}")


def main() -> None:
    """Make the archive, ask, draw."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "analysts")
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / "archive.duckdb"
    run_batch([str(SAMPLES / "*.txt")], archive, force=True)
    with duckdb.connect(str(archive), read_only=True) as database:
        for question, query in QUESTIONS.items():
            print(f"{question}\n{database.sql(query)}\n")
        draw(database, folder / "years.png")


if __name__ == "__main__":
    main()
