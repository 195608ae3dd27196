"""Bytes to text: which encoding, why, and what could not be decoded.

The order of trust is: byte order mark, valid UTF-8, a declaration that fits, statistics.  UTF-8 comes before the
declaration because Chinese text in another encoding is practically never valid UTF-8 by chance, while pages saved as
UTF-8 often keep the ``charset=gb2312`` of the server they came from.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Literal

from newsparse.errors import InputError
from newsparse.records import Problem

__all__ = ["Decoded", "decode"]

Evidence = Literal["bom", "declared", "valid_utf8", "statistics"]

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?([A-Za-z0-9_.:-]{2,40})""")
_DECLARED_IN = 4096  # bytes from the start in which HTML and XML must declare their encoding (HTML: 1024)
# The names pages use, and the superset that reads what pages really contain (WHATWG reads gb2312 as gbk; GB18030 is
# the superset of both).
# Names that browsers know (WHATWG) and Python does not.
_LABELS = {
    "gb_2312-80": "gbk",
    "gb_2312": "gbk",
    "x-gbk": "gbk",
    "windows-936": "gbk",
    "cn-big5": "big5",
    "x-x-big5": "big5",
}
_SUPERSET = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "gb18030", "big5": "big5hkscs"}
_SAMPLE = 65_536  # bytes that the statistics look at
_UTF16_FROM = 0.1  # plausibility of UTF-16 without a mark
_DOUBT = 0.1  # how much less plausible than the best guess a declared encoding may look
_REPLACEMENT = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")
# Control characters that no text carries; \t \n \v \f \r and ESC (ISO-2022) are not among them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_FROM = 3  # control characters that a text may have, and the share of all that they may be
_BINARY_SHARE = 0.02
# How files that are no text begin: PNG, JPEG, GIF, PDF, ZIP (also docx), gzip, OLE (doc), RIFF.
_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"RIFF")
# A text that was decoded wrongly before: UTF-8 read as GBK gives Han characters of which nearly none is a common one
# (real text has 23 % and more, such text under 6 %), UTF-8 read as Latin-1 or Windows-1252 gives runs of accented
# letters and signs (over 85 % of the characters that are not ASCII, against under 30 %). GBK read as UTF-8 gives
# replacement characters, and 锟斤拷 where these were read as GBK again.
_FREQUENT = "，。的、一国在人大发中年工业"
_NOT_HAN = re.compile("[^\u3400-\u9fff]+")
_LATIN = re.compile("[\x80-\u024f‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]")
_MOJIBAKE_FROM = 40  # characters that must be there to judge by
_MOJIBAKE_COMMON = 0.1
_MOJIBAKE_LATIN = 0.5
_MOJIBAKE_LOST = 0.2  # share of the characters that are not ASCII


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it came to be.

    For bytes, ``text`` is what ``data.decode(encoding)`` gives (with ``errors="replace"`` if a problem NP201 says so);
    a byte order mark stays in it as its first character.
    """

    text: str
    encoding: str | None
    evidence: Evidence | None
    problems: tuple[Problem, ...]


def decode(source: str | bytes, *, max_size: int, declared: str | None = None) -> Decoded:
    """Decode a page.

    Parameters
    ----------
    source:
        The page. A str is taken as it is.
    max_size:
        Largest number of bytes, or characters of a str, that is read.
    declared:
        What the sender of the bytes declared (a header of HTTP); comes before what the page declares.

    Raises
    ------
    InputError
        ``NE101`` nothing visible, ``NE102`` binary, ``NE104`` too large, ``NE105`` neither str nor bytes.
    """
    if not isinstance(source, (str, bytes, bytearray, memoryview)):
        raise InputError("NE105", type(source).__name__)
    if len(source) > max_size:
        raise InputError("NE104", f"{len(source)} > {max_size}")
    if not isinstance(source, str) and bytes(source[:8]).startswith(_SIGNATURES):
        raise InputError("NE102")
    decoded = _text(source) if isinstance(source, str) else _bytes(bytes(source), declared)
    sample = decoded.text[:_SAMPLE]
    if _is_binary(sample):
        raise InputError("NE102")
    if _is_mojibake(sample) or (not decoded.problems and _is_lost(sample)):
        problem = Problem(code="NP204", message="by its characters, a text that was read in a wrong encoding before")
        decoded = replace(decoded, problems=(*decoded.problems, problem))
    return decoded


def _text(text: str) -> Decoded:
    match = _SURROGATE.search(text)
    if not match:
        return Decoded(text, None, None, ())
    message = f"unpaired surrogate U+{ord(match[0]):04X}, the first of {len(_SURROGATE.findall(text))}: became U+FFFD"
    # No encoding can write them, so no record could hold them.
    return Decoded(_SURROGATE.sub(_REPLACEMENT, text), None, None, (_problem("NP203", message, match.start()),))


def _bytes(data: bytes, declared: str | None) -> Decoded:
    encoding, evidence, wrong = _choose(data, declared)
    problems = []
    if wrong:
        problems.append(Problem(code="NP202", message=f"declared as {wrong}, read as {encoding}"))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        message = f"{text.count(_REPLACEMENT)} place(s) could not be decoded as {encoding} and became U+FFFD"
        problems.append(_problem("NP201", message, text.index(_REPLACEMENT)))
    return Decoded(text, encoding, evidence, tuple(problems))


def _problem(code: str, message: str, at: int) -> Problem:
    return Problem(code=code, message=message, raw_start_char=at, raw_end_char=at + 1)


def _choose(data: bytes, told: str | None) -> tuple[str, Evidence, str | None]:
    """Give the encoding, why it was chosen, and the declared name if that was wrong."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name, "bom", None
    match = _DECLARED.search(data[:_DECLARED_IN])
    label = match[1].decode("ascii").lower() if match else None
    if _python_name(told):
        label = told
    declared = _python_name(label)
    if _decodes(data, "utf-8"):
        if declared == "utf-8":
            return "utf-8", "declared", None
        return "utf-8", "valid_utf8", label if declared and not data.isascii() else None
    guess = _guess(data)
    # UTF-16 without a mark cannot declare itself in ASCII: such a declaration is one of another encoding.
    if declared and not declared.startswith("utf-16"):
        # The declaration holds unless it decodes badly while the guess decodes well.
        if _plausibility(data, declared) >= _plausibility(data, guess) - _DOUBT:
            return declared, "declared", None
        return guess, "statistics", label
    return guess, "statistics", None


def _python_name(label: str | None) -> str | None:
    if label is None:
        return None
    try:
        name = codecs.lookup(_LABELS.get(label.strip().lower(), label)).name
    except LookupError:
        return None
    return _SUPERSET.get(name, name)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


_CANDIDATES = ("gb18030", "big5hkscs", "utf-8", "utf-16-le", "utf-16-be")


def _guess(data: bytes) -> str:
    """Choose among the encodings of Chinese pages by what the decoded text looks like."""
    plausible = {name: _plausibility(data, name) for name in _CANDIDATES}
    best = max(plausible, key=plausible.__getitem__)
    # Any bytes at all make characters in UTF-16; they must make Chinese to be taken for it.
    if best.startswith("utf-16") and plausible[best] < _UTF16_FROM:
        del plausible["utf-16-le"], plausible["utf-16-be"]
        best = max(plausible, key=plausible.__getitem__)
    return best


# The commonest characters of Chinese news in either script: about four in ten characters of such text are among them,
# against fewer than one in fifty where Big5 was read as GB18030 or the other way round.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义"
    "事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直"
    "题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西"
    "被干做必战先回则任取据处府研究市省县委会议中央记者报新华社网今天上午表示推进服务企业项目经济增长万元亿"
    "這個為來時們對會發動過說產種後學經進著電裡現實兩體機當點從業應開還與關線內數間樣質氣變條沒結問無軍總題黨員設長資邊級圖統"
    "較將組見計別運農區強決處縣議報華網務項濟億萬"
    "，。、：；“”（）《》「」！？"
)


def _plausibility(data: bytes, encoding: str) -> float:
    """Say between about -5 and 1 how much the bytes, so decoded, look like Chinese text."""
    text = data[:_SAMPLE].decode(encoding, errors="replace")
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return -1.0
    bad = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or "\x80" <= c <= "\x9f" for c in foreign)
    controls = sum(c < " " and c not in "\t\n\x0b\x0c\r" for c in text)
    common = sum(c in _COMMON for c in foreign)
    return (common - 4 * bad) / len(foreign) - 4 * controls / len(text)


def _is_mojibake(sample: str) -> bool:
    frequent = 0
    for character in _FREQUENT:
        frequent += sample.count(character)
        if frequent > _MOJIBAKE_COMMON * len(sample):
            return False  # nearly every text: as many of the commonest characters alone
    han = _NOT_HAN.sub("", sample)
    if len(han) >= _MOJIBAKE_FROM:
        strange = sum(map(_COMMON.__contains__, han)) < _MOJIBAKE_COMMON * len(han)
        return strange and len(set(han)) >= _MOJIBAKE_FROM // 2  # else the same few words again and again
    latin = len(_LATIN.findall(sample))
    return latin >= _MOJIBAKE_FROM and latin > _MOJIBAKE_LATIN * len(sample)


def _is_lost(sample: str) -> bool:
    """Say whether a wrong decoding has left marks of errors where the words were."""
    lost = sample.count(_REPLACEMENT) + 3 * sample.count("锟斤拷")
    return lost >= _MOJIBAKE_FROM and lost > _MOJIBAKE_LOST * sum(character > "\x7f" for character in sample)


def _is_binary(sample: str) -> bool:
    controls = len(_CONTROL.findall(sample))
    return controls > max(_BINARY_FROM, _BINARY_SHARE * len(sample))
