"""Turns `/// quiz` and `/// checklist` into pages that read without scripts.

Blocks come raw from pymdownx.blocks: library/questions.py reads them, as the check has read them
before. Answers stand behind 看答案; `client/quiz.js` of the tracks makes a form of it all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from mkdocs_study.library.checklist import DEFAULT_TITLE as CHECKLIST_TITLE
from mkdocs_study.library.checklist import Checklist, read_items
from mkdocs_study.library.exercise import is_id
from mkdocs_study.library.questions import YES, read_questions
from mkdocs_study.library.quiz import DEFAULT_TITLE as QUIZ_TITLE
from mkdocs_study.library.quiz import Quiz
from mkdocs_study.markdown_zh.checklist_html import build_checklist
from mkdocs_study.markdown_zh.quiz_html import build_quiz


class _Exercise(Block):  # type: ignore[misc] # pymdownx has no types
    """A block whose lines are kept as they are until its end."""

    ARGUMENT = None
    OPTIONS: ClassVar[dict[str, tuple[Any, None]]] = {"id": ("", None), "shuffle": ("", None)}

    def on_create(self, parent: Element) -> Element:
        """Make the element that the lines are gathered in."""
        return SubElement(parent, "section")

    def on_markdown(self) -> str:
        """Keep Python-Markdown from taking questions for lists."""
        return "raw"

    def on_validate(self, parent: Element) -> bool:  # noqa: ARG002 (pymdownx's call)
        """Leave a block without an id as it is: the check has reported it."""
        return is_id(str(self.options["id"]))

    def lines(self, block: Element) -> tuple[tuple[int, str], ...]:
        """Take the lines out of the element."""
        text = block.text or ""
        block.text = None
        return tuple(enumerate(text.split("\n"), start=1))


class QuizBlock(_Exercise):
    """`/// quiz | 标题`."""

    NAME = "quiz"

    def on_end(self, block: Element) -> None:
        """Put the questions in place of their lines."""
        questions, _ = read_questions(self.lines(block), 0)
        shuffled = self.options["shuffle"]
        build_quiz(
            block,
            Quiz(
                id=str(self.options["id"]),
                title=self.argument or QUIZ_TITLE,
                shuffled=shuffled is True or str(shuffled).lower() in YES,
                questions=tuple(questions),
                line=0,
            ),
        )


class ChecklistBlock(_Exercise):
    """`/// checklist | 标题`."""

    NAME = "checklist"

    def on_end(self, block: Element) -> None:
        """Put the statements in place of their lines."""
        items, _ = read_items(self.lines(block), 0)
        title = self.argument or CHECKLIST_TITLE
        build_checklist(block, Checklist(str(self.options["id"]), title, tuple(items), 0))


class ChineseQuizBlock(QuizBlock):
    """`/// 测验 | 标题`."""

    NAME = "测验"


class ChineseChecklistBlock(ChecklistBlock):
    """`/// 问题清单 | 标题`."""

    NAME = "问题清单"


BLOCKS: Iterable[type[Block]] = (
    QuizBlock,
    ChineseQuizBlock,
    ChecklistBlock,
    ChineseChecklistBlock,
)


class ExercisesExtension(BlocksExtension):  # type: ignore[misc] # as above
    """Registers our blocks beside those of other extensions."""

    def extendMarkdownBlocks(  # noqa: N802 (pymdownx's name)
        self,
        md: Markdown,  # noqa: ARG002 (pymdownx's call)
        block_mgr: BlocksProcessor,
    ) -> None:
        """Register every name."""
        for block in BLOCKS:
            block_mgr.register(block, self.getConfigs())
