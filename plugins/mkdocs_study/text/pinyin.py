"""Turns Han characters into syllables as they are typed: no tones, ü as v, one per character.

pypinyin's phrases decide between several readings (党章 dang zhang, 生长 sheng zhang). Where no
phrase covers a character that is often read in two ways, both are given.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from mkdocs_study.text.normalize import HAN_RUN

Syllables = tuple[str, ...]

LONGEST_PHRASE = 4
"""Characters round a polyphone in which a phrase may settle its reading."""
SPELLINGS = 4
"""At most so many spellings of one text."""

_POLYPHONES = (
    "薄 bo bao|便 bian pian|泊 bo po|藏 cang zang|参 can cen shen|曾 ceng zeng|差 cha chai|"
    "长 chang zhang|朝 chao zhao|车 che ju|称 cheng chen|乘 cheng sheng|重 zhong chong|畜 xu chu|"
    "传 chuan zhuan|大 da dai|单 dan shan|弹 dan tan|调 diao tiao|都 dou du|度 du duo|恶 e wu|"
    "番 fan pan|否 fou pi|给 gei ji|还 huan hai|行 xing hang|会 hui kuai|降 jiang xiang|"
    "角 jiao jue|校 xiao jiao|觉 jue jiao|卡 ka qia|壳 ke qiao|劲 jin jing|勒 le lei|乐 le yue|"
    "率 lv shuai|露 lu lou|没 mei mo|模 mo mu|屏 ping bing|奇 qi ji|强 qiang jiang|塞 sai se|"
    "厦 sha xia|折 zhe she|省 sheng xing|盛 sheng cheng|识 shi zhi|似 si shi|说 shuo shui|"
    "宿 su xiu|提 ti di|拓 tuo ta|吓 xia he|纤 xian qian|巷 xiang hang|削 xue xiao|血 xue xie|"
    "遗 yi wei|尉 wei yu|择 ze zhai|轧 zha ya|粘 zhan nian|着 zhe zhuo|仔 zi zai"
)
POLYPHONES: dict[str, Syllables] = {
    char: tuple(readings) for char, *readings in (row.split() for row in _POLYPHONES.split("|"))
}
"""Characters that stand in official texts with several readings."""
DOUBTFUL = frozenset("薄泊藏参曾差长朝称重畜传单弹调给还行降校乐露没模削血巷轧折粘")
"""Those of which no reading can be taken for granted where the dictionary has no phrase."""
CORRECTIONS: dict[str, Syllables] = {
    "还款": ("huan", "kuan"),
    "还田": ("huan", "tian"),
}
"""Phrases that pypinyin 0.55 reads wrongly."""

_SYLLABLE = re.compile("[a-z]*[aeiouv][a-z]*")
_WITHOUT_TONE = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")
_FINAL_G = re.compile("(?<=[aei]n)g$")


def _plain(syllable: str) -> str:
    """Take the tone off a syllable; empty for what nobody types (m̀, ê̄)."""
    plain = syllable.translate(_WITHOUT_TONE)
    return plain if _SYLLABLE.fullmatch(plain) else ""


@cache
def _spell_phrase(phrase: str) -> Syllables:
    """Spell a phrase of the dictionary, or one character."""
    # Loading both dictionaries takes 0.2 s and 57 MB: only when search is built.
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # noqa: PLC0415

    if phrase in CORRECTIONS:
        return CORRECTIONS[phrase]
    known = PHRASES_DICT.get(phrase) if len(phrase) > 1 else None
    if known and len(known) == len(phrase):
        return tuple(_plain(ways[0]) for ways in known)
    return tuple(_plain(PINYIN_DICT.get(ord(char), "").split(",")[0]) for char in phrase)


def _read(han: str) -> list[str]:
    """Spell a run of Han characters; a character without a known reading gives an empty string."""
    from pypinyin.seg.mmseg import seg  # noqa: PLC0415  # see _spell_phrase

    return [syllable for phrase in seg.cut(han) for syllable in _spell_phrase(phrase)]


@cache
def readings(char: str) -> Syllables:
    """Return the usual readings of one Han character; none if it has no known one."""
    known = POLYPHONES.get(char)
    if known:
        return known
    first = _spell_phrase(char)[0]
    return (first,) if first else ()


def _phrase_readings(han: str, at: int) -> set[str]:
    """Return how the phrases read the character that cover it: 本行, 行政 disagree on 本行政区."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415  # see _spell_phrase

    return {
        _spell_phrase(phrase)[at - start]
        for start in range(max(0, at - LONGEST_PHRASE + 1), at + 1)
        for end in range(max(at + 1, start + 2), min(len(han), start + LONGEST_PHRASE) + 1)
        if (phrase := han[start:end]) in PHRASES_DICT
    }


def _run_readings(han: str) -> list[Syllables]:
    choices: list[Syllables] = []
    for at, (char, best) in enumerate(zip(han, _read(han), strict=True)):
        found = {best}
        if char in POLYPHONES:
            found |= _phrase_readings(han, at) or set(POLYPHONES[char] if char in DOUBTFUL else ())
        choices.append((best, *sorted(found - {best})))
    return [choice for choice in choices if choice != ("",)]


def spellings(text: str) -> tuple[Syllables, ...]:
    """Return the ways to spell the Han characters of `text`, the likeliest first; often just one.

    Other characters have no syllable; a text without Han characters has no spelling.
    """
    choices = [choice for run in HAN_RUN.findall(text) for choice in _run_readings(run)]
    if not choices:
        return ()
    doubtful = [at for at, choice in enumerate(choices) if len(choice) > 1]
    for at in doubtful[2:]:
        choices[at] = choices[at][:1]
    return tuple(product(*choices))[:SPELLINGS]


def spell(text: str) -> Syllables:
    """Return the likeliest spelling of the Han characters of `text`."""
    ways = spellings(text)
    return ways[0] if ways else ()


def ascii_slug(text: str, separator: str = "-") -> str:
    """Turn a title into an address of ASCII letters and digits: 经验做法 jing-yan-zuo-fa.

    Its arguments are those of the slug functions that MkDocs plugins take.
    """
    spelled = HAN_RUN.sub(lambda run: f" {' '.join(spell(run[0]))} ", text)
    return separator.join(re.findall("[a-z0-9]+", spelled.lower())) or "x"


@cache
def blur(syllable: str) -> str:
    """Reduce a syllable to what common southern slips leave of it.

    zh ch sh = z c s, n = l at the start, ang eng ing = an en in, and ü typed as u.
    """
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    elif syllable.startswith("n"):
        syllable = f"l{syllable[1:]}"
    return _FINAL_G.sub("", syllable.replace("v", "u"))
