"""Python-Markdown extensions for study texts in Chinese.

Listed in mkdocs.yml as `markdown_zh`; the `study` plugin adds it and hands it the page's context.
Alone it joins soft breaks, gives headings and articles their stable ids and notes Chinese titles,
decodes links copied from an address bar and renders quizzes and checklists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from mkdocs_study.markdown_zh.addresses import AddressTreeprocessor
from mkdocs_study.markdown_zh.anchors import AnchorTreeprocessor
from mkdocs_study.markdown_zh.citations import CitationTreeprocessor, Cite, cite_nothing
from mkdocs_study.markdown_zh.exercises import ExercisesExtension
from mkdocs_study.markdown_zh.note_titles import NoteTitleTreeprocessor
from mkdocs_study.markdown_zh.soft_breaks import SoftBreakTreeprocessor
from mkdocs_study.markdown_zh.terms import LinkedTerm, TermTreeprocessor
from mkdocs_study.markdown_zh.unlinking import Unlink, UnlinkTreeprocessor, unlink_nothing

# Python-Markdown's own: inline 20, attr_list 8, toc 5, MkDocs' links 0. Headings and articles must
# be seen as they were written, words only after emphasis and links are parsed.
BEFORE_INLINE = 25
AFTER_INLINE = 19


class MarkdownZhExtension(Extension):
    """Registers what a page needs; without options it links nothing."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (Python-Markdown's signature)
        """Take the options that Python-Markdown passes on."""
        self.config = {
            "cite": [cite_nothing, "Function from a Citation to the link of its target, or None"],
            "own": [False, "The page is a text with articles: 第五条 means its own"],
            "terms": [{}, "Term → its link and definition"],
            "unlink": [
                unlink_nothing,
                "Function from an address to whether its link becomes plain words",
            ],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors."""
        md.registerExtension(self)
        ExercisesExtension().extendMarkdown(md)
        register = md.treeprocessors.register
        register(NoteTitleTreeprocessor(md), "zh_note_titles", BEFORE_INLINE)
        register(AddressTreeprocessor(md), "zh_addresses", AFTER_INLINE)
        register(AnchorTreeprocessor(md), "zh_anchors", BEFORE_INLINE)
        register(SoftBreakTreeprocessor(md), "zh_soft_breaks", AFTER_INLINE)
        unlink: Unlink = self.getConfig("unlink")
        if unlink is not unlink_nothing:
            register(UnlinkTreeprocessor(md, unlink), "zh_unlink", AFTER_INLINE)
        cite: Cite = self.getConfig("cite")
        if cite is not cite_nothing:
            processor = CitationTreeprocessor(md, cite, own=bool(self.getConfig("own")))
            register(processor, "zh_citations", AFTER_INLINE - 1)
        terms: Mapping[str, LinkedTerm] = self.getConfig("terms")
        if terms:
            register(TermTreeprocessor(md, terms), "zh_terms", AFTER_INLINE - 2)


def makeExtension(**options: Any) -> MarkdownZhExtension:  # noqa: ANN401, N802 (as above)
    """Let `mkdocs_study.markdown_zh` be named as an extension."""
    return MarkdownZhExtension(**options)
