"""Pages of tests: a form that acts once (it opens a pot of that name), and one that tells its number."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from quartierlibre.config.urls import urlpatterns as site
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger.models import Account
from quartierlibre.pagekit.once import once

ANSWERS = {"": 422, "fini": 409}


@login_not_required
@once("tests.open_pot", session_keys=["pots"])
def open_pot(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("name", "")
    if request.method != "POST":
        return HttpResponse("formulaire")
    if name in ANSWERS:
        return HttpResponse("à corriger", status=ANSWERS[name])
    if name == "panne":
        Account.objects.create(name="avant la panne")
        raise ZeroDivisionError
    if name == "htmx":
        Account.objects.create(name="pot htmx")
        return HttpResponse(status=204, headers={"HX-Redirect": "/pot/h/"})
    if name == "oubli":
        return HttpResponse("fait, sans redirection")
    number = Account.objects.count()
    Account.objects.create(name=f"{name} {number}")
    request.session["pots"] = [number, *request.session.get("pots", [])]
    return redirect(f"/pot/{number}/")


@login_not_required
def number_of_this_request(request: HttpRequest) -> HttpResponse:
    return HttpResponse(journal._request_id.get())


urlpatterns = [path("tests/pot/", open_pot), path("tests/number/", number_of_this_request), *site]
