"""Survey files: what their columns are, reading and checking them. No HTTP and no database: files and plain values only."""

from .checking import Checked, Header, check, header
from .child import disk_for, in_child, memory_for
from .refusals import Unreadable

__all__ = ["Checked", "Header", "Unreadable", "check", "disk_for", "header", "in_child", "memory_for"]
