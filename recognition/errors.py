"""What recognition refuses, in sentences for the administrator who asked."""

from operations.refusal import Refused


class RecognitionError(Refused):
    """A verb was asked for something it does not do; the message says what and why."""
