"""Turns a page's blocks to fill in into its quizzes and checklists, and into all their faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_study.library.checklist import Checklist, read_checklist
from mkdocs_study.library.exercise import (
    LABELS,
    ExerciseKind,
    Fault,
    check_marks,
    find_exercises,
    is_id,
)
from mkdocs_study.library.questions import read_quiz
from mkdocs_study.library.quiz import Quiz


@dataclass(frozen=True)
class Exercises:
    """What readers fill in on a page, in order."""

    quizzes: tuple[Quiz, ...] = ()
    checklists: tuple[Checklist, ...] = ()

    @property
    def any(self) -> bool:
        """Tell whether the page needs the scripts of quizzes or checklists."""
        return bool(self.quizzes or self.checklists)


NONE = Exercises()


def read_exercises(lines: Sequence[str]) -> tuple[Exercises, list[Fault]]:
    """Read every block of a body.

    Args:
        lines: the lines of the body, comments and code left out.
    """
    found = find_exercises(lines)
    faults = list(check_marks(lines, found))
    quizzes: list[Quiz] = []
    checklists: list[Checklist] = []
    first: dict[tuple[ExerciseKind, str], int] = {}
    for each in found:
        given = [text.split(":", 1)[1].strip() for _, text in each.settings if _is_id_line(text)]
        for name in given[:1]:
            line = first.setdefault((each.kind, name), each.line)
            if line != each.line and is_id(name):
                message = f"{LABELS[each.kind]}的 id {name} 与第 {{line}} 行的重复"
                faults.append(Fault(each.line, "EX005", message, "换一个 id", related=line))
        if each.kind is ExerciseKind.QUIZ:
            quiz, wrong = read_quiz(each)
            quizzes.extend([quiz] if quiz else [])
        else:
            checklist, wrong = read_checklist(each)
            checklists.extend([checklist] if checklist else [])
        faults.extend(wrong)
    return Exercises(tuple(quizzes), tuple(checklists)), sorted(set(faults))


def _is_id_line(text: str) -> bool:
    return text.strip().startswith("id:")
