"""What ``newsparse batch --site-furniture`` drops and keeps, on sites of our own making.

    python benchmarks/sites.py [--errors]

Seven sites of fifteen pages each, six as plain text and one as HTML, are made from templates with a label on every
line.  The frames are such as few rules know: slogans, calls to follow, lists of other pages that rotate, lists of what
is read most, bars with a date, notices in the middle of the text.  The articles have lines that repeat rightly: a
standing sentence, an address to the readers, sub-headings, labels of a table, the office that signs.  A line is dropped
when no block of the record says it; bylines are not counted.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from newsparse.page import count_page, read_page
from newsparse.page.site import SiteCounts, SiteFurniture
from newsparse.settings import Settings

PAGES = 15
PLACES = [
    "江畔",
    "青禾",
    "大湖",
    "云岭",
    "白石",
    "东港",
    "南坪",
    "西溪",
    "北原",
    "中塘",
    "清河",
    "玉泉",
    "石桥",
    "安丰",
    "永和",
]
WORKS = [
    "污水处理厂",
    "中心小学",
    "客运码头",
    "农贸市场",
    "文化广场",
    "滨河步道",
    "养老院",
    "图书馆",
    "体育公园",
    "卫生院",
    "果蔬基地",
    "老旧小区",
    "供水管网",
    "乡村公路",
    "消防站",
]
PEOPLE = [
    "周明远",
    "吴秀兰",
    "郑海涛",
    "王立新",
    "陈思雨",
    "褚文静",
    "卫建国",
    "蒋雪梅",
    "沈一帆",
    "韩志强",
    "杨春燕",
    "朱晓峰",
    "秦国栋",
    "尤美玲",
    "许长河",
]


class Part(NamedTuple):
    """A line of a page: whose it is (``body``, ``frame``, or ``byline``, which is not counted), and its element."""

    text: str
    owner: str = "body"
    tag: str = "p"


def frame(*texts: str, tag: str = "p") -> list[Part]:
    """Give lines of the frame."""
    return [Part(text, "frame", tag) for text in texts]


def byline(text: str) -> Part:
    """Give the line that says when the page appeared and where it comes from."""
    return Part(text, "byline")


def rotating(headline: Callable[[int], str], number: int, size: int, step: int, mark: str = "") -> list[str]:
    """Give headlines of other pages of the site: others on every page, each on several."""
    return [f"{mark}{headline((number + step * place) % PAGES)}" for place in range(1, size + 1)]


def news_headline(n: int) -> str:
    """Give the headline of a page."""
    return f"{PLACES[n]}{WORKS[n]}改造工程开工 明年底完工"


def newspaper(n: int) -> list[Part]:
    """A city newspaper: a notice inside the text, and a sentence that ends every article."""
    return [
        *frame("智慧云端大脑", "看见更大的世界", f"2021年7月{n + 1}日 星期{'一二三四五六日'[n % 7]} 江畔 多云 27℃"),
        *frame("首页 要闻 时评 民生 县域 图片 视频"),
        Part(news_headline(n), tag="h1"),
        byline(f"2021-07-{n + 1:02d} 09:{n + 10}  来源：江畔日报"),
        *frame("伴您每一天"),
        Part(
            f"{PLACES[n]}区{WORKS[n]}改造工程7月{n + 1}日动工，总投资{3 * n + 12}00万元，由区住房和城乡建设局组织实施。"
        ),
        Part(f"工程负责人{PEOPLE[n]}介绍，施工分{n % 4 + 2}段进行，高峰时有{20 * n + 60}名工人在现场，夜间不作业。"),
        *frame("未经本报书面授权，任何人不得将以上文字与画面用于别处，取用之前宜先致函本报告知。"),
        Part(f"附近的居民{PEOPLE[n - 1]}说，这里{n + 8}年没有修过，下雨天要绕着走，现在总算盼到了。"),
        Part("这是江畔市今年民生实事清单中的一项，进度在市政府大厅的公示栏里每周更新一次。"),
        *frame("您或许也想读", *rotating(news_headline, n, 5, 2)),
        *frame("七日之内众人所看", *rotating(news_headline, n // 4, 6, 1)),
        *frame(
            "与江畔同行，每天清晨把这座城市的变化送到您的手边。", "江畔报业 心系桑梓栏目组", "拾级而上工作室技术承制"
        ),
    ]


def bulletin_headline(n: int) -> str:
    """Give the headline of a page."""
    return f"{PLACES[n]}区2021年{n % 12 + 1}月经济运行情况"


def statistics(n: int) -> list[Part]:
    """A bureau of statistics: the same sub-headings, the same labels of a table and the same note in every bulletin."""
    cells = [
        part
        for place, label in enumerate(
            ("农林牧渔业总产值", "规模以上工业增加值", "社会消费品零售总额", "居民人均可支配收入")
        )
        for part in (Part(label), Part(f"{(n + 3) * 37 + place * 11}.{n % 10}"), Part(f"{(n + place) % 9 + 1}.{place}"))
    ]
    return [
        *frame("数说青禾", "读懂数字背后的生活", "进入无障碍浏览", "繁體"),
        Part(bulletin_headline(n), tag="h1"),
        byline(f"发布时间：2021-{n % 12 + 1:02d}-{n + 10} 来源：青禾统计局"),
        Part("总体情况"),
        Part(f"{n % 12 + 1}月份，{PLACES[n]}区经济运行总体平稳，主要指标增速比上月提高{n % 5 + 1}.{n % 10}个百分点。"),
        Part("工业生产"),
        Part(f"规模以上工业增加值同比增长{n % 7 + 3}.{n % 9}%，{n + 11}个大类行业中有{n + 2}个实现增长。"),
        Part("市场消费"),
        Part(f"全区实现社会消费品零售总额{n + 31}.{n % 10}亿元，其中网上零售额{n + 4}.{n % 8}亿元。"),
        Part("主要指标"),
        *(Part(text) for text in ("指标名称", "本月", "同比（%）")),
        *cells,
        Part("注：增加值按可比价格计算，其余指标的绝对数和增速都按当年价格计算。"),
        *frame("各区速览", *rotating(bulletin_headline, n, 4, 3)),
        *frame("青禾数据之窗", "把统计带进千家万户", "建议用近年的浏览器打开"),
    ]


def notice_headline(n: int) -> str:
    """Give the headline of a page."""
    return f"关于做好{WORKS[n]}安全检查工作的通知"


def office(n: int) -> list[Part]:
    """A government office: an address, a standing sentence and a signature in every notice."""
    return [
        *frame("大湖在线办事大厅", "个人中心", "换一个角度看大湖", "我要找 我要看 我要办"),
        Part(notice_headline(n), tag="h1"),
        byline(f"发布日期：2021-08-{n + 10} 浏览次数：{n + 100}"),
        Part("各镇人民政府、街道办事处，市政府各部门，各直属机构，各有关企业和事业单位："),
        Part(f"为保障群众安全，市政府决定自8月{n + 12}日起对全市{n + 9}处{WORKS[n]}开展检查。现就有关事项通知如下："),
        Part(f"一、检查范围。建成满{n + 2}年或者去年有过投诉的{WORKS[n]}都要检查，重点看用电和消防。"),
        Part(f"二、时间安排。8月{n + 13}日前自查，月底前由市应急管理局派出{n % 5 + 2}个小组复查。"),
        Part("请各单位结合实际抓好落实，执行中遇到的问题及时向市政府办公室报告。"),
        Part("特此通知。"),
        Part("大湖市人民政府办公室"),
        Part(f"2021年8月{n + 10}日"),
        *frame("一点即达", *rotating(notice_headline, n, 3, 4, "· ")),
        *frame("大湖市数字政府建设服务中心承办", "愿您满意而归", "把这一页带走"),
    ]


def case_headline(n: int) -> str:
    """Give the headline of a page."""
    return f"{PEOPLE[n]}与{PLACES[n]}物业公司合同纠纷案"


def cases(n: int) -> list[Part]:
    """A column of cases: the same three sub-headings, and a list of other pages in the middle of the text."""
    return [
        *frame("白石普法小课堂", "每天三分钟 懂一个道理"),
        Part(case_headline(n), tag="h1"),
        byline(f"2021-09-{n + 10} 10:{n + 20} 来源：白石市司法局"),
        Part("案情简介"),
        Part(f"{PEOPLE[n]}于2019年{n % 12 + 1}月买下一套房屋，入住后发现屋顶漏水，物业公司三次维修都没有修好。"),
        *frame("相关阅读", *rotating(case_headline, n, 3, 2)),
        Part("调解过程"),
        Part(f"调解员{PEOPLE[n - 2]}到现场看了{n % 4 + 2}次，请来施工方说明情况，双方争的是{n + 3}000元维修费由谁出。"),
        *frame("轻触此处，把这一则讲给邻居听"),
        Part("处理结果"),
        Part(f"双方约定由物业公司在{n + 10}日内修好，并退还{n + 2}00元物业费，逾期每日支付{n + 20}元。"),
        Part("调解员提示"),
        Part("遇到这类纠纷，先保留好照片和收据，再向所在街道的人民调解委员会提出申请。"),
        *frame("往期回看", *rotating(case_headline, n // 3, 4, 1)),
        *frame("白石市法治宣传教育中心", "知法于心 守法于行", "下一期等您来"),
    ]


def radio_headline(n: int) -> str:
    """Give the headline of a page."""
    return f"【{PLACES[n]}新闻】{WORKS[n]}里的新变化"


def radio(n: int) -> list[Part]:
    """A broadcaster: greetings and names of speakers that repeat, and hardly a frame."""
    return [
        *frame("东港之声 调频九十六点五", "听见身边事"),
        Part(radio_headline(n), tag="h1"),
        byline(f"2021年10月{n + 1}日 18:30 来源：东港广播电视台"),
        Part("听众朋友大家好，欢迎收听今天的节目，我是主持人林小雨。"),
        Part(f"今天我们去{PLACES[n]}的{WORKS[n]}看看，这里上个月接待了{n + 3}00{n % 10}人，比去年多了一成。"),
        Part("主持人："),
        Part(f"我们见到的第一位是{PEOPLE[n]}，他在这里工作了{n + 5}年，每天走{n % 6 + 2}公里。"),
        Part("现场录音："),
        Part(f"“以前一天只有{n + 30}个人来，现在{n + 80}个人都不算多，中午连坐的地方都没有。”"),
        Part("今天的节目就到这里，感谢您的收听，明天同一时间我们再会。"),
        *frame("听友都在追", *rotating(radio_headline, n, 4, 2), "东港之声与您同在"),
    ]


def portal_headline(n: int) -> str:
    """Give the headline of a page."""
    return f"{PLACES[n]}举办{WORKS[n]}开放日活动"


def portal(n: int) -> list[Part]:
    """The same kind of site as HTML: links, and a call to follow in the middle of the text."""
    return [
        *frame("家在云岭", "走读云岭", "云岭人家", "听我们说", tag="a"),
        Part(portal_headline(n), tag="h1"),
        byline(f"2021-11-{n + 10} 08:{n + 10} 来源：云岭发布"),
        Part(f"11月{n + 10}日，{PLACES[n]}举办{WORKS[n]}开放日活动，{n + 12}0多名市民走进现场参观。"),
        *frame("点这里看云岭的一百个清晨", tag="a"),
        Part("活动现场", tag="h3"),
        Part(f"讲解员{PEOPLE[n]}带着大家走了{n % 5 + 1}条路线，回答了{n + 20}个问题，有的孩子还做了记录。"),
        *frame("长按识别二维码，关注本公众号，明天的云岭早一步知道。"),
        Part("报名方式", tag="h3"),
        Part("开放日每月举办一次，市民可以在云岭发布网站登记，也可以关注公众号留言，不收任何费用。"),
        *frame("云岭近来事", *rotating(portal_headline, n, 5, 2), tag="a"),
        *frame("大家正在看", *rotating(portal_headline, n // 5, 5, 1), tag="a"),
        *frame("云岭融合传播中心出品", "守望一座山城的烟火"),
    ]


def reports(n: int) -> list[Part]:
    """Texts without any frame: what repeats is the genre's."""
    return [
        Part(f"{PLACES[n]}市政府工作报告", tag="h1"),
        Part("各位代表："),
        Part(f"现在，我代表{PLACES[n]}市人民政府，向大会报告工作，请予审议，并请各位政协委员提出意见。"),
        Part("过去一年工作回顾"),
        Part(f"去年，全市生产总值增长{n % 6 + 3}.{n % 10}%，完成投资{n + 100}亿元，各项事业有新成绩。"),
        Part("一年来，我们始终把群众的小事当作政府的大事，办成了一批多年想办的实事。"),
        Part("今年工作安排"),
        Part(f"今年，我们要新建{WORKS[n]}{n % 4 + 2}处，改造道路{n + 20}公里，新增就业{n + 3}000人。"),
        Part("各位代表，蓝图已经绘就，让我们团结一心、埋头苦干，为开创新局面而努力奋斗！"),
        Part("谢谢大家！"),
    ]


SITES: dict[str, Callable[[int], list[Part]]] = {
    "newspaper": newspaper,
    "statistics": statistics,
    "office": office,
    "cases": cases,
    "radio": radio,
    "portal (HTML)": portal,
    "reports without a frame": reports,
}


def source(parts: Sequence[Part], *, html: bool) -> str:
    """Write a page."""
    if not html:
        return "\n".join(part.text for part in parts)
    lines = (f'<div><a href="#">{text}</a></div>' if tag == "a" else f"<{tag}>{text}</{tag}>" for text, _, tag in parts)
    title = next(part.text for part in parts if part.tag == "h1")
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{''.join(lines)}</body></html>"


def wrong(parts: Sequence[Part], page: str, site: str, repeated: SiteFurniture | None) -> Iterator[Part]:
    """Give the lines of the frame that are still there, and those of the body that are not."""
    read = read_page(page, settings=Settings.default(), folder=site, repeated=repeated)
    there = {block.text for block in read.blocks}
    for part in parts:
        if part.owner != "byline" and (part.text.removeprefix("· ") in there) == (part.owner == "frame"):
            yield part


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--errors", action="store_true", help="list the lines, of all pages together")
    given = options.parse_args()
    print("| site | frame lines | dropped without | dropped with | body lines | kept without | kept with |")
    print("|---|---|---|---|---|---|---|")
    sums = [0] * 6
    for site, template in SITES.items():
        parts = [template(number) for number in range(PAGES)]
        pages = [source(page, html="HTML" in site) for page in parts]
        counts = SiteCounts()
        for page in pages:
            counts.add(count_page(page, settings=Settings.default(), folder=site))
        repeated = counts.furniture()
        columns: list[int] = []
        found = [
            [part for own, page in zip(parts, pages, strict=True) for part in wrong(own, page, site, evidence)]
            for evidence in (None, repeated)
        ]
        for owner in ("frame", "body"):
            size = sum(part.owner == owner for page in parts for part in page)
            columns += [size, *(size - sum(part.owner == owner for part in each) for each in found)]
        sums = [total + column for total, column in zip(sums, columns, strict=True)]
        print(f"| {site} | {' | '.join(map(str, columns))} |")
        if given.errors:
            for part in sorted(set(found[1])):
                print(f"  {part.owner}: {part.text} ({found[1].count(part)})")
    print(f"| **together** | {' | '.join(map(str, sums))} |")


if __name__ == "__main__":
    main()
