from .organisation import Invitation, Membership, Organisation
from .user import User

__all__ = ["Invitation", "Membership", "Organisation", "User"]
