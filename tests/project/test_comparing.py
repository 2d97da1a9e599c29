import pytest

from project.comparing import Run, word_runs


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("", "", []),
        ("same text", "same text", [Run("same", "same text")]),
        ("", "all new", [Run("added", "all new")]),
        ("all gone", "", [Run("removed", "all gone")]),
        (
            "She reads a story aloud.",
            "She reads a long story aloud.",
            [Run("same", "She reads a "), Run("added", "long "), Run("same", "story aloud.")],
        ),
        (
            "Given a new text she reads.",
            "Given an unfamiliar text she writes.",
            [
                Run("same", "Given "),
                Run("removed", "a new text she reads"),
                Run("added", "an unfamiliar text she writes"),
                Run("same", "."),
            ],
        ),
    ],
)
def test_word_runs(old, new, runs):
    assert word_runs(old, new) == runs


def test_runs_give_both_texts_back():
    old = "The student reads 40 words. The team meets in May, and the teacher tells the family."
    new = "The student reads 45 words aloud. The team meets in June and tells the family."

    runs = word_runs(old, new)

    assert "".join(run.text for run in runs if run.kind != "added") == old
    assert "".join(run.text for run in runs if run.kind != "removed") == new
