from .announcement import Announcement
from .document import Document
from .honour import Correction, Disclosure, Honour

__all__ = ["Announcement", "Correction", "Disclosure", "Document", "Honour"]
