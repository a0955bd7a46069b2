"""Sign-in pages: allauth's views behind French addresses, only those we dress ourselves."""

from allauth.account import views as allauth_views
from django.urls import include, path

from quartierlibre.web.account import views
from quartierlibre.web.account.late import open_second_factor, second_factor

own = [
    path("compte/", views.home, name="home"),
]
urlpatterns = [
    path("", include((own, "account"))),
    path("connexion/", allauth_views.request_login_code, name="account_login"),
    path("connexion/", allauth_views.request_login_code, name="account_request_login_code"),
    path("connexion/sans-compte/", views.no_sign_up, name="account_signup"),
    path("connexion/code/", allauth_views.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", open_second_factor("webauthn", "login_webauthn"), name="mfa_login_webauthn"),
    path("connexion/second-facteur/", open_second_factor("base", "authenticate"), name="mfa_authenticate"),
    path("deconnexion/", allauth_views.logout, name="account_logout"),
    path("compte/ferme/", allauth_views.account_inactive, name="account_inactive"),
    path("compte/confirmer/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("compte/securite/", second_factor("base", "index"), name="mfa_index"),
    path("compte/securite/confirmer/", second_factor("base", "reauthenticate"), name="mfa_reauthenticate"),
    path("compte/securite/application/", second_factor("totp", "activate_totp"), name="mfa_activate_totp"),
    path("compte/securite/application/retirer/", second_factor("totp", "deactivate_totp"), name="mfa_deactivate_totp"),
    path(
        "compte/securite/secours/",
        second_factor("recovery_codes", "view_recovery_codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "compte/securite/secours/nouveaux/",
        second_factor("recovery_codes", "generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path("compte/securite/cles/", second_factor("webauthn", "list_webauthn"), name="mfa_list_webauthn"),
    path("compte/securite/cles/ajouter/", second_factor("webauthn", "add_webauthn"), name="mfa_add_webauthn"),
    path(
        "compte/securite/cles/confirmer/",
        second_factor("webauthn", "reauthenticate_webauthn"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "compte/securite/cles/<int:pk>/retirer/",
        second_factor("webauthn", "remove_webauthn"),
        name="mfa_remove_webauthn",
    ),
    path("compte/securite/cles/<int:pk>/nom/", second_factor("webauthn", "edit_webauthn"), name="mfa_edit_webauthn"),
]
