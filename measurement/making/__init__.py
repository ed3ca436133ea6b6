"""Survey files of organisations that do not exist, realistic and the same for the same seed: for trials and for timing."""

from .files import make

__all__ = ["make"]
