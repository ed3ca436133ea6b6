from .announcement import Announcement
from .document import Document
from .honour import Honour

__all__ = ["Announcement", "Document", "Honour"]
