"""Addresses of people, roles and the organisation."""

from django.urls import include, path

from remit.people.views import (
    acknowledgements,
    chart,
    edits,
    glossary,
    matrices,
    matrix_edits,
    people,
    role_edits,
    roles,
    second_factor,
    units,
    users,
)

app_name = "people"

# the pages about who answers for what at one scope
of_scope = [
    path("", matrices.matrix, name="matrix"),
    path("activate/", matrices.activate, name="matrix_activate"),
    path("discard", matrices.discard, name="matrix_discard"),
    path("undo", matrices.undo, name="matrix_undo"),
    path("sheet.xlsx", matrices.sheet, name="matrix_sheet"),
    path("versions/", matrices.versions, name="matrix_versions"),
    path("versions/<int:number>/", matrices.version, name="matrix_version"),
    path("letters", matrix_edits.letters, name="matrix_letters"),
    path("block", matrix_edits.block, name="matrix_block"),
    path("paste/", matrix_edits.paste, name="matrix_paste"),
    path("columns/", matrix_edits.columns, name="matrix_columns"),
    path(
        "columns/remove",
        matrix_edits.remove_column,
        name="matrix_remove_column",
    ),
    path("rows/new/", matrix_edits.add_row, name="add_responsibility"),
    path("rows/<str:row_key>/", matrix_edits.row, name="responsibility"),
    path(
        "rows/<str:row_key>/remove",
        matrix_edits.remove_row,
        name="remove_responsibility",
    ),
    path(
        "rows/<str:row_key>/move",
        matrix_edits.move_row,
        name="move_responsibility",
    ),
    path(
        "rows/<str:row_key>/own",
        matrix_edits.override_row,
        name="override_responsibility",
    ),
]

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", edits.add, name="add"),
    path("people/<str:key>/edit/", edits.edit, name="edit"),
    path("people/sign-ins/", users.users, name="users"),
    path("people/sign-ins/second-factor/", second_factor.rule, name="second_factor"),
    path("second-factor/", second_factor.first, name="second_factor_first"),
    path("people/<str:key>/invite/", users.invite, name="invite"),
    path("people/<str:key>/disable/", users.disable, name="disable"),
    path("people/<str:key>/enable/", users.enable, name="enable"),
    path("people/<str:key>/", people.person, name="person"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/new/", glossary.add, name="add_term"),
    path("glossary/standard/", glossary.add_standard, name="add_standard_terms"),
    path("glossary/words/", glossary.words, name="glossary_words"),
    path("glossary/<slug:slug>/", glossary.term, name="term"),
    path("glossary/<slug:slug>/edit/", glossary.edit, name="edit_term"),
    path("glossary/<slug:slug>/remove/", glossary.remove, name="remove_term"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", role_edits.add, name="add_role"),
    path("roles/compare/", roles.comparison, name="compare_roles"),
    path("roles/ask/", roles.ask, name="ask_role"),
    path("roles/<slug:code>/", roles.role, name="role"),
    path("roles/<slug:code>/versions/", roles.versions, name="role_versions"),
    path("roles/<slug:code>/edit/", role_edits.edit, name="edit_role"),
    path("roles/<slug:code>/retire", role_edits.retire, name="retire_role"),
    path("roles/<slug:code>/reinstate", role_edits.reinstate, name="reinstate_role"),
    path("assignments/<str:assignment_key>/acknowledge/", acknowledgements.acknowledge, name="acknowledge"),
    path("organisation/", people.organisation, name="organisation"),
    path("organisation/chart/", chart.chart, name="chart"),
    path("organisation/units/new/", units.add_unit, name="add_unit"),
    path("organisation/units/<str:unit_key>/", units.unit, name="unit"),
    path("organisation/units/<str:unit_key>/close", units.close, name="close_unit"),
    path("organisation/units/<str:unit_key>/reopen", units.reopen, name="reopen_unit"),
    path("responsibilities/", matrices.matrices, name="matrices"),
    path("responsibilities/<str:scope_key>/", include(of_scope)),
]
