"""The API at /api/v1: every app's router, mounted once."""

from remit.accounts.api import router as accounts
from remit.audit.api import router as audit
from remit.benefits.api import router as benefits
from remit.changes.api import router as changes
from remit.changes.api_plans import router as change_plans
from remit.closure.api import router as closure
from remit.closure.api_archives import router as archives
from remit.closure.api_lessons import router as lessons
from remit.closure.api_services import router as services
from remit.comments.api import router as comments
from remit.core.api.base import RemitAPI
from remit.costs.api import router as costs
from remit.costs.api_entries import router as cost_entries
from remit.documents.api import router as documents
from remit.documents.api_steps import router as document_steps
from remit.documents.api_templates import router as document_templates
from remit.earned_value.api import router as earned_value
from remit.interchange.api import router as interchange
from remit.interchange.api_people import router as people_files
from remit.jobs.api import router as jobs
from remit.meetings.api import router as outcomes
from remit.meetings.api_meetings import router as meetings
from remit.meetings.api_minutes import router as minutes
from remit.meetings.api_series import router as series
from remit.people.api import roles
from remit.people.api import router as people
from remit.people.api_absences import router as absences
from remit.people.api_accountability import router as accountability
from remit.people.api_advice import router as advice
from remit.people.api_certificates import router as certificates
from remit.people.api_commitments import router as commitments
from remit.people.api_decisions import router as decisions
from remit.people.api_glossary import router as glossary
from remit.people.api_growth import router as growth
from remit.people.api_handovers import router as handovers
from remit.people.api_holidays import router as holidays
from remit.people.api_matrices import router as matrices
from remit.people.api_positions import router as positions
from remit.people.api_remits import router as remits
from remit.people.api_roles import router as catalogue
from remit.people.api_separation import router as separation
from remit.people.api_skills import router as skills
from remit.people.api_structures import router as structures
from remit.people.api_thresholds import router as thresholds
from remit.people.api_training import router as training
from remit.people.api_units import router as units
from remit.planning.api import router as planning
from remit.planning.api_calendars import router as calendars
from remit.planning.api_dates import router as dates
from remit.planning.api_drawings import router as drawings
from remit.planning.api_load import router as load
from remit.planning.api_resources import router as resources
from remit.products.api import router as products
from remit.projects.api import router as projects
from remit.projects.api_deliverables import router as deliverables
from remit.projects.api_lives import router as lives
from remit.projects.api_needs import router as needs
from remit.projects.api_records import router as project_records
from remit.projects.api_requirements import router as requirements
from remit.projects.api_serving import router as serving
from remit.projects.api_stakeholders import router as stakeholders
from remit.registers.api import router as risks
from remit.registers.api_issues import router as issues
from remit.reporting.api import router as status
from remit.resourcing.api import router as capacity
from remit.resourcing.api_pool import router as pool
from remit.resourcing.api_requests import router as resource_requests
from remit.resourcing.api_stock import router as stock
from remit.scenarios.api import router as levelling
from remit.scenarios.api_estimates import router as estimates
from remit.scenarios.api_scenarios import router as scenarios
from remit.simulations.api import router as simulations
from remit.timesheets.api import router as timesheets
from remit.timesheets.api_projects import router as project_time
from remit.web.senders import SENDERS

DESCRIPTION = """\
Everything that Remit's pages show and do, for programs. Send a token as `Authorization: Bearer …`
(made on your profile), or use the session of a signed-in browser with its CSRF token.

- Lists answer `{items, count, next}`; they take the parameters that are named, and no others.
- A change says which version it saw: `If-Match` with the ETag, or `version` in the body.
- A POST with an `Idempotency-Key` can be sent again for 24 hours and has its effect once.
- Work that takes long answers 202 with a job: ask for it until it has ended. 503 with `Retry-After` means that
  something large is being written; nothing was done.
- Errors are problem documents (RFC 9457). What you may not see answers 404 as if it did not exist.
- Times of a plan are local to it and carry no zone; instants are UTC.
"""

api = RemitAPI(title="Remit", version="1", description=DESCRIPTION, senders=SENDERS)
_ROUTERS = (
    accounts, people, catalogue, roles, units, positions, structures, skills, growth, training, certificates,
    absences, glossary, matrices, accountability, advice, commitments, decisions, remits, thresholds, handovers,
    separation, holidays, products, serving,
    projects, project_records, lives, deliverables, stakeholders, requirements, needs,
    comments, outcomes, meetings, minutes, series,
    closure, archives, lessons, services, benefits, costs, cost_entries, earned_value, risks, issues,
    changes, change_plans,
    documents, document_steps, document_templates,
    planning, dates, drawings, calendars, resources, load, capacity, pool, resource_requests, stock,
    timesheets, project_time,
    levelling, scenarios, estimates, simulations,
    interchange, people_files, status, jobs, audit,
)  # fmt: skip
for _router in _ROUTERS:
    api.add_router("", _router)
