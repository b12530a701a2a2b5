import re

from django import forms

from remit.core.widgets import Checklist, LongSelect

CHOICES = [("", "Nobody"), ("U-1", "Ann <b>"), ("U-2", 'Bo "B"')]


class Form(forms.Form):
    person = forms.ChoiceField(choices=CHOICES, widget=LongSelect)
    other = forms.ChoiceField(choices=CHOICES)


def test_a_long_list_is_what_django_would_write() -> None:
    form = Form(initial={"person": "U-2", "other": "U-2"})
    ours, theirs = str(form["person"]), str(form["other"])
    assert ours.count("<option") == theirs.count("<option") == len(CHOICES)
    for option in (
        '<option value="">Nobody</option>',
        '<option value="U-1">Ann &lt;b&gt;</option>',
        '<option value="U-2" selected>Bo &quot;B&quot;</option>',
    ):
        assert option in ours
        assert option in theirs
    for attribute in ('name="person"', 'id="id_person"'):
        assert attribute in ours


def test_what_was_sent_stays_chosen_after_an_error() -> None:
    form = Form({"person": "U-1"})
    assert not form.is_valid()
    assert '<option value="U-1" selected>' in str(form["person"])


def test_a_checklist_shows_what_is_ticked_first_and_what_was_typed_as_text() -> None:
    choices = [("U-1", "Ada <b>"), ("U-2", "Ben"), ("U-3", "Cai")]
    field = forms.MultipleChoiceField(choices=choices, widget=Checklist(attrs={"aria-label": "Invited"}))

    class Form(forms.Form):
        who = field

    page = str(Form({"who": ["U-3"]})["who"])
    assert re.findall(r'value="(U-\d)"( checked)?', page) == [("U-3", " checked"), ("U-1", ""), ("U-2", "")]
    assert "Ada &lt;b&gt;" in page
    assert 'id="id_who"' in page
    assert 'aria-label="Invited"' in page
