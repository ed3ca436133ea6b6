"""Survey files: what their columns are, reading and checking them. No HTTP and no database: files and plain values only."""

from .checking import Checked, Header, check, header
from .child import in_child, memory_for
from .refusals import Unreadable

__all__ = ["Checked", "Header", "Unreadable", "check", "header", "in_child", "memory_for"]
