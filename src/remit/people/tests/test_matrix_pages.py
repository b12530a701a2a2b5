"""What people see and do on the pages about who answers for what."""

import io
import zipfile
from html import unescape
from typing import Any

import pytest
from django.test import Client

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.models import Assignment, ResponsibilityMatrix
from remit.people.operations.assignments import end_assignment
from remit.people.operations.matrix_edits import add_responsibility
from remit.people.tests.staffed import Staffed, staffed

SYSTEM = system_actor()
PAGE = "/responsibilities/P-1/"


@pytest.fixture
def firm(world: World) -> Staffed:
    return staffed(world)


@pytest.fixture
def ada(firm: Staffed) -> Client:
    return firm.world.client("Ada")


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_a_matrix_is_begun_from_a_template_and_put_into_force(firm: Staffed, ada: Client) -> None:
    assert "Template: Planned project" in text(ada.get(PAGE))
    shown = text(ada.post(PAGE, {"template": "predictive"}, follow=True))
    assert "Draft 1" in shown
    assert "Nothing is wrong" in shown
    version = firm.scope.matrices.get().version
    done = text(ada.post(f"{PAGE}activate/", {"version": version}, follow=True))
    assert "Version 1, since" in done
    assert firm.active() is not None


def test_the_tab_of_a_project_leads_to_its_matrix(ada: Client) -> None:
    shown = text(ada.get("/projects/P-1/people/"))
    assert f'href="{PAGE}"' in shown
    assert 'aria-current="page">Responsibilities' in text(ada.get(PAGE)).replace("</a>", "").replace("\n", "")


def test_faults_stand_beside_their_row_at_once(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    row = draft.rows.get()
    stated = {"row": row.key, "party": "role:sponsor", "letters": "", "version": row.version}
    answer = ada.post(f"{PAGE}letters", stated, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Nobody answers for it." in text(answer)
    row.refresh_from_db()
    again = stated | {"letters": "A", "version": row.version}
    assert "Nobody answers for it." not in text(ada.post(f"{PAGE}letters", again))


def test_a_letter_that_was_set_on_a_stale_row_is_refused_with_words(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    row = draft.rows.get()
    stated = {"row": row.key, "party": "role:sponsor", "letters": "R", "version": row.version - 1}
    answer = ada.post(f"{PAGE}letters", stated, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert 'role="alert"' in text(answer)
    assert "this row meanwhile" in text(answer)


def test_a_block_from_a_spreadsheet_is_pasted_at_a_cell(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    key = draft.rows.get().key
    stated = {"row": key, "party": "role:sponsor", "text": "A\tR\tC", "version": draft.version}
    assert ada.post(f"{PAGE}block", stated).status_code == 200
    letters = draft.rows.get().cells.order_by("party__position").values_list("letter", flat=True)
    assert list(letters) == ["A", "R", "C"]


def test_the_page_of_a_row_changes_its_text_and_its_letters(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    row = draft.rows.get()
    path = f"{PAGE}rows/{row.key}/"
    shown = text(ada.get(path))
    assert "Sponsor (Sue)" in shown
    stated = {
        "version": row.version, "text": "The case", "area": "strategy", "kind": "project", "money": "250.50",
        "authority": "4", "role:sponsor": "A", "role:project-manager": "R", "role:project-leader": "I",
    }  # fmt: skip
    assert ada.post(path, stated).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.money_minor, row.authority) == ("The case", 25050, 4)
    assert row.cells.count() == 3
    stale = ada.post(path, stated)
    assert stale.status_code == 409
    assert "this row meanwhile" in text(stale)


def test_rows_and_columns_are_added_moved_removed_and_taken_back(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    new = {"text": "Budget", "area": "cost", "kind": "project", "money": "", "authority": ""}
    assert ada.post(f"{PAGE}rows/new/", new).status_code == 302
    added = draft.rows.get(text="Budget")
    moved = {"version": added.version, "direction": "up"}
    assert ada.post(f"{PAGE}rows/{added.key}/move", moved).status_code == 302
    assert [row.text for row in draft.rows.all()] == ["Budget", "Business case"]
    kim = Assignment.objects.get(person__name="Kim")
    assert ada.post(f"{PAGE}columns/", {"who": f"assignment:{kim.key}"}).status_code == 302
    twice = ada.post(f"{PAGE}columns/", {"who": f"assignment:{kim.key}"})
    assert (twice.status_code, "There is a column for it already" in text(twice)) == (409, True)
    draft = firm.fresh(draft)
    gone = {"version": draft.version, "party": "role:sponsor"}
    assert ada.post(f"{PAGE}columns/remove", gone).status_code == 302
    assert draft.parties.count() == 3
    draft = firm.fresh(draft)
    assert ada.post(f"{PAGE}undo", {"version": draft.version}).status_code == 302
    assert draft.parties.count() == 4
    row = draft.rows.get(text="Budget")
    assert ada.post(f"{PAGE}rows/{row.key}/remove", {"version": row.version}).status_code == 302
    assert draft.rows.count() == 1


def test_a_wrong_sheet_is_shown_again_with_what_was_pasted(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    stated = {"text": "What\tEmperor\nFunds\tA", "area": "cost", "version": draft.version}
    answer = ada.post(f"{PAGE}paste/", stated)
    assert answer.status_code == 422
    assert "Emperor” is no role" in text(answer)
    assert "Funds\tA" in text(answer)


def test_errors_keep_the_button_away_and_say_where(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:sponsor": ""})
    shown = text(ada.get(f"{PAGE}activate/"))
    assert "1 error keeps it from coming into force" in shown
    assert "Business case" in shown
    assert 'class="button primary">Put into force' not in shown
    version = firm.fresh(draft).version
    assert ada.post(f"{PAGE}activate/", {"version": version, "reason": "x"}).status_code == 409
    assert firm.active() is None


def test_warnings_ask_for_a_reason_which_is_shown_afterwards(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:project-leader": "I"})
    version = firm.fresh(draft).version
    assert ada.post(f"{PAGE}activate/", {"version": version, "reason": ""}).status_code == 422
    stated = {"version": version, "reason": "Only until June."}
    assert "Only until June." in text(ada.post(f"{PAGE}activate/", stated, follow=True))


def test_whoever_may_not_write_sees_what_is_in_force_and_never_a_draft(firm: Staffed) -> None:
    draft = firm.small()
    tom = firm.world.client("Tom")
    assert "Business case" not in text(tom.get(PAGE))
    assert "Nobody has said yet" in text(tom.get(PAGE))
    for path in (f"{PAGE}sheet.xlsx?version=draft", "/responsibilities/", f"{PAGE}versions/"):
        assert "Business case" not in sheet_or_text(tom.get(path)), path
    assert tom.get(f"{PAGE}versions/1/").status_code == 404
    assert tom.get(f"{PAGE}rows/{draft.rows.get().key}/").status_code == 404
    assert tom.post(f"{PAGE}letters", {}).status_code == 403
    firm.activate(draft)
    shown = text(tom.get(PAGE))
    assert "Business case" in shown
    assert "remit-matrix" not in shown
    assert "Sue" in text(tom.get(f"{PAGE}rows/{draft.rows.get().key}/"))


def sheet_or_text(answer: Any) -> str:
    if answer.content[:2] != b"PK":
        return text(answer)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return "".join(file.read(name).decode() for name in file.namelist())


def test_an_administrator_does_not_see_who_answers_for_what_in_a_project(firm: Staffed) -> None:
    firm.activate(firm.small())
    firm.world.give("Adam", "administrator", firm.world.root)
    adam = firm.world.client("Adam")
    assert adam.get(PAGE).status_code == 404
    assert "Bridge" not in text(adam.get("/responsibilities/"))
    assert adam.get("/responsibilities/O-1/").status_code == 200


def test_the_sheet_holds_each_row_with_its_letters_and_the_one_who_answers(
    firm: Staffed, ada: Client
) -> None:
    draft = firm.small()
    add_responsibility(draft, text="=1+1", area="cost", actor=SYSTEM)
    answer = ada.get(f"{PAGE}sheet.xlsx?version=draft")
    held = sheet_or_text(answer)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="responsibilities-P-1.xlsx"'
    for word in ("Business case", "Sponsor (Sue)", "=1+1"):
        assert word in held
    assert "<f>" not in held


def test_the_page_over_all_scopes_lists_every_fault_and_can_show_one_kind(firm: Staffed) -> None:
    firm.activate(firm.small())
    firm.world.give("Paul", "portfolio-manager", firm.world.root)
    paul = firm.world.client("Paul")
    assert "Nothing is wrong" in text(paul.get("/responsibilities/"))
    end_assignment(Assignment.objects.get(role__code="sponsor"), actor=SYSTEM, version=1)
    shown = text(paul.get("/responsibilities/"))
    assert "Sponsor answers for it, and nobody holds that now." in shown
    assert "Nobody is Sponsor of P-1 Bridge" in shown
    one = text(paul.get("/responsibilities/?show=role-vacant"))
    assert "Nobody is Sponsor of P-1 Bridge" in one
    assert "nobody holds that now" not in one


def test_earlier_versions_can_be_read(firm: Staffed, ada: Client) -> None:
    first = firm.activate(firm.small())
    second = firm.draft()
    row = second.rows.get()
    ada.post(
        f"{PAGE}rows/{row.key}/",
        {"version": row.version, "text": "Another case", "area": "strategy", "kind": "project",
         "role:sponsor": "A", "role:project-manager": "R"},
    )  # fmt: skip
    firm.activate(second)
    assert "Superseded" in text(ada.get(f"{PAGE}versions/"))
    assert "Business case" in text(ada.get(f"{PAGE}versions/{first.number}/"))
    assert "Another case" not in text(ada.get(f"{PAGE}versions/{first.number}/"))


def test_the_palette_answers_with_one_name(firm: Staffed, ada: Client) -> None:
    firm.activate(firm.small())
    for typed in (
        "who is accountable for business case",
        "business case",
        "Who is accountable for the case?",
    ):
        answers = ada.get("/palette", {"q": typed}).json()["answers"]
        found = [each for each in answers if each["kind"] == "Responsibility"]
        assert [each["hint"] for each in found] == ["accountable: Sue"], typed
    end_assignment(Assignment.objects.get(role__code="sponsor"), actor=SYSTEM, version=1)
    answers = ada.get("/palette", {"q": "business case"}).json()["answers"]
    assert [each["hint"] for each in answers if each["kind"] == "Responsibility"] == ["nobody is accountable"]


def test_a_draft_answers_nothing_in_the_palette(firm: Staffed, ada: Client) -> None:
    firm.small()
    answers = ada.get("/palette", {"q": "business case"}).json()["answers"]
    assert [each for each in answers if each["kind"] == "Responsibility"] == []


def test_the_history_of_a_matrix_tells_each_letter(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:project-leader": "C"})
    shown = text(ada.get("/history/matrix/P-1/"))
    assert "Business case: role:project-leader C" in shown
    assert ResponsibilityMatrix.objects.count() == 1


def test_the_page_of_a_row_still_says_who_is_accountable_for_the_project(firm: Staffed, ada: Client) -> None:
    draft = firm.small()
    shown = text(ada.get(f"{PAGE}rows/{draft.rows.get().key}/"))
    assert "Name a project manager" not in shown


def test_a_column_for_somebody_of_elsewhere_is_no_choice(firm: Staffed, ada: Client, stranger: World) -> None:
    firm.small()
    stranger.give("Zed", "sponsor")
    theirs = Assignment.objects.get(person__name="Zed")
    answer = ada.post(f"{PAGE}columns/", {"who": f"assignment:{theirs.key}x"})
    assert answer.status_code == 422
    assert ada.post(f"{PAGE}columns/", {"who": "role:their-role"}).status_code == 422
