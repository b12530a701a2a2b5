from remit.resourcing.models.request import Allocation, AllocationState, RequestState, ResourceRequest

__all__ = ["Allocation", "AllocationState", "RequestState", "ResourceRequest"]
