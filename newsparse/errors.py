"""The coded errors that newsparse raises and the coded problems that a record carries.

An *error* (``NE…``) means that there is no record: the input could not be read at all.  A *problem* (``NP…``)
is written into the record beside everything that could be read.  Codes are stable; wording may improve.
"""

from __future__ import annotations

ERRORS: dict[str, str] = {
    "NE101": "the input is empty or holds no visible character",
    "NE102": "the input is binary data, not text",
    "NE103": "the file cannot be read",
    "NE104": "the input is larger than the limit in the settings",
    "NE105": "the input is neither text nor bytes",
    "NE106": "the row is not an object with a text field, or no column of the table is one",
    "NE107": "the compressed input is damaged, or unpacks to far more than a text could",
    "NE201": "a date given as published_at is not an ISO 8601 date",
    "NE301": "the settings file is not valid",
    "NE302": "a gazetteer file is not valid",
    "NE303": "a rule file is not valid",
    "NE401": "the output exists already",
    "NE402": "the output cannot be written",
    "NE403": "the run cannot be resumed",
    "NE404": "the output is of no known format",
    "NE405": "the archive cannot be read",
    "NE406": "the option does not apply to this engine",
    "NE501": "an optional package is not installed",
    "NE502": "Spark does not start",
    "NE901": "an internal error: please report it with the input",
    "NE902": "the worker process died on this input",
    "NE903": "the input took longer than the time limit in the settings",
    "NE904": "the input needs more memory than the limit in the settings",
}

PROBLEMS: dict[str, str] = {
    "NP101": "no date to anchor relative dates on: no dateline, no publication date, none given",
    "NP102": "an impossible date",
    "NP201": "some bytes could not be decoded",
    "NP202": "the declared encoding is wrong",
    "NP203": "the input has characters that no encoding can write (unpaired surrogates)",
    "NP204": "the text looks as if it had been decoded with a wrong encoding before (mojibake)",
    "NP205": "the row's date of publication is not a date: it is kept in `extra`",
    "NP206": "markup nested too deep, or a tag with thousands of attributes: a part of the markup was left out",
    "NP301": "no article body was found: every line looks like page furniture",
    "NP302": "the page states no title",
    "NP401": "the recogniser's weights are not there: names come from gazetteers and rules alone",
}


class NewsparseError(Exception):
    """An input, a setting or an output that newsparse cannot work with.

    Parameters
    ----------
    code:
        A key of :data:`ERRORS`.
    detail:
        What exactly was wrong, for a person to read; may be empty.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(code, detail)

    def __str__(self) -> str:
        text = f"{self.code} {ERRORS[self.code]}"
        return f"{text}: {self.detail}" if self.detail else text


class InputError(NewsparseError):
    """The input cannot be read (``NE1..``, ``NE2..``)."""


class SettingsError(NewsparseError):
    """A settings, gazetteer or rule file is not valid (``NE3..``)."""


class OutputError(NewsparseError):
    """The output cannot be written (``NE4..``)."""
