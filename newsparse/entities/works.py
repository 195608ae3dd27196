"""Rules for documents, plans and events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate

__all__ = ["find_works"]

_DOCUMENT = re.compile(r"《([^《》\n]{2,80})》")
_LAW = re.compile(
    r"(?:法|条例|办法|规定|规划|纲要|意见|通知|方案|计划|决定|决议|公报|声明|宣言|协定|协议|公约|条约|章程|准则|细则|规则|指南|标准|白皮书|蓝皮书|绿皮书|共识|倡议|议定书|备忘录|报告|清单|目录|措施|政策|纲领|行动|公告|批复|命令|令|指引|规程|规范|要点|守则|联合声明|宪法|法典|解释|若干措施|合同|条款|协约|宪章|路线图)(?:[（(][^（）()]{1,20}[）)])?$"
)


def find_works(scan: Scan) -> Iterator[Candidate]:
    """Yield documents."""
    for found in _DOCUMENT.finditer(scan.text):
        if _LAW.search(found[1]):
            yield Candidate(found.start(), found.end(), "LAW", "rule", kind="document", priority=5)
