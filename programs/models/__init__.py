"""Rows of the programs app: who coaches whom, the catalogue, programs and what clients did."""

from programs.models.catalogue import CatalogueExercise
from programs.models.logs import CompletedSet, TrainingSession
from programs.models.people import Coaching, Questionnaire
from programs.models.plans import (
    ExerciseEntry,
    PlannedSet,
    Program,
    ProgramFinding,
    Proposal,
    Screening,
    Week,
    Workout,
)

__all__ = [
    "CatalogueExercise",
    "Coaching",
    "CompletedSet",
    "ExerciseEntry",
    "PlannedSet",
    "Program",
    "ProgramFinding",
    "Proposal",
    "Questionnaire",
    "Screening",
    "TrainingSession",
    "Week",
    "Workout",
]
