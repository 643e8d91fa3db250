"""The vectorised index says of every term just what a plain scan says."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_study.search.characters import Characters
from mkdocs_study.search.extract import Page, Section
from mkdocs_study.search.headings import article_key, title_key
from mkdocs_study.search.index import build_index
from mkdocs_study.search.numbers import ALPHABET, BASE, encode_number_list, front_code, utf16_key
from mkdocs_study.search.postings import Postings
from mkdocs_study.search.shards import write_index
from mkdocs_study.search.terms import collect_body_terms
from mkdocs_study.text.normalize import HAN_RUN, fold_block

HAN = "一二三中国人民共和党章学习𠮷𠮶"
texts = st.lists(
    st.text(alphabet=HAN + "ab1 ，\n", min_size=1, max_size=30), min_size=1, max_size=6
)


def fold_lines(text: str) -> str:
    return "\n".join(map(fold_block, text.split("\n")))


def as_dict(postings: Postings) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for i, term in enumerate(postings.terms):
        span = slice(int(postings.starts[i]), int(postings.starts[i + 1]))
        found[term] = dict(
            zip(postings.sections[span].tolist(), postings.counts[span].tolist(), strict=True)
        )
    return found


@given(texts)
def test_characters_and_pairs_are_those_of_a_plain_scan(sections: list[str]) -> None:
    chars: dict[str, Counter[int]] = {}
    pairs: dict[str, Counter[int]] = {}
    for number, text in enumerate(map(fold_lines, sections)):
        for run in HAN_RUN.findall(text):
            for char in run:
                chars.setdefault(char, Counter())[number] += 1
            for i in range(len(run) - 1):
                pairs.setdefault(run[i : i + 2], Counter())[number] += 1
    body = collect_body_terms(sections)
    assert dict(body.characters) == {term: len(c) for term, c in chars.items()}
    begun = {(pair[0], number) for pair, c in pairs.items() for number in c}
    final = {
        term: rest
        for term, c in chars.items()
        if (rest := {number for number in c if (term, number) not in begun})
    }
    assert {term: set(found) for term, found in as_dict(body.chars).items()} == final
    assert as_dict(body.pairs) == {term: dict(c) for term, c in pairs.items()}
    assert body.pairs.terms == sorted(pairs, key=utf16_key)


def decode_numbers(text: str) -> list[int]:
    numbers: list[int] = []
    value, scale = 0, 1
    for char in text:
        digit = ALPHABET.index(char)
        if digit < BASE:
            numbers.append(value + digit * scale)
            value, scale = 0, 1
        else:
            value += (digit - BASE) * scale
            scale *= BASE
    return numbers


@given(st.lists(st.integers(0, 2**31 - 1), max_size=50))
def test_numbers_survive_base_46(numbers: list[int]) -> None:
    assert decode_numbers(encode_number_list(numbers)) == numbers


@given(st.sets(st.text(alphabet="ab中国𠮷𠮶", min_size=1, max_size=6), max_size=20))
def test_front_coding_is_reversible_and_splits_no_surrogate_pair(terms: set[str]) -> None:
    ordered = sorted(terms, key=utf16_key)
    decoded: list[str] = []
    previous = ""
    for line in front_code(ordered).split("\n") if ordered else []:
        kept = previous.encode("utf-16-le")[: 2 * ALPHABET.index(line[0])].decode("utf-16-le")
        previous = kept + line[1:]
        decoded.append(previous)
    assert decoded == ordered


@settings(deadline=None)  # the first example loads the dictionaries
@given(texts)
def test_the_same_pages_give_the_same_files(sections: list[str]) -> None:
    pages = [
        Page(f"p{i}/", f"题{i}", (Section("", 1, f"题{i}", (fold_block(text),)),))
        for i, text in enumerate(sections)
    ]
    first = write_index(build_index(pages))
    assert first == write_index(build_index(pages))
    names = [file.name for file in first[1]]
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


def test_keys() -> None:
    assert title_key("《民法典》（2020 年）") == "民法典2020年"
    assert article_key("第一百二十条之一") == "120-1"
    assert article_key("第12条 适用") == "12"
    assert article_key("第三人") is None
    assert article_key("第七条规定的情形") is None


@given(st.lists(st.text(alphabet="中個 \u3000\u200bＡa,\n", max_size=12), min_size=1, max_size=4))
def test_the_whole_site_is_folded_as_each_text(sections: list[str]) -> None:
    site = Characters.of(sections)
    assert site.text == "".join(f"{fold_lines(text)}\n" for text in sections)
    lengths = [len(fold_lines(text)) + 1 for text in sections]
    assert site.sections.tolist() == [i for i, n in enumerate(lengths) for _ in range(n)]
