"""The contents of a matrix as plain data: how a draft begins, and how an edit is taken back."""

from typing import Any, TypedDict

from remit.people.models import Cell, Party, Responsibility, ResponsibilityMatrix


class Snapshot(TypedDict):
    """Rows as key, text, area, kind, money, authority; columns as role or assignment; letters by both."""

    rows: list[list[Any]]
    parties: list[list[Any]]
    cells: list[list[Any]]


def snapshot(matrix: ResponsibilityMatrix) -> Snapshot:
    """Return the contents of a matrix: three queries."""
    rows = list(matrix.rows.all())
    parties = list(matrix.parties.all())
    place = {party.pk: number for number, party in enumerate(parties)}
    keys = {row.pk: row.key for row in rows}
    cells = Cell.objects.filter(responsibility__matrix=matrix).order_by("pk")
    return {
        "rows": [[r.key, r.text, r.area, r.kind, r.money_minor, r.authority] for r in rows],
        "parties": [
            ["role", party.role_id] if party.role_id is not None else ["assignment", party.assignment_id]
            for party in parties
        ],
        "cells": [
            [keys[row_id], place[party_id], letter]
            for row_id, party_id, letter in cells.values_list("responsibility_id", "party_id", "letter")
        ],
    }


def restore(matrix: ResponsibilityMatrix, contents: Snapshot, *, row_version: int) -> None:
    """Put `contents` in place of what a draft holds, inside a running operation."""
    matrix.rows.all().delete()
    matrix.parties.all().delete()
    rows = {
        key: Responsibility.objects.create(
            matrix=matrix,
            key=key,
            text=text,
            area=area,
            kind=kind,
            position=number,
            money_minor=money_minor,
            authority=authority,
            version=row_version,
        )
        for number, (key, text, area, kind, money_minor, authority) in enumerate(contents["rows"], 1)
    }
    parties = [
        Party.objects.create(matrix=matrix, position=number, **{f"{kind}_id": pk})
        for number, (kind, pk) in enumerate(contents["parties"], 1)
    ]
    Cell.objects.bulk_create(
        Cell(responsibility=rows[key], party=parties[place], letter=letter)
        for key, place, letter in contents["cells"]
    )
