"""Goal D: whatever is sent, to every form, parameter, body, address and header: 0 faults of ours, none slow."""

import copy
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from remit.conftest import World
from remit.web.api import api
from tests.permissions import METHODS, Route, address, expected, routes
from tests.reliability.corpus import CORPUS, Bad
from tests.reliability.foreign import own_place

pytestmark = pytest.mark.django_db

SEED = 20260601
NORMAL, SOAK = 600, 10_000
LONGEST_SECONDS = 2.0
LONGEST_ADDRESS = 4000
LONGEST_HEADER = 4000
MARK = '"@@"'

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

# What each page's form holds; a page that is not named is sent what most of them hold.
CHANGE = {
    "title": "x", "description": "x", "reason": "x", "cause": "regulation", "kind": "scope", "owner": "U-1",
}  # fmt: skip
IMPACT = {
    "days": "1", "cost": "1", "work": "1", "scope_impact": "x", "risk_impact": "x", "quality_impact": "x",
    "benefit_impact": "x", "advice": "x",
}  # fmt: skip
FORMS: dict[str, dict[str, str]] = {
    "account_login": {"login": "a@b.example", "password": "x", "remember": "on"},
    "account_reset_password": {"email": "a@b.example"},
    "account_change_password": {"oldpassword": "x", "password1": "y", "password2": "y"},
    "account_email": {"email": "a@b.example", "action_add": "1"},
    "account_reauthenticate": {"password": "x"},
    "accounts:profile": {"name": "Petra", "language": "de", "theme": "dark", "version": "1"},
    "accounts:create_feed": {"name": "Phone", "parts": "leave"},
    "accounts:create_token": {"name": "Export", "days": "30", "may_write": "on"},
    "accounts:accept": {"password": "x", "again": "x"},
    "mfa_authenticate": {"code": "123456"},
    "mfa_activate_totp": {"code": "123456"},
    "interchange:upload": {"parent": "1", "name": "Shed"},
    "people:add": {
        "name": "Zoe", "email": "zoe@acme.example", "title": "", "unit": "1", "line_manager": "1",
        "hours_per_week": "37.5", "joined_on": "2026-06-01",
    },
    "people:edit": {
        "name": "Zoe", "email": "zoe@acme.example", "title": "", "unit": "1", "line_manager": "1",
        "hours_per_week": "37.5", "joined_on": "2026-06-01", "left_on": "2026-07-01", "version": "1",
    },
    "people:position": {
        "title": "Clerk", "unit": "1", "holder": "1", "reports_to": "1", "from_date": "2026-06-01", "to_date": "",
        "version": "1",
    },
    "people:add_position": {
        "title": "Clerk", "unit": "1", "holder": "1", "reports_to": "1", "from_date": "2026-06-01",
    },
    "people:begin_structure": {"name": "To be", "takes_effect_on": "2098-01-01", "reason": "x"},
    "people:edit_structure": {"name": "To be", "takes_effect_on": "2098-01-01", "reason": "x", "version": "1"},
    "people:structure_state": {"to": "scheduled", "version": "1"},
    "people:plan_change": {"name": "Yard", "into": "N-1", "person": "U-1", "version": "1"},
    "people:planned_change": {"name": "Yard", "into": "N-1", "person": "U-1", "version": "1"},
    "people:drop_change": {"version": "1"},
    "people:add_skill": {"name": "Masonry", "area": "Site", "description": "x"},
    "people:skill": {"name": "Masonry", "area": "Site", "description": "x", "is_retired": "on", "version": "1"},
    "people:person_skills": {"K-1": "3", "K-1.version": "0"},
    "people:add_certificate": {
        "name": "First aid", "issuer": "x", "number": "1", "issued_on": "2026-06-01", "expires_on": "2027-06-01",
    },
    "people:certificate": {
        "name": "First aid", "issuer": "x", "number": "1", "issued_on": "2026-06-01", "expires_on": "2027-06-01",
        "version": "1",
    },
    "people:ask_leave": {
        "person": "1", "kind": "holiday", "from_date": "2026-06-01", "to_date": "2026-06-02", "from_midday": "on",
        "until_midday": "on", "note": "x",
    },
    "timesheets:week": {
        "version": "0", "act": "save", "row": "P-1/T-3", "note": "x",
        "d0": "7.5", "d1": "7:30", "d2": "", "d3": "8", "d4": "", "d5": "", "d6": "",
    },
    "timesheets:withdraw": {"version": "1"},
    "timesheets:correct": {"reason": "x"},
    "timesheets:drop": {"version": "1"},
    "timesheets:approvals": {"sheet": "TS-1:1"},
    "timesheets:approve": {"version": "1"},
    "timesheets:return": {"reason": "x", "version": "1"},
    "people:decide_leave": {"version": "1", "answer": "decline", "reason": "x"},
    "people:add_training": {"subject": "x", "material": "https://x.example", "role": "sponsor", "scope": "P-1"},
    "people:training": {"subject": "x", "material": "", "is_retired": "on", "version": "1"},
    "people:add_training_session": {"held_on": "2098-01-05", "place": "x"},
    "people:note_training": {"person": "U-1"},
    "people:begin_review": {"template": "EX-1"},
    "interchange:requirements": {"rows": "Statement"},
    "interchange:requirements_undo": {},
    "projects:add_requirement": {
        "statement": "x", "acceptance_criteria": "x", "kind": "function", "priority": "must", "what_if_not": "x",
        "effort": "1.5", "collection": "SE-1", "source": "x", "needs": "ND-1", "deliverables": "DL-1",
    },
    "projects:edit_requirement": {
        "statement": "x", "acceptance_criteria": "x", "kind": "function", "priority": "must", "what_if_not": "x",
        "effort": "1.5", "collection": "SE-1", "source": "x", "needs": "ND-1", "deliverables": "DL-1", "version": "1",
    },
    "projects:move_requirement": {"version": "1", "state": "clarified", "reason": "x"},
    "projects:link_requirement": {"deliverable": "DL-1", "is_linked": "1"},
    "projects:needs": {"text": "x", "is_want": "on", "whose": "x", "evidence": "x", "collection": "SE-1"},
    "projects:need": {
        "text": "x", "is_want": "on", "whose": "x", "evidence": "x", "collection": "SE-1", "version": "1",
    },
    "projects:collections": {
        "title": "x", "technique": "interview", "held_on": "2026-06-01", "people": "U-1", "others": "x", "notes": "x",
    },
    "projects:collection": {
        "title": "x", "technique": "interview", "held_on": "2026-06-01", "people": "U-1", "others": "x", "notes": "x",
        "version": "1",
    },
    "projects:add_deliverable": {
        "name": "x", "description": "x", "criteria": "x | y", "due_on": "2026-06-01", "producer": "U-1",
        "acceptor": "U-2",
    },
    "projects:edit_deliverable": {
        "name": "x", "description": "x", "criteria": "x", "due_on": "2026-06-01", "producer": "U-1", "acceptor": "U-2",
        "version": "1",
    },
    "projects:remove_deliverable": {"version": "1"},
    "projects:advance_deliverable": {"version": "1", "state": "in-work"},
    "projects:decide_deliverable": {"version": "1", "state": "accepted", "note": "x"},
    "projects:check_deliverable": {
        "criterion": "1", "method": "x", "is_met": "yes", "evidence": "x", "checked_on": "2026-06-01",
    },
    "reporting:costs": {"spent": "4", "low": "1", "likely": "2", "high": "3", "note": "x", "as_of": "2026-06-01"},
    "reporting:terms": {
        "days_tolerance": "1", "cost_tolerance": "1", "low": "1", "high": "1", "every_weeks": "1",
        "next_on": "2098-01-01", "version": "1",
    },
    "reporting:light": {"colour": "red", "reason": "x", "until": "2026-06-29"},
    "reporting:answer_light": {"agree": "yes", "answer": "x", "version": "1"},
    "reporting:report_now": {"words": "x", "to": "U-1"},
    "earned_value:rules": {"activities": "T-1", "rule": "percent", "account": "-"},
    "earned_value:measure": {
        "rule": "percent", "account": "", "units_planned": "4", "units_done": "1", "steps": "x; 1; 2026-06-01",
        "version": "0",
    },
    "earned_value:settings": {"default_rule": "percent", "is_weekly": "on", "version": "1"},
    "earned_value:record": {"as_of": "2026-06-01", "note": "x"},
    "costs:add_account": {"code": "9", "name": "x", "kind": "work", "owner": "U-1"},
    "costs:edit_account": {"code": "9", "name": "x", "kind": "work", "owner": "U-1", "version": "2"},
    "costs:close_account": {"is_closed": "yes", "version": "2"},
    "costs:move": {"source": "", "target": "CA-1", "amount": "1.50", "reason": "x"},
    "costs:add_entry": {
        "kind": "actual", "account": "CA-1", "on": "2026-06-01", "amount": "1.50", "text": "x", "supplier": "x",
        "reference": "x", "settles": "",
    },
    "costs:reverse_entry": {"reason": "x"},
    "benefits:add": {
        "statement": "x", "owner": "U-1", "measure": "x", "unit": "x", "baseline_value": "4",
        "baseline_on": "2026-01-05", "target_value": "2", "target_on": "2027-01-05", "method": "x", "source": "",
    },
    "benefits:edit": {
        "statement": "x", "owner": "U-1", "measure": "x", "unit": "x", "baseline_value": "4",
        "baseline_on": "2026-01-05", "target_value": "2", "target_on": "2027-01-05", "method": "x", "source": "",
        "version": "2",
    },
    "benefits:hand_over": {"owner": "U-1", "reason": "x", "version": "2"},
    "benefits:remove": {"version": "2"},
    "benefits:plan": {"days": "2028-01-05, 2028-06-05", "reviewer": ""},
    "benefits:review": {
        "value": "3", "evidence": "x", "follows": "keep", "words": "x", "on": "2026-06-01", "version": "2",
    },
    "resourcing:add_pool_entry": {
        "name": "Rig", "kind": "equipment", "unit": "N-1", "pieces": "1", "hours": "10", "measure": "",
    },
    "resourcing:edit_pool_entry": {
        "name": "Rig", "kind": "equipment", "unit": "N-1", "pieces": "1", "hours": "10", "measure": "", "version": "1",
    },
    "resourcing:close_pool_entry": {"version": "1"},
    "resourcing:add_delivery": {"version": "1", "amount": "5", "day": "2026-06-01", "words": "x"},
    "resourcing:remove_delivery": {"version": "1"},
    "resourcing:ask": {
        "person": "U-1", "skill": "K-1", "level": "3", "unit": "N-1", "pool": "PL-1", "count": "1", "hours": "10",
        "from_date": "2098-06-02", "to_date": "2098-06-27", "activity": "T-1", "what_for": "x", "amount": "5",
        "periods": "2098-06-02 2098-06-27 10",
    },
    "resourcing:approve": {"version": "1", "people": "U-1", "over_reason": "x"},
    "resourcing:propose": {
        "version": "1", "people": "U-1", "pieces": "1", "hours": "10", "from_date": "2098-06-02",
        "to_date": "2098-06-27", "reason": "x", "over_reason": "x", "amount": "5",
        "periods": "2098-06-02 2098-06-27 10",
    },
    "resourcing:refuse": {"version": "1", "reason": "x"},
    "resourcing:accept": {"version": "1"},
    "resourcing:decline": {"version": "1", "reason": "x"},
    "resourcing:withdraw": {"version": "1"},
    "resourcing:release": {"version": "1", "last_on": "2098-06-10", "reason": "x"},
    "resourcing:reopen_pool_entry": {"version": "1"},
    "benefits:move": {"to_day": "2028-01-05", "reason": "x", "version": "2"},
    "closure:item": {"version": "0", "state": "done", "evidence": "x"},
    "closure:record_edit": {
        "achieved": "x", "differences": "x", "cost_minor": "1", "contracts": "x",
        "follow_ons": "2098-01-01 Petra: x", "version": "1",
    },
    "closure:record_submit": {"version": "1"},
    "closure:record_answer": {"version": "1", "state": "agreed", "answer": "x", "on": "2026-06-01"},
    "closure:service_edit": {
        "owner": "U-1", "service_levels": "x", "run_cost": "x", "known_errors": "x", "support": "x", "training": "x",
        "spares": "x", "warranty": "x", "acceptance_test": "x", "version": "1",
    },
    "closure:service_propose": {"version": "1"},
    "closure:service_answer": {"version": "1", "state": "accepted", "answer": "x"},
    "closure:service_waive": {"version": "1", "answer": "x"},
    "closure:add_lesson": {
        "title": "x", "kind": "keep", "phase": "planning", "happened": "x", "cause": "x", "advice": "x", "tags": "x, y",
        "is_shared": "on",
    },
    "closure:lesson_edit": {
        "title": "x", "kind": "keep", "phase": "planning", "happened": "x", "cause": "x", "advice": "x", "tags": "x, y",
        "is_shared": "on", "version": "1",
    },
    "closure:note_lesson": {"state": "noted", "words": "x", "version": "0"},
    "closure:project_archives": {"holds": "money", "years": "7"},
    "closure:archive_hold": {"reason": "x", "version": "1"},
    "closure:archive_lift": {"reason": "x", "version": "1"},
    "closure:archive_propose": {"reason": "x", "version": "1"},
    "closure:archive_confirm": {"answer": "keep", "version": "1"},
    "closure:checklist_edit": {"items": "Keys are back", "reason": "x", "version": "0"},
    "comments:write": {"text": "x", "about": "", "answers": ""},
    "comments:comment": {"text": "x", "version": "1"},
    "comments:withdraw": {"version": "1"},
    "comments:settle": {"version": "1"},
    "meetings:plan_meeting": {
        "title": "x", "kind": "review", "day": "2026-06-30", "begins": "10:00", "length_minutes": "60", "place": "x",
        "chair": "U-1", "minute_taker": "U-1", "invited": "U-1", "stakeholders": "SH-1", "purpose": "x",
        "agenda": "x | 15 | U-1", "rhythm": "weekly", "until": "", "times": "2", "skip": "2026-06-30",
        "days_seen": "2026-06-30 2026-07-07",
    },
    "meetings:edit_meeting": {
        "title": "x", "kind": "review", "day": "2026-06-30", "begins": "10:00", "length_minutes": "60", "place": "x",
        "chair": "U-1", "minute_taker": "U-1", "invited": "U-1", "stakeholders": "SH-1", "purpose": "x",
        "agenda": "x | 15 | U-1", "version": "1", "reach": "following",
    },
    "meetings:hold_meeting": {"version": "1"},
    "meetings:write_minutes": {
        "version": "1", "then": "action-1", "rest": "x", "said-1": "x", "parked-1": "on", "presence-U-1": "present",
    },
    "meetings:begin_minutes": {},
    "meetings:drop_minutes": {"version": "1"},
    "meetings:publish_minutes": {"version": "1", "reason": "x"},
    "meetings:cancel_meeting": {"reason": "x", "version": "1", "reach": "this"},
    "meetings:add_action": {"text": "x", "owner": "U-1", "due_on": "2026-06-30"},
    "meetings:action": {"text": "x", "owner": "U-1", "due_on": "2026-06-30", "version": "1"},
    "registers:add_risk": {
        "kind": "threat", "category": "people", "cause": "x", "event": "x", "effect": "x", "owner": "U-1",
        "near_from": "2026-06-30", "near_to": "2026-06-30", "trigger": "x", "note": "x",
    },
    "registers:edit_risk": {
        "kind": "threat", "category": "people", "cause": "x", "event": "x", "effect": "x", "owner": "U-1",
        "near_from": "2026-06-30", "near_to": "2026-06-30", "trigger": "x", "note": "x", "version": "1",
    },
    "registers:open_risk": {"version": "1"},
    "registers:assess_risk": {
        "probability": "25", "cost": "1", "cost_band": "1", "days": "1", "days_band": "1", "version": "1",
    },
    "registers:place_risk": {"probability_band": "4", "impact_band": "4", "version": "1"},
    "registers:plan_response": {
        "strategy": "reduce", "response": "x", "cost": "1", "residual_probability": "1", "residual_cost": "1",
        "residual_cost_band": "1", "residual_days": "1", "residual_days_band": "1", "reason": "x", "version": "1",
    },
    "registers:add_response_action": {"text": "x", "owner": "U-1", "due_on": "2098-06-30", "version": "1"},
    "registers:review_risk": {"words": "x", "review_on": "2098-06-30", "on": "2026-06-01", "version": "1"},
    "registers:close_risk": {"outcome": "avoided", "words": "x", "version": "1"},
    "registers:risk_occurred": {"version": "1"},
    "registers:add_issue": {
        "kind": "problem", "title": "x", "description": "x", "severity": "2-high", "owner": "U-1",
        "due_on": "2098-06-30",
    },
    "registers:edit_issue": {
        "kind": "problem", "title": "x", "description": "x", "severity": "2-high", "owner": "U-1",
        "due_on": "2098-06-30", "version": "1",
    },
    "registers:advance_issue": {"words": "x", "version": "1"},
    "registers:escalate_issue": {"reason": "x", "version": "1"},
    "changes:add_change": CHANGE,
    "changes:edit_change": CHANGE | {"version": "1"},
    "changes:assess_change": IMPACT | {"version": "1"},
    "changes:decide_change": {"answer": "defer", "deferred_to": "2098-06-30", "words": "x", "version": "1"},
    "changes:approve_in_emergency": IMPACT | {"reason": "x", "version": "1"},
    "changes:ratify_change": {"ratify": "yes", "words": "x", "version": "1"},
    "changes:try_change": {"scenario": "", "version": "1"},
    "changes:implement_change": {"words": "x", "version": "1"},
    "changes:scope": {"act": "accept", "keys": "T-1", "reason": "x"},
    "changes:advance_change": {"words": "x", "version": "1"},
    "meetings:finish_action": {"words": "x", "version": "1"},
    "meetings:log_decision": {
        "title": "x", "decided_by": "U-1", "decided_on": "2026-06-01", "options": "x", "reasons": "x", "amount": "1",
        "days": "1", "supersedes": "DN-1",
    },
    "projects:add_stakeholder": {
        "name": "x", "stands_for": "x", "person": "U-1", "stake": "x", "power": "3", "interest": "3",
        "engagement": "neutral", "desired": "leading", "approach": "x", "owner": "U-1", "message": "x", "why": "x",
        "channel": "x", "every_days": "30", "confidential": "x",
    },
    "projects:edit_stakeholder": {
        "name": "x", "stands_for": "x", "person": "U-1", "stake": "x", "power": "3", "interest": "3",
        "engagement": "neutral", "desired": "leading", "approach": "x", "owner": "U-1", "message": "x", "why": "x",
        "channel": "x", "every_days": "30", "confidential": "x", "version": "1",
    },
    "projects:remove_stakeholder": {"version": "1"},
    "simulations:simulations": {
        "runs": "1000", "seed": "1", "is_spread": "on", "low": "0.9", "likely": "1", "high": "1.3",
    },
    "simulations:driver": {"activities": "T-1", "version": "0"},
    "scenarios:levelling": {"objective": "finish", "stability": "0", "seconds": "1"},
    "scenarios:proposal": {"answer": "part", "activities": "T-1"},
    "scenarios:scenarios": {"name": "x", "note": "x", "copy_of": ""},
    "scenarios:scenario": {"act": "undo"},
    "scenarios:estimate": {
        "method": "pert", "low": "1", "likely": "2", "high": "3", "units": "4", "each": "1", "size": "M", "basis": "x",
    },
    "projects:move_stakeholder": {"version": "1", "power": "5", "interest": "1"},
    "projects:note_contact": {
        "held_on": "2026-06-01", "channel": "x", "summary": "x", "engagement": "neutral", "is_confidential": "on",
    },
    "documents:add": {
        "title": "x", "kind": "plan", "owner": "U-1", "placed": "planning/Risk register", "phase": "planning",
        "confidentiality": "project", "is_for_everybody": "on", "readers": "U-1", "text": "# x",
    },
    "documents:edit": {
        "title": "x", "kind": "plan", "owner": "U-1", "placed": "", "phase": "planning", "readers": "U-1",
        "confidentiality": "restricted", "version": "1",
    },
    "documents:remove": {"version": "1"},
    "documents:add_version": {"seen": "0", "note": "x", "text": "# x"},
    "documents:review": {"version": "1", "reviewers": "U-1", "approver": "U-1", "due_on": "2098-01-01"},
    "documents:answer": {"verdict": "fine", "remarks": "x"},
    "documents:approve": {"version": "1", "words": "x"},
    "documents:send_back": {"version": "1", "words": "x"},
    "documents:withdraw": {"version": "1", "words": "x"},
    "documents:add_template": {"name": "x", "kind": "plan", "suits": "x", "text": "# x"},
    "documents:template": {"name": "x", "kind": "plan", "suits": "x", "text": "# x", "version": "1"},
    "documents:remove_template": {"version": "1"},
    "people:add_growth_action": {"what": "Read", "skill": "K-1", "due_on": "2098-01-01"},
    "people:growth_action": {"what": "Read", "due_on": "2098-01-01", "is_done": "on", "version": "1"},
    "people:review": {"item-0": "3", "note": "x", "version": "1", "done": "yes"},
    "people:role_skills": {"K-1": "3", "version": "0"},
    "people:add_expectations": {"role": "sponsor", "seniority": "any", "name": "x", "items": "a"},
    "people:expectation": {"name": "x", "items": "a", "is_retired": "on", "version": "1"},
    "people:add_term": {"name": "Gate", "aliases": "a, b", "text_1": "x", "source_1": "y", "chosen": "1"},
    "people:edit_term": {
        "version": "1", "name": "Gate", "aliases": "a", "text_1": "x", "source_1": "y", "text_2": "z",
        "source_2": "w", "chosen": "2",
    },
    "people:remove_term": {"version": "1"},
    "people:give_role": {
        "role": "1", "person": "1", "from_date": "2026-06-01", "to_date": "", "allocation_percent": "50",
        "money_limit": "1000.00", "days_limit": "5", "deputy": "1", "deputy_from": "", "deputy_to": "",
        "separation_reason": "x",
    },
    "people:assignment": {
        "version": "1", "to_date": "2026-07-01", "allocation_percent": "50", "money_limit": "1000.00",
        "days_limit": "5", "deputy": "1", "deputy_from": "2026-06-01", "deputy_to": "2026-07-01",
    },
    "people:end_assignment": {"version": "1", "reason": "x"},
    "people:review_separation": {"version": "1", "is_kept": "1", "reason": "x"},
    "products:create": {"name": "Lamp", "purpose": "x"},
    "products:edit": {"version": "1", "name": "Lamp", "purpose": "x"},
    "products:stage": {"version": "1", "stage": "abandoned", "on": "2026-06-01", "reason": "x"},
    "projects:serve_product": {"product": "PR-1"},
    "people:holidays": {"days": "2026-12-26 Boxing Day"},
    "people:add_handover_item": {"label": "Keys"},
    "people:tick_handover": {"is_done": "1"},
    "people:name_successor": {"version": "1", "person": "1", "last_day": "2098-01-01"},
    "people:promise": {"what": "x", "scope": "P-1", "to_person": "", "to_name": "Client", "due_on": "2098-01-01"},
    "people:commitment": {"due_on": "2098-01-01", "reason": "x", "version": "1"},
    "people:close_commitment": {"how": "kept", "note": "x", "version": "1"},
    "people:begin_advice": {
        "name": "The firm", "projects": "3", "regulated": "yes", "structure": "functional", "internal_factors": "x",
    },
    "people:edit_advice": {"name": "The firm", "projects": "3", "regulated": "no", "version": "1"},
    "people:decide_advice": {"decision": "x", "review_on": "2026-12-01", "version": "1"},
    "people:staff_advice": {"from_date": "2026-06-01", "person_0": "U-1", "version": "1"},
    "people:advice_rules": {"trades": "3", "version": "1"},
    "people:thresholds": {"items": "9", "version": "1"},
    "people:discard_advice": {"version": "1"},
    "people:ask_decision": {"title": "x", "amount": "1.00", "days": "1", "about": "T-1", "reason": "x"},
    "people:decision": {
        "title": "x", "amount": "1.00", "days": "1", "about": "T-1", "reason": "x", "version": "1",
    },
    "people:answer_decision": {"version": "1", "approve": "no", "answer": "x"},
    "people:matrix": {"template": "agile"},
    "people:matrix_activate": {"version": "1", "reason": "x"},
    "people:matrix_letters": {"row": "D-1", "party": "role:sponsor", "letters": "A", "version": "1"},
    "people:matrix_block": {"row": "D-1", "party": "role:sponsor", "text": "A", "version": "1"},
    "people:matrix_paste": {"text": "x", "area": "cost", "version": "1"},
    "people:matrix_columns": {"who": "role:acceptor"},
    "people:matrix_remove_column": {"party": "role:sponsor", "version": "1"},
    "people:add_responsibility": {"text": "x", "area": "cost", "kind": "project", "authority": "1", "money": "1"},
    "people:responsibility": {
        "text": "x", "area": "cost", "kind": "project", "authority": "1", "money": "1", "version": "1",
        "role:sponsor": "A",
    },
    "people:move_responsibility": {"version": "1", "direction": "up"},
    "planning:workspace": {"start": "2026-06-01"},
    "planning:baselines": {"name": "Agreed"},
    "planning:activity": {
        "version": "1", "name": "Dig", "duration": "3d", "percent_complete": "5", "accountable_key": "U-1",
        "constraint": "snet", "constraint_minute": "2026-06-01T09:00", "deadline_minute": "", "is_manual": "on",
        "notes": "n",
    },
    "planning:add_link": {"predecessor": "T-2", "kind": "FS", "lag": "1d"},
    "projects:create": {
        "name": "Canal", "parent": "1", "unique_result": "", "kind": "agile", "starts_on": "2026-06-01",
        "promised_on": "2026-12-01", "budget": "1000.00",
    },
    "projects:edit": {
        "name": "Canal", "unique_result": "", "kind": "agile", "starts_on": "2026-06-01", "promised_on": "",
        "budget": "1000.00", "version": "1",
    },
    "projects:people": {"role": "1", "person": "1", "from_date": "2026-06-01", "to_date": "2026-07-01"},
    "projects:end_assignment": {"version": "1"},
}  # fmt: skip
DEFAULT_FORM = {"name": "x", "version": "1", "next": "/"}
QUERY = (
    "month",
    "area",
    "role",
    "skill",
    "level",
    "unit",
    "q",
    "page",
    "order_by",
    "show",
    "export",
    "phase",
    "kind",
    "state",
    "next",
)
HEADERS = (
    "If-Match", "If-None-Match", "Idempotency-Key", "Accept-Language", "Accept", "Authorization", "Cookie",
    "HX-Request", "HX-Current-URL", "HX-Target", "Content-Type", "Range", "X-Forwarded-For", "X-Forwarded-Proto",
    "Host", "Origin", "Referer", "X-CSRFToken", "Accept-Encoding", "X-HTTP-Method-Override",
)  # fmt: skip
STEPS: tuple[dict[str, Any], ...] = (
    {"op": "add", "name": "Roof", "parent": "T-1", "after": None, "kind": "task", "duration_minutes": 60},
    {"op": "remove", "key": "T-2"},
    {"op": "move", "key": "T-2", "after": None, "parent": "T-1"},
    {"op": "indent", "key": "T-1"},
    {
        "op": "link",
        "predecessor": "T-2",
        "successor": "T-3",
        "kind": "FS",
        "lag_amount": 0,
        "lag_unit": "working",
    },
    {"op": "change_link", "key": "L-1", "kind": "SS", "lag_amount": 5, "lag_unit": "working"},
    {"op": "unlink", "key": "L-1"},
)
STATED: dict[str, Any] = {
    "name": "New", "notes": "", "kind": "task", "accountable_key": None, "duration_minutes": 1, "start": None,
    "duration_is_elapsed": False, "finish": None, "constraint": "snet", "constraint_minute": "2026-06-01",
    "deadline_minute": None, "is_manual": False, "is_active": True, "priority": 1, "percent_complete": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """One request with one bad value in it."""

    where: str
    method: str
    path: str
    body: bytes
    kind: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that a bad value can be put; `part` says how it gets there."""

    part: str
    method: str
    path: str
    name: str
    rest: Any = None

    def sent(self, bad: Bad) -> Sent:
        where = f"{self.part} {self.method} {self.path} {self.name} = {bad.label}"
        if self.part == "query":
            joined = f"{self.path}?{self.name}={_quoted(bad.text)}"
            return Sent(where, self.method, joined, b"", JSON)
        if self.part == "address":
            value = _quoted(bad.text) or "%20"
            return Sent(where, self.method, self.path.replace("@@", value), b"{}", JSON)
        if self.part == "header":
            clean = bad.text.encode("latin-1", "replace").decode("latin-1")[:LONGEST_HEADER]
            clean = (
                clean.replace("\r", " ").replace("\n", " ").replace("\0", " ")
            )  # no server lets them through
            return Sent(where, self.method, self.path, self.rest, JSON, ((self.name, clean),))
        if self.part == "form":
            pairs = {**self.rest, self.name: bad.text}
            body = "&".join(f"{quote(name)}={_quoted(value, None)}" for name, value in pairs.items())
            return Sent(where, self.method, self.path, body.encode(), FORM)
        body = json.dumps(self.rest).replace(MARK, bad.fragment)
        return Sent(where, self.method, self.path, body.encode("utf-8", "surrogatepass"), JSON)


def _quoted(text: str, longest: int | None = LONGEST_ADDRESS) -> str:
    return quote(text[:longest].encode("utf-8", "surrogatepass"), safe="")


def places(values: dict[str, str]) -> Iterator[Place]:
    """Yield everywhere that somebody can put something."""
    known = {(name, method) for name, method, _scope in expected()}
    for route in routes():
        path = address(route, values)
        methods = [method for method in METHODS if (route.name, method) in known]
        for name in route.parameters:
            for method in methods:
                yield Place("address", method, address(route, {**values, **_marked(name)}), name)
        if not route.pattern.startswith("api/"):
            for name in QUERY if "GET" in methods else ():
                yield Place("query", "GET", path, name)
            if "POST" in methods:
                yield from _of_form(route, path)
    yield from _of_api(values)
    for path in ("/projects/", "/api/v1/projects", "/projects/P-1/plan/data", "/accounts/login/"):
        for name in HEADERS:
            yield Place("header", "GET", path, name, b"")
            yield Place("header", "POST", path, name, b'{"name": "Canal", "starts_on": "2026-06-01"}')


def _marked(name: str) -> dict[str, str]:
    return dict.fromkeys((name, "person", "assignment_key"), "@@") if name == "key" else {name: "@@"}


def _of_form(route: Route, path: str) -> Iterator[Place]:
    if route.name in {"planning:edits", "planning:undo"}:
        yield from _of_edits(path)
        return
    stated = FORMS.get(route.name, DEFAULT_FORM)
    for name in (*stated, "csrfmiddlewaretoken"):
        yield Place("form", "POST", path, name, stated)


def _of_edits(path: str) -> Iterator[Place]:
    for whole in ("@@", {"edits": "@@"}, {"edits": ["@@"]}, {"edit": "@@"}, {"edits": [{"op": "@@"}]}):
        yield Place("body", "POST", path, json.dumps(whole), whole)
    for step in STEPS:
        for name in step:
            yield Place("body", "POST", path, f"{step['op']}.{name}", {"edits": [{**step, name: "@@"}]})
    for name in STATED:
        change = {"op": "change", "key": "T-3", "version": 1, "fields": {**STATED, name: "@@"}}
        yield Place("body", "POST", path, f"change.fields.{name}", {"edits": [change]})
        alone = {"op": "change", "key": "T-3", "version": 1, "fields": {name: "@@"}}
        yield Place("body", "POST", path, f"change.{name} alone", {"edits": [alone]})


def _of_api(values: dict[str, str]) -> Iterator[Place]:
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    schemas = document["components"]["schemas"]
    for pattern, operations in document["paths"].items():
        found = Route(
            "",
            pattern.lstrip("/").replace("{", "<").replace("}", ">"),
            ("key",) if "{key}" in pattern else (),
        )
        path = address(found, values)
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query":
                    yield Place("query", method.upper(), path, parameter["name"])
            if JSON in operation.get("requestBody", {}).get("content", {}):
                name = operation["requestBody"]["content"][JSON]["schema"]["$ref"].rpartition("/")[2]
                yield from _of_body(method.upper(), path, schemas[name], schemas)
    yield from _of_edits("/api/v1/projects/P-1/plan/edits")


def _of_body(method: str, path: str, schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[Place]:
    required = {name: _example(schema["properties"][name], schemas) for name in schema.get("required", [])}
    if "version" in schema["properties"]:
        required["version"] = 1
    yield Place("body", method, path, "(whole)", "@@")
    yield Place("body", method, path, "(unknown)", {**required, "unknown": "@@"})
    for name in schema["properties"]:
        yield Place("body", method, path, name, {**required, name: "@@"})


def _example(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return something that the schema takes, so that the bad value is what is looked at."""
    if "$ref" in schema:
        return schemas[schema["$ref"].rpartition("/")[2]].get("enum", ["x"])[0]
    if schema.get("format") == "date":
        return "2026-06-01"
    plain = {"integer": 1, "boolean": False, "array": []}
    return plain.get(str(schema.get("type")), "zoe@acme.example" if "pattern" in schema else "T-1")


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one request."""

    status: int
    seconds: float


def answer(client: Client, sent: Sent) -> Judged:
    """Send one request; nothing that it did is kept."""
    cache.clear()
    kept = copy.deepcopy(client.cookies)
    headers = dict(sent.headers)
    began = time.process_time()
    with transaction.atomic():
        response = client.generic(sent.method, sent.path, sent.body, content_type=sent.kind, headers=headers)
        seconds = time.process_time() - began
        transaction.set_rollback(True)
    client.cookies = kept
    return Judged(response.status_code, seconds)


@pytest.fixture
def root(world: World) -> Client:
    """Return somebody who may do nearly everything, so that rights stand in no bad value's way."""
    own_place(world)
    for role in ("administrator", "programme-manager", "portfolio-manager"):
        world.give("Petra", role, world.root)
    client = world.client("Petra")
    client.raise_request_exception = False
    return client


VALUES = {
    "key": "P-1", "activity_key": "T-3", "activity": "T-3", "kind": "project", "code": "sponsor", "number": "1",
    "link_key": "L-1", "link": "L-1", "assignment_key": "A-1", "decision_key": "Q-1",
    "decision": "Q-1", "person": "U-1", "job": "0" * 32,
    "calendar_key": "C-1", "calendar": "C-1", "resource_key": "R-1", "resource": "R-1", "staffing_key": "S-1",
    "staffing": "S-1", "unit_key": "N-1", "unit": "N-1", "position_key": "PS-1", "position": "PS-1",
    "structure_key": "TB-1", "structure": "TB-1",
    "skill_key": "K-1", "skill": "K-1", "certificate_key": "CE-1", "certificate": "CE-1",
    "absence_key": "LV-1", "absence": "LV-1", "timesheet_key": "TS-1", "timesheet": "TS-1", "week": "2026-06-01",
    "handover_key": "HO-1", "handover": "HO-1", "holiday": "2026-12-25",
    "product_key": "PR-1", "product": "PR-1",
    "scope_key": "P-1", "scope": "P-1", "row_key": "D-1",
    "row": "D-1", "column": "role:sponsor", "slug": "float",
    "method": "predictive", "criterion": "0", "condition": "1", "place": "1",
}  # fmt: skip


def check(root: Client, count: int) -> None:
    asked = [(place, bad) for place in places(VALUES) for bad in CORPUS]
    random.Random(SEED).shuffle(asked)
    faults, slow = [], []
    statuses: Counter[int] = Counter()
    for place, bad in asked[:count]:
        sent = place.sent(bad)
        judged = answer(root, sent)
        statuses[judged.status] += 1
        if judged.status >= 500:
            faults.append(f"{judged.status} {sent.where}")
        if judged.seconds > LONGEST_SECONDS:
            slow.append(f"{judged.seconds:.1f} s {sent.where}")
    told = ", ".join(f"{number} x {status}" for status, number in sorted(statuses.items()))
    print(f"D: {count} bad inputs of {len(asked)}, {len(faults)} faults, {len(slow)} slow ({told})")
    print("\n".join([*faults, *slow]))
    assert not faults, faults[0]
    assert not slow, slow[0]
    assert len(asked) >= SOAK
    assert statuses[422] + statuses[400] > count / 10, "what is not looked at cannot be found wrong"


ONCE_A_FAULT = (
    (
        "half of a pair in a date",
        {"op": "change", "key": "T-3", "version": 1, "fields": {"start": "\udc00\ud800"}},
    ),
    ("NUL in a date", {"op": "change", "key": "T-3", "version": 1, "fields": {"deadline_minute": "a\0b"}}),
    ("a list for a place", {"op": "move", "key": "T-2", "after": ["T-1"]}),
    ("an object for a place", {"op": "move", "key": "T-2", "parent": {"a": {}}}),
    ("a list for a place of something new", {"op": "add", "name": "Roof", "parent": []}),
)


@pytest.mark.parametrize(
    "step", [step for _what, step in ONCE_A_FAULT], ids=[what for what, _step in ONCE_A_FAULT]
)
def test_what_was_once_a_fault_is_refused(root: Client, step: dict[str, Any]) -> None:
    body = json.dumps({"edits": [step]})
    assert root.post("/projects/P-1/plan/edits", body, content_type=JSON).status_code == 422


@pytest.mark.parametrize(
    "path", ["/projects/%00/", "/people/U-1%00/", "/projects/P-1/plan/activities/%00/", "/roles/%00/"]
)
def test_an_address_that_no_row_can_have_leads_nowhere(root: Client, path: str) -> None:
    assert root.get(path).status_code == 404
    assert root.post(path).status_code == 404


def test_no_bad_input_is_a_fault_of_ours(root: Client) -> None:
    check(root, NORMAL)


@pytest.mark.soak
def test_10_000_bad_inputs_are_no_fault_of_ours(root: Client) -> None:
    check(root, SOAK)
