"""Whatever the entries: each is found in the one or more shards that a browser would open."""

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_study.search import lexicon
from mkdocs_study.search.entries import collect_entries
from mkdocs_study.search.lexicon import sound_order, write_lexicon
from mkdocs_study.text.pinyin import blur, spellings
from tests.golden.test_lexicon import Namer

HAN = "党章学习重长行还吕女安西𠮷〇"
words = st.lists(
    st.tuples(st.text(alphabet=HAN + "ab1", min_size=2, max_size=7), st.integers(1, 9000)),
    min_size=1,
    max_size=60,
)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-be")


def opened(directory: list[str], files: dict[str, list[str]], kind: str, prefix: str) -> list[str]:
    """Open the shards that lexicon.js opens for a prefix, without its bound, and join a column."""
    firsts, names = directory[0].split("\n"), directory[1]
    at = max(i for i, first in enumerate(firsts) if utf16(first) <= utf16(prefix))
    rows: list[str] = []
    while at < len(firsts):
        rows += files[kind + names[8 * at : 8 * at + 8]][0].split("\n")
        at += 1
        if at < len(firsts) and not firsts[at].startswith(prefix):
            break
    return rows


@settings(deadline=None)  # the first example loads the dictionary
@given(words)
def test_every_entry_is_found_by_its_beginning_and_by_its_sound(
    frequent: list[tuple[str, int]],
) -> None:
    entries = collect_entries([], frequent)
    with patch.object(lexicon, "SHARD_BYTES", 60):
        name, written = write_lexicon(entries, Namer())
    files = {file.name.removesuffix(".js"): file.data for file in written}
    if not entries:
        assert not files
        return
    directory = files[name]
    for entry in entries:
        for length in range(1, len(entry.key) + 1):
            assert entry.key in opened(directory["s"], files, "s", entry.key[:length])
        for spelling in spellings(entry.text):
            order = sound_order(spelling[: lexicon.MAX_SYLLABLES]).split(" ")[0]
            for length in range(2, len(order) + 1):
                assert entry.text in opened(directory["z"], files, "z", order[:length])


@settings(deadline=None)
@given(words)
def test_each_first_syllable_keeps_its_heaviest(frequent: list[tuple[str, int]]) -> None:
    entries = collect_entries([], frequent)
    with patch.object(lexicon, "SHARD_BYTES", 60):
        name, written = write_lexicon(entries, Namer())
    files = {file.name.removesuffix(".js"): file.data for file in written}
    for syllable in {way[0] for entry in entries for way in spellings(entry.text)}:
        rows = opened(files[name]["z"], files, "z", f"1{blur(syllable)}")
        fitting = [
            entry for entry in entries if any(way[0] == syllable for way in spellings(entry.text))
        ]
        assert all(entry.text in rows for entry in fitting[: lexicon.HEADS // 4])


@given(
    st.lists(st.sampled_from(["zhang", "nan", "lv", "an", "e", "ting"]), min_size=1, max_size=12)
)
def test_a_spelling_is_sorted_by_its_initials_first(syllables: list[str]) -> None:
    initials, *blurred = sound_order(tuple(syllables)).split(" ")
    assert len(initials) == len(blurred) == len(syllables)
    assert initials == "".join(one[0] for one in blurred)
