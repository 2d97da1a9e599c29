"""Rule 5: an IEP is not another one with the name exchanged."""

import pytest

from ieps import rules
from ieps.facts import PriorSectionFact
from ieps.rules.copies import jaccard, shingles
from tests.ieps.rules.drafts import check_text, rule_names

COPIED = (
    "Mina joins every lesson of her class and works in a small group for reading, where she "
    "chooses the book, reads it with a partner, and tells the others what happened and why."
)


def test_copy_of_another_text_is_found_even_with_another_name():
    other = rules.mask_names(COPIED.replace("Mina", "Theo"), "Theo Brandt", "Theo")

    found = check_text(COPIED, other_texts=(other,))

    assert rule_names(found) == {"near-copy"}


def test_copy_of_last_year_is_found():
    prior = PriorSectionFact("1", "2025-2026, version 1", "participation", COPIED)

    assert rule_names(check_text(COPIED, prior=(prior,))) == {"near-copy"}


def test_text_that_shares_a_sentence_is_no_copy():
    other = f"{COPIED} " + " ".join(f"word{number}" for number in range(40))

    assert check_text(COPIED, other_texts=(other,)) == []


def test_short_texts_are_alike_by_chance_and_pass():
    assert check_text("Mina reads daily.", other_texts=("Mina reads daily.",)) == []


def test_jaccard_is_shared_shingles_over_all():
    one = shingles("a b c d e f")
    other = shingles("a b c d e g")

    assert jaccard(one, other) == 1 / 3
    assert jaccard(shingles("a"), shingles("b")) == 0.0


@pytest.mark.parametrize(
    "text", ["서연이는 책을 읽는다", "김서연은 책을 읽는다", "서연에게 책을 준다"]
)
def test_korean_names_are_masked_with_their_particles(text: str):
    assert "서연" not in rules.mask_names(text, "김서연", "서연")
