from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "quartierlibre.web.account"
    label = "web_account"  # allauth has already taken "account"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from quartierlibre.web.account.second_factor import count_first_factor

        authenticator_added.connect(count_first_factor)
