"""What a quiz adds to the reading time of its page."""

from mkdocs_study.library.content import Content, read_body, read_content
from mkdocs_study.library.exercise import THINKING

QUIZ = """\
/// quiz | 标题
    id: some-id
    shuffle: 是

1. （判断）甲乙
   答案：对
   解析：丙丁。
2. （单选）戊
   - [x] 己
   - [ ] 庚
   解析：辛。
///
"""


def content(text: str) -> Content:
    found, faults = read_content(read_body("a.md", "page", 1, text))
    assert faults == []
    return found


def test_questions_count_as_words_and_as_time_to_think_but_marks_do_not() -> None:
    words = len("判断甲乙答案对解析丙丁" + "单选戊x己庚解析辛") + len("12")
    assert content(f"# 题\n\n{QUIZ}").text_length == len("题") + words + 2 * THINKING


def test_a_quiz_belongs_to_the_section_that_it_stands_in() -> None:
    found = content(f"# 题\n\n## 一\n\n字\n\n## 二\n\n{QUIZ}\n## 三\n\n字\n")
    lengths = {section.id: section.text_length for section in found.sections}
    assert lengths["一"] == lengths["三"] == 2
    assert lengths["二"] > 2 * THINKING


def test_lines_of_a_quiz_are_counted_from_the_top_of_the_file() -> None:
    found, _ = read_content(read_body("a.md", "page", 6, f"# 题\n\n{QUIZ}"))
    assert found.exercises.quizzes[0].line == 8


def test_a_digest_changes_with_questions_and_answers_only() -> None:
    def digest(text: str) -> str:
        return content(text).exercises.quizzes[0].digest

    assert digest(QUIZ.replace("丙丁", "别的")) == digest(QUIZ)
    assert digest(QUIZ.replace("标题", "别的")) == digest(QUIZ)
    assert digest(QUIZ.replace("答案：对", "答案：错")) != digest(QUIZ)
    assert digest(QUIZ.replace("甲乙", "甲")) != digest(QUIZ)
    assert digest(QUIZ.replace("- [x] 己\n   - [ ] 庚", "- [ ] 己\n   - [x] 庚")) != digest(QUIZ)
