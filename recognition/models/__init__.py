from .announcement import Announcement
from .attendance import Attendance
from .document import Document
from .honour import Correction, Disclosure, Honour

__all__ = ["Announcement", "Attendance", "Correction", "Disclosure", "Document", "Honour"]
