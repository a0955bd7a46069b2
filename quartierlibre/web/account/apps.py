from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "quartierlibre.web.account"
    label = "web_account"  # allauth has already taken "account"
