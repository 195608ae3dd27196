"""Compile the tables that come from outside sources: ``python build.py SOURCES`` writes beside itself.

SOURCES is a folder with the lists named in the header of each table: ``provinces.csv``, ``cities.csv``, ``areas.csv``
(modood/Administrative-divisions-of-China, WTFPL) and ``HK-MO-TW.json`` (same project).  Word classes come from the
dictionary of the installed jieba (MIT).  What is taken are facts: names, codes, how common a word is.  All other
tables of this folder are written by hand.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).parent
SURNAMES = frozenset((HERE.parent / "entities" / "surnames.txt").read_text(encoding="utf-8").split())

# The 55 minority peoples as they stand in names of autonomous areas, longest first.
PEOPLES = sorted(
    "蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 "
    "畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜 土族 达斡尔族 达斡尔 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 "
    "阿昌族 普米族 塔吉克族 塔吉克 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春 赫哲族 门巴族 "
    "珞巴族 基诺族 各族".split(),
    key=len,
    reverse=True,
)
AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:{'|'.join(PEOPLES)})+(自治区|自治州|自治县|自治旗|族乡|乡)$")
# Autonomous areas whose short form is not simply the name without the people.
SHORT = {
    "内蒙古自治区": ["内蒙古", "内蒙"],
    "西藏自治区": ["西藏"],
    "前郭尔罗斯蒙古族自治县": ["前郭", "前郭县"],
    "喀喇沁左翼蒙古族自治县": ["喀左"],
    "杜尔伯特蒙古族自治县": ["杜尔伯特", "杜蒙"],
    "阜新蒙古族自治县": ["阜蒙县"],
    "巴音郭楞蒙古自治州": ["巴音郭楞", "巴州"],
    "克孜勒苏柯尔克孜自治州": ["克孜勒苏", "克州"],
    "博尔塔拉蒙古自治州": ["博尔塔拉", "博州"],
    "鄂伦春自治旗": ["鄂伦春旗"],
    "鄂温克族自治旗": ["鄂温克旗"],
    "莫力达瓦达斡尔族自治旗": ["莫力达瓦", "莫旗"],
}
# Prefectures whose short form is an ordinary word; those of all others are clear.
ORDINARY_PREFECTURES = frozenset("大同 日照 来宾 海北 文山 安康 白银 阿里".split())
# Counties whose short form jieba takes for an ordinary word although it hardly ever is one in news.
CLEAR = frozenset(
    "平遥 常熟 仪征 海盐 登封 赤壁 仙桃 正定 遵化 怀来 永济 奉节 康定 赤水 镇远 周至 米脂 神木 玉门 库车 莎车 且末 樟树 扶余 磐石 "
    "左权 泊头 宝应 兴化 平度 龙口 高密 阳谷 临清 个旧 定边 莫旗 大名 馆陶 围场 修水 万载 内乡 新野 项城 五峰 石首 监利 苍梧 融水".split()
)
# Characters of old novels and of nicknames that no given name in news has.
NEVER_GIVEN = frozenset(
    "的是在他她我你它们个了已受及被不这那就都也从对由但而则因所以其之乎者此各每某该要会来去说做使让给将太爷妈姑婆娘叔伯姐妹嫂哥师家过见地里上下又"
    "与和于向侯帝后妃氏府族人夫小老又有无副公没很最度性库馆厂站区式型率员机器品物费款额量场室课校处股组队期次点条件部县村州市省镇街路党"
)
# Full names that are ordinary words, or run into the word before them (和|县委).
ORDINARY_NAMES = frozenset("城区 郊区 矿区 东区 西区 南区 北区 中区 和县 市中区 新区 高县 中西区 成功镇 大同区".split())
# Short forms of districts that are common words, or that many streets and towns share.
SHARED = frozenset(
    "新建 新城 长安 江南 江北 江东 江海 城关 东湖 南湖 西湖 青山 江岸 南山 北塔 东方 新抚 东港 龙山 龙港 龙华 凤泉 红旗 大东 城北 城东 城中 城南 城西 湖里 湖滨 海港 海州 海陵 沙河 金水 "
    "金山 金台 金湾 金家庄 山海关 滨江 滨湖 白云 玉泉 玉州 高新 上城 下城 西城 东城 南岸 南关 西市 站前 老城 石景 银州 铁西 铁东 天山 天桥 天河 天元 太和 永定 永和 云龙 云岩 云城 云溪 泉山 花山 "
    "雨山 香坊 前进 向阳 东风 友好 美溪 新青 乌伊 五营 翠峦 中原 文峰 文圣 宏伟 弓长 太子河 平山 溪湖 明山 立山 双塔 双桥 双清 双台子 大洼 大观 迎江 宜秀 船营 昌邑 丰满 东洲 望花 顺城 清河 清浦 清江浦 淮阴".split()
)
# Frequent names in jieba's dictionary that are real names although no gazetteer has them.
REAL_NAMES = frozenset(
    "大湾 交河 汉口 塘沽 虎门 襄樊 剑桥 乌镇 景山 旅顺 沔阳 郧县 江夏 珞珈 亨利 约翰 彼得 威廉 纳什 科比 卡特 盖茨 比尔 摩尔 保罗 琼斯 伊万 布里 亚当 吉米 凯利 奥托 摩西 摩根 瓦特 欧文 巴顿 达西 哈里 "
    "托马斯 詹姆斯 金陵 联通 哈佛 力帆 泰达 亚泰 中信 中兴 京报 神龙 国安 申花 长虹 光大 鲁迅 杜甫 李白 屈原 曹操 孙权 刘备".split()
)
# Counties whose short form is a word, an era or a mountain as often as the county.
ORDINARY_COUNTIES = frozenset(
    "方正 木兰 友谊 富裕 明光 大田 惠民 博爱 西华 太康 铁山 凤凰 和平 阳春 凌云 乐业 白沙 富顺 威远 仁寿 大竹 白玉 金沙 威信 永胜 开远 弥勒 武功 白水 黄龙 丹凤 共和 温泉 新源 新星 白杨 安宁 "
    "古城 河口 甘泉 平原 牡丹 商城 上街 路桥 东至 长乐 永安 兴隆 青龙 清河 沙河 满城 大城 盐湖 松山 太平 龙井 泰来 河西 江山 象山 平阳 德化 太湖 南城 兴国 玉山 泰山 山城 卧龙 江汉 西陵 远安 兴山 东安 龙山 "
    "南海 开平 龙门 银海 北流 江州 长寿 巫山 东坡 西山 大关 双湖 黄陵 凉州 西夏 沙湾 东海 滨海 新河 大名 高青 永定 新田 蓝山 江华 双峰 大祥 石林 通道 同心 平安 安定 中方 会同 永和 和顺 万安 安福 大通 "
    "大丰 海丰 永丰 新丰 新民 新安 永福 永新 新兴 东方 公安 五常 延长 三门 天台 合作 民乐 南部 咸丰 石柱 大方 定远 资源 比如 互助 左权 东光 西和 礼县 政和 光泽 平和 文成 青田 金湖 东平 东明 西平 汉阳 江夏 兴安 "
    "嘉定 青山 明山 明水 大安 大英 平定 永济 高平 长子 安乡 桃源 石门 宁远 双牌 通城 英山 鹤山 恩平 四会 高要 灵山 大新 天等 忻城 东兴 安龙 荔波 三都 大姚 永平 宾川 云龙 剑川 鹤庆 兴仁 正安 余庆 修文 富源 会泽 "
    "富民 石屏 金平 绿春 华宁 江川 新平 永善 盐津 水富 永仁 武定 南华 兴文 平昌 大竹 天全 宝兴 美姑 白玉 理县 茂县 黑水 小金 金川 红原 蓬安 营山 仪陇".split()
) - frozenset(
    "嘉定 剑川 鹤庆 荔波 宾川 大姚 仪陇 蓬安 恩平 鹤山 忻城 美姑 富源 会泽 余庆 会东 金川 永善 盐津 理县 茂县 礼县 桃源 高平 永济 石屏 青田 金湖 高要 天等 汉阳".split()
)
KINDS = {
    "市": "city", "省": "province", "自治区": "province", "特别行政区": "special_region", "自治州": "prefecture",
    "地区": "prefecture", "盟": "prefecture", "县": "county", "自治县": "county", "旗": "county", "自治旗": "county",
    "区": "district", "林区": "district", "特区": "district", "新区": "district",
}  # fmt: skip
ENDINGS = sorted(KINDS, key=len, reverse=True)


def read_words() -> dict[str, tuple[int, str]]:
    """Give jieba's words with their frequency and part of speech."""
    text = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    return {w: (int(n), tag) for w, n, tag in re.findall(r"^(\S+) (\d+) (\w+)$", text, re.M)}


def is_clear_district(stem: str, words: dict[str, tuple[int, str]]) -> bool:
    """Say whether the short form of a district is a place and nothing else: 海淀, 番禺; not 和平, 鼓楼."""
    count, tag = words.get(stem, (0, "ns"))
    return len(stem) > 1 and (tag == "ns" or count == 0 or (tag in ("nz", "nr", "j", "nt") and count < 30))


def is_ordinary(word: str, words: dict[str, tuple[int, str]]) -> bool:
    """Say whether a short form is also a word of its own, so that it needs the support of the article."""
    count, tag = words.get(word, (0, "ns"))
    if word in ORDINARY_COUNTIES:
        return True
    return tag not in ("ns", "nz", "j", "nr", "nrt") and count > 30 and word not in CLEAR


def short_forms(name: str, level: str, words: dict[str, tuple[int, str]]) -> list[str]:
    """Give the short forms of a division; a question mark marks those that need support."""
    if name in SHORT:
        return SHORT[name]
    found = AUTONOMOUS.match(name)
    if found:
        stem, ending = found.groups()
        longer = [stem + ("州" if ending == "自治州" else "县")] if ending in ("自治州", "自治县") else []
    else:
        stem = next((name[: -len(e)] for e in ENDINGS if name.endswith(e)), name)
        longer = []
    if len(stem) < 2:
        return longer
    if level in ("city", "prefecture"):
        return [*longer, stem + ("?" if stem in ORDINARY_PREFECTURES else "")]
    if level == "district":
        return [*longer, stem + "?"]
    return [*longer, stem + ("?" if level != "province" and is_ordinary(stem, words) else "")]


def write(path: Path, header: str, rows: list[tuple[str, ...]]) -> None:
    """Write a table with its comment header."""
    lines = [f"# {line}" for line in header.splitlines()] + ["\t".join(row).rstrip("\t") for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def divisions(sources: Path, words: dict[str, tuple[int, str]]) -> list[tuple[str, ...]]:
    """Give provinces, prefectures and counties with their GB/T 2260 codes."""
    rows: list[tuple[str, ...]] = []
    for file, digits in (("provinces.csv", 2), ("cities.csv", 4), ("areas.csv", 6)):
        with (sources / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name, code = row["name"], row["code"].ljust(6, "0")
                if name in ("市辖区", "县") or "直辖县级" in name or len(row["code"]) != digits:
                    continue
                kind = next((KINDS[e] for e in ENDINGS if name.endswith(e)), "county")
                if file == "areas.csv" and kind == "city":
                    kind = "county_city"
                if file == "provinces.csv" and kind == "city":
                    kind = "province"
                shorter = " ".join(short_forms(name, kind, words))
                rows.append((name + "?" * (name in ORDINARY_NAMES), "GPE", "", kind, code, shorter))
    short = Counter(form for row in rows for form in [row[0], *row[5].replace("?", "").split()])
    for number, row in enumerate(rows):
        stem = row[5].removesuffix("?")
        if (
            row[3] == "district"
            and short[stem] == 1
            and stem not in SHARED | ORDINARY_COUNTIES
            and is_clear_district(stem, words)
        ):
            rows[number] = (*row[:5], stem)
    return rows


def taiwan(sources: Path, words: dict[str, tuple[int, str]]) -> list[tuple[str, ...]]:
    """Give the divisions of Hong Kong, Macao and Taiwan; GB/T 2260 has codes for the three as a whole only."""
    data = json.loads((sources / "HK-MO-TW.json").read_text(encoding="utf-8"))
    codes = {"香港特别行政区": "810000", "澳门特别行政区": "820000", "台湾省": "710000"}
    rows: list[tuple[str, ...]] = []
    for whole, parts in data.items():
        rows.append((whole, "GPE", "", "province", codes[whole], whole[:2]))
        for city, districts in parts.items():
            if whole == "台湾省":
                rows.append((city, "GPE", "", "city", "", city[:-1]))
            for name in districts:
                name = re.sub("（.*", "", name)
                if len(name) > 2:
                    full = name + "?" * (name in ORDINARY_NAMES)
                    rows.append(
                        (full, "GPE", (city if whole == "台湾省" else whole) + name, "district", "", name[:-1] + "?")
                    )
    return rows


BREAKS = frozenset("v vn vd vi vq d p c r rr rz u ul uj uz ud uv ug y e o t m q mq z zg ad f".split())
ORDINARY = frozenset("n a an b l i s".split())
NAMES = frozenset("nr ns nz nt j nrt nrfg".split())


def lexicon(words: dict[str, tuple[int, str]]) -> dict[str, list[str]]:
    """Give the words at which a name cannot go on to the left, and the other words of the general language.

    jieba calls many ordinary words names (城市 ns, 师傅 nr, 普通 nz): frequent two-character ones that no gazetteer has
    are taken as ordinary.
    """
    known = {
        form
        for table in HERE.glob("*.tsv")
        for line in table.read_text(encoding="utf-8").splitlines()[2:]
        for form in [line.split("\t")[0], *(line.split("\t") + [""] * 6)[5].split()]
        if not form.endswith("?")
    }
    breaks, common = [], []
    for word, (count, tag) in words.items():
        if not re.fullmatch("[\u4e00-\u9fff]{1,4}", word):
            continue
        rare = 3 if word[0] in SURNAMES else 10
        if tag in BREAKS and count >= rare:
            breaks.append(word)
        elif len(word) == 1 or word in known or word in REAL_NAMES:
            continue
        elif (tag in ORDINARY and count >= rare) or (tag in NAMES and len(word) == 2 and count >= 100):
            common.append(word)
    return {"breaks": breaks, "common": common}


def given_names(words: dict[str, tuple[int, str]]) -> list[str]:
    """Give the characters of given names, the frequent first, and the rare characters, which names like too."""
    counts = Counter(
        character
        for word, (_, tag) in words.items()
        if tag == "nr"
        and len(word) == 3
        and word[0] in "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许冯邓曹彭曾田董袁潘蒋蔡杜"
        for character in word[1:]
    )
    frequency: Counter[str] = Counter()
    for word, (count, tag) in words.items():
        if tag not in NAMES:
            frequency.update({c: count for c in word if "\u4e00" <= c <= "\u9fff"})
    rare = [c for c, n in frequency.items() if n < 3000 and counts[c] < 3]
    return [c for c in [*(c for c, n in counts.most_common() if n >= 3), *rare] if c not in NEVER_GIVEN]


def main(sources: Path) -> None:
    """Write the compiled tables."""
    words = read_words()
    head = "name\tlabel\tcanonical\tkind\tcode\taliases"
    for name, rows, source in (
        (
            "divisions.tsv",
            divisions(sources, words),
            "GB/T 2260 divisions of the mainland, from modood/Administrative-divisions-of-China (WTFPL).",
        ),
        (
            "taiwan_hongkong_macao.tsv",
            taiwan(sources, words),
            "Divisions of Hong Kong, Macao and Taiwan, from the same project.",
        ),
    ):
        path = HERE / name
        write(
            path,
            f"{source}\nCompiled by build.py; an alias with ? is also an ordinary word and needs the support of the article.",
            [tuple(head.split("\t")), *rows],
        )
        print(name, len(rows), Counter(r[3] for r in rows))
    lists = {**lexicon(words), "given_names": given_names(words)}
    what = {
        "breaks": "Words at which a name cannot go on to the left",
        "common": "Other words of the general language",
        "given_names": "Characters of given names, the frequent first",
    }
    for name, found in lists.items():
        body = "\n".join(" ".join(found[i : i + 40]) for i in range(0, len(found), 40))
        header = f"# {what[name]}. Compiled by ../gazetteers/build.py from the dictionary of jieba (MIT)."
        (HERE.parent / "entities" / f"{name}.txt").write_text(f"{header}\n{body}\n", encoding="utf-8")
        print(name, len(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
