from .joining import Invitation, JoinRequest
from .organisation import Membership, Organisation
from .user import User

__all__ = ["Invitation", "JoinRequest", "Membership", "Organisation", "User"]
