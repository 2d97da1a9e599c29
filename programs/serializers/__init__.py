"""The programs app over the API: what is sent and what comes back."""

from programs.serializers.creating import CreateProgramSerializer, CurrentLiftSerializer
from programs.serializers.rows import (
    ApproveProgramSerializer,
    CompletedSetSerializer,
    ExerciseProgressSerializer,
    ExerciseSerializer,
    InstructionSerializer,
    LogSessionSerializer,
    NoteSerializer,
    PlaceSerializer,
    ProgramJobSerializer,
    ProgramLineSerializer,
    ProposalSerializer,
    QuestionSerializer,
    RedraftWeeksSerializer,
    SessionSerializer,
    SetPlaceSerializer,
    SwapOptionSerializer,
    SwapSerializer,
)

__all__ = [
    "ApproveProgramSerializer",
    "CompletedSetSerializer",
    "CreateProgramSerializer",
    "CurrentLiftSerializer",
    "ExerciseProgressSerializer",
    "ExerciseSerializer",
    "InstructionSerializer",
    "LogSessionSerializer",
    "NoteSerializer",
    "PlaceSerializer",
    "ProgramJobSerializer",
    "ProgramLineSerializer",
    "ProposalSerializer",
    "QuestionSerializer",
    "RedraftWeeksSerializer",
    "SessionSerializer",
    "SetPlaceSerializer",
    "SwapOptionSerializer",
    "SwapSerializer",
]
