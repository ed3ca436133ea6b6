from .audit import AuditEvent, AuditPerson
from .job import Job
from .limit import Counter
from .mail import OutgoingMail
from .worker import Heartbeat

__all__ = ["AuditEvent", "AuditPerson", "Counter", "Heartbeat", "Job", "OutgoingMail"]
