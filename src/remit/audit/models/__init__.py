from remit.audit.models.chain import AuditChain
from remit.audit.models.event import AuditEvent

__all__ = ["AuditChain", "AuditEvent"]
