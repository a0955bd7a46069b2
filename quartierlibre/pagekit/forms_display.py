from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from quartierlibre.pagekit.forms import QLForm


class DisplayForm(QLForm):
    """How pages should look on this device."""

    theme = forms.ChoiceField(
        label=_("Couleurs"),
        choices=[("auto", _("Comme sur mon appareil")), ("light", _("Claires")), ("dark", _("Sombres"))],
        widget=forms.RadioSelect,
    )
    contrast = forms.ChoiceField(
        label=_("Contraste"),
        choices=[("auto", _("Normal")), ("more", _("Renforcé"))],
        widget=forms.RadioSelect,
    )
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_back(self) -> str:
        """Only back to a page of ours."""
        back: str = self.cleaned_data["back"]
        return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
