from remit.resourcing.models.request import Allocation, AllocationState, RequestState, ResourceRequest
from remit.resourcing.models.stock import Delivery

__all__ = ["Allocation", "AllocationState", "Delivery", "RequestState", "ResourceRequest"]
