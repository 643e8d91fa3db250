"""Searches every byte of a build for words of documents that are not in it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.library.document import Document
from mkdocs_study.publish.attachments import used_attachments
from mkdocs_study.publish.audit.attached import read_attachment
from mkdocs_study.publish.audit.finding import Finding, Report, finding, shorten
from mkdocs_study.publish.audit.grams import Finder, fold_needle
from mkdocs_study.publish.audit.needles import (
    Needle,
    comments_of,
    name_of_attachment,
    needles_of,
    words_of_attachment,
)
from mkdocs_study.publish.audit.pdf import read_pdf
from mkdocs_study.publish.audit.pictures import picture_texts
from mkdocs_study.publish.audit.publicity import ThemeFiles, hidden_titles, public_texts
from mkdocs_study.publish.audit.site_files import SiteFile, SiteFiles
from mkdocs_study.publish.audit.unpack import Budget, Part, unpack
from mkdocs_study.publish.audit.views import texts_of
from mkdocs_study.publish.checks import Checked
from mkdocs_study.publish.project import Project
from mkdocs_study.publish.selection import select

MAX_BYTES = 512_000_000
"""Largest file that is searched; a larger one is reported."""

CODES = {"句子": "LEAK002", "注释": "LEAK002", "附件里的文字": "LEAK004", "附件名": "LEAK003"}
CODES |= dict.fromkeys(("id", "地址", "编号"), "LEAK003")
HINT = "不要发布；重新生成这一版，还有的话找出是哪里写进去的"


@dataclass(frozen=True)
class Secrets:
    """What must not stand in the output of a build."""

    needles: Mapping[str, Needle]
    """Folded words → the needle."""

    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of a file that is not published → its path for diagnostics."""

    pages: Mapping[str, str] = field(default_factory=dict)
    """Path of a page of the site → the document that it would be."""


def collect_secrets(checked: Checked, project: Project, audience: str | None) -> Secrets:
    """Gather the words of what the build for the group leaves out, but for what it says too."""
    library = select(checked.library, audience, project.selection)
    shown = library.by_path
    hidden = [each for each in checked.library.documents if each.path not in shown]
    tree, contents = checked.loaded.tree, checked.loaded.contents
    used = used_attachments(tree, contents, shown, project.strings)
    names = {path.rsplit("/", 1)[-1] for path in used}
    needles: list[Needle] = []
    for document in hidden:
        needles.extend(needles_of(document))
    for document in checked.library.documents:
        needles.extend(comments_of(document))
    needles.extend(
        Needle(fold_needle(title), "导航里的文字", project.config_name, title)
        for title in hidden_titles(project, frozenset(each.path for each in hidden))
    )
    needles.extend(
        Needle(fold_needle(group), "读者范围的名称", project.config_name, group)
        for group in project.vocabulary.audiences
        if group != audience
    )
    digests: dict[str, str] = {}
    for path in tree.attachments:
        if path in used:
            continue
        source = tree.source(path)
        needles.extend(name_of_attachment(path, source, names))
        try:
            data = (tree.root / path).read_bytes()
        except OSError:
            continue
        digests[hashlib.sha256(data).hexdigest()] = source
        needles.extend(words_of_attachment(read_attachment(data, path).texts, source))
    for path in used:
        digests.pop(hashlib.sha256((tree.root / path).read_bytes()).hexdigest(), None)
    secret = {each.folded: each for each in reversed(needles)}
    finder = Finder(secret)
    for text in public_texts(checked, project, shown, used):
        for known in finder.find(text):
            secret.pop(known, None)
    return Secrets(secret, digests, {file: each.source for each in hidden for file in _files(each)})


def _files(document: Document) -> tuple[str, ...]:
    """Return the files that the page may be in, with and without directory addresses."""
    plain = f"{document.url.rstrip('/')}.html"
    return (f"{document.url}index.html", plain) if document.url else ("index.html",)


def check_leaks(
    site: SiteFiles, secrets: Secrets, theme: ThemeFiles, report: Report | None = None
) -> Iterator[Finding]:
    """Report every file of the site in which a secret stands, in whatever spelling."""
    finder = Finder(secrets.needles)
    for number, file in enumerate(site.files):
        if report and number % 50 == 0:
            report("查找泄露", number, len(site.files))
        yield from _check_file(site, file, secrets, finder, theme)


def _check_file(
    site: SiteFiles, file: SiteFile, secrets: Secrets, finder: Finder, theme: ThemeFiles
) -> Iterator[Finding]:
    shown = site.shown(file.path)
    if source := secrets.pages.get(file.path):
        message = f"网站里有限定读者的网页（{source}）"
        yield finding(shown, 1, "LEAK006", message, HINT, words=source)
    if file.size > MAX_BYTES:
        message = f"文件超过 {MAX_BYTES // 1_000_000} MB，没有查找泄露"
        yield finding(shown, 1, "LEAK005", message, "拆成几个文件")
        return
    try:
        data = file.file.read_bytes()
    except OSError:
        yield finding(shown, 1, "LEAK005", "文件读不出来，没有查找泄露", "检查文件权限")
        return
    if source := secrets.digests.get(hashlib.sha256(data).hexdigest()):
        message = f"网站里有没有发布的附件（{source}）"
        yield finding(shown, 1, "LEAK004", message, HINT, words=source)
    budget = Budget()
    found: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for place, text in _texts(site, file, data, budget, theme):
        for folded in finder.find(text):
            needle = secrets.needles[folded]
            found[needle.source, _code(needle)].setdefault(folded, place)
    for (source, code), places in sorted(found.items()):
        yield _leak(shown, source, code, [secrets.needles[each] for each in places], places)
    for problem in budget.problems:
        message = f"没有查全：{problem}"
        hint = "换成能打开的文件，或者自己检查后写进 audit.yml"
        yield finding(shown, 1, "LEAK005", message, hint, words=problem)


def _code(needle: Needle) -> str:
    return CODES.get(needle.kind, "LEAK001")


def _leak(
    shown: str, source: str, code: str, needles: list[Needle], places: Mapping[str, str]
) -> Finding:
    first = max(needles, key=lambda each: (each.is_sure, len(each.folded), each.folded))
    where = f"（在 {places[first.folded]} 里）" if places[first.folded] else ""
    more = f"等 {len(needles)} 处" if len(needles) > 1 else ""
    message = f"有 {source} 的{first.kind}“{shorten(first.words)}”{more}{where}，它不在这一版里"
    severity = Severity.ERROR if any(each.is_sure for each in needles) else Severity.WARNING
    return finding(shown, 1, code, message, HINT, severity, first.words)


def _texts(
    site: SiteFiles, file: SiteFile, data: bytes, budget: Budget, theme: ThemeFiles
) -> Iterator[tuple[str, str]]:
    """Yield every reading of a file, with the member in which it stands."""
    yield "文件名", file.path
    if theme.has(data):
        return
    parts: Iterable[Part] = unpack(data, file.path, budget)
    plain = site.by_path.get(file.path[:-3]) if site.has_plain(file) else None
    if plain is not None:
        parts = [each for each in parts if each.name]  # not the packed bytes themselves
        try:
            if [each.data for each in parts] == [plain.file.read_bytes()]:
                return  # searched as the file that it packs
        except OSError:
            pass
    for part in parts:
        if part.name:
            yield "文件名", part.name
        for text in texts_of(part, budget):
            yield part.name, text
        if b"%PDF-" in part.data[:1024]:
            pdf = read_pdf(part.data)
            if pdf.problem:
                budget.note(pdf.problem)
            for page in (*pdf.pages, *pdf.properties.values()):
                yield part.name, page
        for _, text in picture_texts(part.data):
            yield part.name, text
