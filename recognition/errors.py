"""What recognition refuses, in sentences for the administrator who asked."""


class RecognitionError(Exception):
    """A verb was asked for something it does not do; the message says what and why."""
