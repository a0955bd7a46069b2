"""How allauth behaves here: no password, no public sign-up, e-mails through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from quartierlibre.domain.applications import operations as applications
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.web.account import second_factor

RESIDENT_SESSION = 60 * 60 * 24 * 30
STAFF_SESSION = 60 * 60 * 12  # trust.md B33: a working day, then sign in again


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts are made by filing a project or by a mandate, never by a form open to anyone."""

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
        """People who manage a fund land on their morning list; everyone else on their projects."""
        return reverse("manage:home" if second_factor.is_required(request.user) else "account:home")
