"""Sign-in pages: allauth's views behind French addresses, only those we dress ourselves."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import include, path

from quartierlibre.web.account import views

own = [
    path("compte/", views.home, name="home"),
]
urlpatterns = [
    path("", include((own, "account"))),
    path("connexion/", allauth_views.request_login_code, name="account_login"),
    path("connexion/", allauth_views.request_login_code, name="account_request_login_code"),
    path("connexion/sans-compte/", views.no_sign_up, name="account_signup"),
    path("connexion/code/", allauth_views.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/second-facteur/", mfa_views.authenticate, name="mfa_authenticate"),
    path("deconnexion/", allauth_views.logout, name="account_logout"),
    path("compte/ferme/", allauth_views.account_inactive, name="account_inactive"),
    path("compte/confirmer/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("compte/securite/", mfa_views.index, name="mfa_index"),
    path("compte/securite/confirmer/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("compte/securite/application/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("compte/securite/application/retirer/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("compte/securite/secours/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "compte/securite/secours/nouveaux/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("compte/securite/cles/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("compte/securite/cles/ajouter/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("compte/securite/cles/confirmer/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("compte/securite/cles/<int:pk>/retirer/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    path("compte/securite/cles/<int:pk>/nom/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
]
