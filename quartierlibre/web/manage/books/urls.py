"""The addresses of the accounts, under those of the desk."""

from django.urls import path

from quartierlibre.web.manage.books import closing, dashboard, funder_acts, funders, reports

MONEY = "<slug:slug>/argent/"
YEAR = MONEY + "<int:year>/"
FUNDER = YEAR + "financeurs/<int:key>/"
MONTH = YEAR + "mois/<str:month>/"
urlpatterns = [
    path("argent/", dashboard.all_books, name="all_books"),
    path("etat/<str:token>/", dashboard.copy, name="statement_copy"),
    path("etat/<str:token>/etat.<str:form>", dashboard.copy_file, name="statement_copy_file"),
    path(MONEY, dashboard.dashboard, name="books"),
    path(MONTH, dashboard.month, name="month"),
    path(MONTH + "envoyer/", dashboard.send, name="send_month"),
    path(MONTH + "etat.<str:form>", dashboard.month_file, name="month_file"),
    path(MONEY + "financeurs/", funders.funders, name="funders"),
    path(MONEY + "contacts/<int:key>/retirer/", funder_acts.remove_contact, name="remove_contact"),
    path(FUNDER, funders.funder, name="funder"),
    path(FUNDER + "appel/", funder_acts.call, name="call_funds"),
    path(FUNDER + "appel/<int:number>.pdf", funder_acts.call_letter, name="call_letter"),
    path(FUNDER + "versement/", funder_acts.receive, name="receive_funds"),
    path(FUNDER + "calendrier/", funder_acts.expect, name="expect_funds"),
    path(FUNDER + "convention/", funder_acts.revise, name="revise_agreement"),
    path(FUNDER + "depense/", funder_acts.spend, name="spend_running_costs"),
    path(FUNDER + "contact/", funder_acts.add_contact, name="add_contact"),
    path(FUNDER + "logo/", funder_acts.set_logo, name="set_funder_logo"),
    path(FUNDER + "logo/retirer/", funder_acts.remove_logo, name="remove_funder_logo"),
    path(FUNDER + "logo.jpg", funder_acts.logo, name="funder_logo"),
    path(YEAR + "bilan/", reports.report, name="year_report"),
    path(YEAR + "bilan/fiches-actions.pdf", reports.sheets, name="project_sheets"),
    path(YEAR + "bilan/<int:funder>/compte-rendu.<str:form>", reports.report_file, name="funder_report"),
    path(YEAR + "comptes.<str:form>", reports.workbook, name="year_workbook"),
    path(YEAR + "cloture/", closing.closing, name="closing"),
    path(YEAR + "cloture/clore/", closing.close, name="close_year"),
    path(YEAR + "cloture/solder/<int:purse>/", closing.settle, name="settle"),
    path(YEAR + "cloture/sans-bilan/<uuid:grant>/", closing.close_missing, name="close_missing"),
    path(YEAR + "cloture/rendre/<uuid:grant>/", closing.give_back, name="give_back"),
    path(MONEY + "ecritures/<int:calendar_year>.txt", reports.accounting, name="accounting"),
]
