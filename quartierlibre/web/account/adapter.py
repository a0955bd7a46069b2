"""How allauth behaves here: no password, no public sign-up, e-mails through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications import operations as applications
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.outbox import operations as outbox

RESIDENT_SESSION = 60 * 60 * 24 * 30
STAFF_SESSION = 60 * 60 * 12  # trust.md B33: a working day, then sign in again


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts are made by filing a project or by a mandate, never by a form open to anyone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("Ce n’est pas le dernier code envoyé. Relisez-le, ou demandez-en un autre."),
        "too_many_login_attempts": _("Trop d’essais. Attendez quelques minutes, puis demandez un nouveau code."),
        "rate_limited": _("Trop de demandes à la suite. Attendez quelques minutes, puis réessayez."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter: sending from the request would tell, by its duration, whether an account exists."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        with transaction.atomic():
            outbox.queue(to=email, subject=str(message.subject), text=str(message.body), secret=True)

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        applications.claim_files(by=user)
        request.session.set_expiry(STAFF_SESSION if user.is_staff_member() else RESIDENT_SESSION)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """People who read the files of a fund land on their morning list; everyone else on their projects."""
        person = request.user
        has_a_desk = isinstance(person, Person) and person.territories_where(Permission.READ_APPLICATIONS)
        return reverse("manage:home" if has_a_desk else "account:home")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """The second door, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Ce code n’est pas le bon, ou il vient de changer. Essayez avec le suivant."),
        "cannot_generate_recovery_codes": _("Branchez d’abord une clé d’accès ou une application de codes."),
    }

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """What the naming box starts with; two keys never start alike."""
        known = Authenticator.objects.filter(user=user, type=type).count()
        return f"{_('Ma clé')} {known + 1}" if known else str(_("Ma clé"))
