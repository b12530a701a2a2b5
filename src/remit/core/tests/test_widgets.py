from django import forms

from remit.core.widgets import LongSelect

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
