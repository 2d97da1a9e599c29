"""Goals to start from, written for this product. Seeds the goal bank, which staff then edit."""

from ieps.goal_bank import language, life, math, reading, writing
from ieps.goal_bank.entry import BankEntry

__all__ = ["GOAL_BANK", "BankEntry"]

GOAL_BANK: tuple[BankEntry, ...] = (
    *reading.ENTRIES,
    *writing.ENTRIES,
    *math.ENTRIES,
    *language.ENTRIES,
    *life.ENTRIES,
)
