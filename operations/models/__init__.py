from .audit import AuditEvent, AuditHead, AuditPerson
from .job import Job
from .limit import Counter
from .mail import OutgoingMail
from .worker import Heartbeat

__all__ = ["AuditEvent", "AuditHead", "AuditPerson", "Counter", "Heartbeat", "Job", "OutgoingMail"]
