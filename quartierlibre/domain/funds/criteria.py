"""Is a project within a rulebook? Code says how each rule is checked, the rulebook says which are set.

Rules nobody set are not checked. Facts nobody knows give no finding, or a reminder: never a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from quartierlibre.domain.funds.facts import ProjectFacts
from quartierlibre.domain.funds.findings import Eligibility, Finding, Tone, gathered
from quartierlibre.domain.funds.kinds import clipped, day_of, say_date
from quartierlibre.domain.funds.rulebook import Clause, Rulebook
from quartierlibre.domain.funds.vocabulary import HOLDER_KINDS, OBJECTS, PAPERS, both, either

Check = Callable[[Rulebook, ProjectFacts], Iterator[Finding]]
LAW_OF_2021 = gettext_noop("Loi du 24 août 2021, art. 12")


def eligibility(rulebook: Rulebook, facts: ProjectFacts) -> Eligibility:
    """Every finding about these facts, positive ones included, in the order of the questions a resident asks.

    Messages speak of the project, not to its reader: holders, helpers and managers read the same words.
    """
    return gathered(finding for check in CHECKS for finding in check(rulebook, facts))


def _found(code: str, tone: Tone, message: str, clause: Clause | None = None) -> Finding:
    return Finding(code, tone, message, clause.origin if clause else "")


def _holder(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("holder.kinds_allowed")
    if clause is None or facts.holder_kind is None:
        return
    said = {"holder": HOLDER_KINDS[facts.holder_kind], "allowed": clause.said()}
    if facts.holder_kind in clause.value:
        yield _found(
            "holder.kind_allowed", Tone.OK, _("Ce fonds accepte une demande faite par %(holder)s.") % said, clause
        )
    else:
        message = _("Ce fonds accepte une demande faite par %(allowed)s, pas par %(holder)s.") % said
        yield _found("holder.kind_refused", Tone.BLOCKING, message, clause)


def _alone(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("holder.individual_accepted")
    if clause is None or facts.holder_kind != "individual" or "holder.kinds_allowed" in rulebook:
        return
    code, tone = ("allowed", Tone.OK) if clause.value else ("refused", Tone.BLOCKING)
    yield _found(f"holder.kind_{code}", tone, f"{clause.said()}.", clause)


def _group_size(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("holder.minimum_group_size")
    if clause is None or facts.holder_kind != "collective" or facts.group_size is None:
        return
    if facts.group_size >= clause.value:
        yield _found("holder.group_large_enough", Tone.OK, _("Le groupe est assez nombreux."), clause)
    else:
        missing = clause.value - facts.group_size
        message = ngettext(
            "Il manque %(missing)s personne dans le groupe (au moins %(least)s).",
            "Il manque %(missing)s personnes dans le groupe (au moins %(least)s).",
            missing,
        )
        said = {"missing": missing, "least": clause.value}
        yield _found("holder.group_too_small", Tone.BLOCKING, message % said, clause)


def _residence(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("holder.residence")
    if clause is None or clause.value == "anywhere" or facts.holder_lives_in_area is None:
        return
    if facts.holder_lives_in_area:
        yield _found("holder.lives_here", Tone.OK, _("Les porteurs habitent au bon endroit pour ce fonds."), clause)
    else:
        yield _found("holder.lives_elsewhere", Tone.BLOCKING, f"{clause.said()}.", clause)


def _minor(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("holder.adult_responsible")
    if not facts.holder_is_minor or (clause is not None and clause.value is False):
        return
    if facts.has_adult_responsible:
        yield _found("holder.adult_named", Tone.OK, _("Un adulte est responsable du projet avec les mineurs."), clause)
    else:
        message = _("Des mineurs portent ce projet : il faut un adulte responsable avec eux.")
        yield _found("holder.adult_missing", Tone.BLOCKING, message, clause)


def _republican_contract(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    """Any association that asks for public money, whatever the rulebook says (law of 24 August 2021, article 12)."""
    if facts.holder_kind != "association" or facts.cer_accepted is None:
        return
    if facts.cer_accepted:
        yield Finding(
            "holder.cer_accepted", Tone.OK, _("Le contrat d’engagement républicain est souscrit."), LAW_OF_2021
        )
    else:
        message = _("L’association souscrit le contrat d’engagement républicain avant de recevoir une aide publique.")
        yield Finding("holder.cer_missing", Tone.BLOCKING, message, _(LAW_OF_2021))


def _rank(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("holder.max_grants_per_year")
    if clause is None or facts.rank_in_year is None:
        return
    if facts.rank_in_year > clause.value:
        message = _("Ce fonds accorde au plus %(most)s par an à un même porteur.") % {"most": clause.said()}
        yield _found("holder.too_many_grants", Tone.BLOCKING, message, clause)


def _objects_of_the_year(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    for clause in rulebook.all("holder.max_per_object"):
        had = sum(facts.grants_this_year_by_object.get(code, 0) for code in clause.when.objects)
        if clause.applies(facts) and had >= clause.value:
            said = {"most": clause.said(), "objects": clause.when.say_objects()}
            message = _("Déjà %(most)s cette année pour %(objects)s : c’est le maximum.") % said
            yield _found("holder.too_many_of_this_object", Tone.BLOCKING, message, clause)


def _history(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    repeat = rulebook.one("holder.repeat_policy")
    late, sanction = rulebook.one("holder.late_report_blocks"), rulebook.one("report.sanction")
    if sanction is not None and sanction.value == "no_new_grant":
        late = sanction
    if facts.has_late_report and late is not None and late.value:
        message = _("Un bilan est en retard : il faut le remettre avant de faire une nouvelle demande.")
        yield _found("holder.late_report", Tone.BLOCKING, message, late)
    elif facts.has_late_report:
        yield _found("holder.late_report", Tone.WARNING, _("Un bilan est en retard."), late)
    if facts.repeats_a_project and repeat is not None and repeat.value != "allowed":
        tone = Tone.INFO if repeat.value == "flagged" else Tone.BLOCKING
        yield _found("holder.repeated_project", tone, f"{repeat.said()}.", repeat)


def _themes(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    least, most = rulebook.one("project.themes_minimum"), rulebook.one("project.themes_maximum")
    count = facts.theme_count
    if count is None or (least is None and most is None):
        return
    if least is not None and count < least.value:
        message = _("Il faut au moins %(least)s.") % {"least": least.said()}
        yield _found("themes.too_few", Tone.BLOCKING, message, least)
    elif most is not None and count > most.value:
        yield _found("themes.too_many", Tone.BLOCKING, _("Il faut au plus %(most)s.") % {"most": most.said()}, most)
    else:
        yield _found("themes.fine", Tone.OK, _("Le choix des thèmes convient."), least or most)


def say_distance(metres: int) -> str:
    """« 120 m », « 1,4 km »: rounded to what a walker cares about."""
    if metres < 1000:
        return f"{metres}\u00a0m"
    return f"{metres / 1000:.1f}".replace(".", ",") + "\u00a0km"


def _in_brackets(name: str) -> str:
    return f" ({name})" if name else ""


def _where(facts: ProjectFacts) -> str:
    """« à 120 m du quartier (Les Tilleuls) »; what is not known is left out."""
    name = _in_brackets(facts.nearest_name)
    if facts.metres is None:
        return _("hors du quartier") + name
    return _("à %(metres)s du quartier") % {"metres": say_distance(facts.metres)} + name


def serves_whole_towns(rulebook: Rulebook) -> bool:
    """Whether a project may take place anywhere in the towns of the fund, not only in its neighbourhoods."""
    clause = rulebook.one("project.place")
    return clause is not None and "whole_town" in clause.value


def _place(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    """A fund of whole towns may have no outline: the town of the address is then all that can be told."""
    clause = rulebook.one("project.place")
    accepted = clause.value if clause else ()
    if facts.position is None and (facts.in_town is None or "whole_town" not in accepted):
        return
    said = {"name": _in_brackets(facts.nearest_name), "where": _where(facts)}
    if facts.position == "in":
        yield _found("place.inside", Tone.OK, _("Le projet a lieu dans le quartier%(name)s.") % said, clause)
    elif "whole_town" in accepted and facts.in_town:
        yield _found("place.in_town", Tone.OK, _("Ce fonds sert toute la commune."), clause)
    elif "residents_take_part" in accepted and facts.residents_take_part:
        message = _("Le projet a lieu %(where)s, mais des habitants du quartier y participent.") % said
        yield _found("place.residents_take_part", Tone.OK, message, clause)
    elif facts.position == "edge":
        message = _("Le projet a lieu au bord du quartier%(name)s : le comité regardera de près.") % said
        yield _found("place.edge", Tone.WARNING, message, clause)
    else:
        yield _outside(clause, said, in_town=facts.in_town)


def _outside(clause: Clause | None, said: dict[str, str], *, in_town: bool | None) -> Finding:
    """Outside is a warning, never a refusal: a point on a map is not proof, and only the committee reads the map."""
    if clause is not None and "residents_take_part" in clause.value:
        message = _("Le projet a lieu %(where)s. Il faut que des habitants du quartier participent.")
    elif clause is not None and "whole_town" in clause.value and in_town is False:
        message = _("Cette adresse est dans une autre commune que celle du fonds\u00a0: vérifiez-la avec l’équipe.")
    elif clause is not None and "whole_town" in clause.value:
        message = _("Le projet a lieu %(where)s. Ce fonds sert toute la commune\u00a0: vérifiez que le lieu y est.")
    else:
        message = _("Le projet a lieu %(where)s.")
    return _found("place.outside", Tone.WARNING, message % said, clause)


def _nature(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    pairs = (
        ("project.open_to_all", facts.open_to_all, "project.not_open"),
        (
            "project.not_fundable_elsewhere",
            None if facts.fundable_elsewhere is None else not facts.fundable_elsewhere,
            "project.fundable_elsewhere",
        ),
    )
    for key, holds, code in pairs:
        clause = rulebook.one(key)
        if clause is not None and clause.value and holds is False:
            yield _found(code, Tone.WARNING, f"{clause.said()}.", clause)


def _objects(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    refused = rulebook.one("project.objects_refused")
    if refused is not None and (wrong := [OBJECTS[code] for code in refused.value if code in facts.objects]):
        message = _("L’aide ne sert pas à payer %(objects)s.") % {"objects": either(wrong)}
        yield _found("objects.refused", Tone.BLOCKING, message, refused)
    for clause in rulebook.all("project.object_only_within"):
        if clause.applies(facts) and facts.objects.isdisjoint(clause.value):
            said = {"objects": clause.when.say_objects(), "within": clause.said()}
            message = _("Ce fonds accepte %(objects)s seulement dans %(within)s.") % said
            yield _found("objects.only_within", Tone.WARNING, message, clause)


def _dates(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    after, by = rulebook.one("project.starts_after_decision"), rulebook.one("project.ends_by")
    if facts.starts_on and after is not None and after.value:
        if facts.starts_on < (facts.next_session_on or facts.today):
            yield _found("dates.starts_too_early", Tone.BLOCKING, f"{after.said()}.", after)
    elif facts.starts_on and facts.next_session_on and facts.starts_on < facts.next_session_on:
        said = {"day": say_date(facts.next_session_on)}
        message = _("Le projet commence avant la réunion du comité (%(day)s).") % said
        yield _found("dates.before_session", Tone.INFO, message, after)
    year = (facts.next_session_on or facts.today).year
    if by is not None and facts.ends_on and facts.ends_on > day_of(by.value, year):
        yield _found("dates.ends_too_late", Tone.BLOCKING, f"{by.rule.sentence}." % {"value": by.said()}, by)


def last_day_to_file(rulebook: Rulebook, session_on: date) -> date | None:
    """The last day a file may arrive for this session; None when no lead time is set. Holidays are not known here."""
    clause = rulebook.one("filing.lead_time")
    return None if clause is None else step_back(session_on, clause.value, clause.unit)


def step_back(day: date, count: int, unit: str) -> date:
    """`count` days, working days (Monday to Friday), weeks, months or years before a day; month ends are kept."""
    return _step(day, count, unit, -1)


def step_ahead(day: date, count: int, unit: str) -> date:
    """The same after a day: a report due two months after 31 December is due on 28 or 29 February."""
    return _step(day, count, unit, 1)


def _step(day: date, count: int, unit: str, way: int) -> date:
    if unit == "working_days":
        while count:
            day += timedelta(days=way)
            count -= day.weekday() < 5
        return day
    if unit in {"months", "years"}:
        months = day.year * 12 + day.month - 1 + way * count * (12 if unit == "years" else 1)
        return clipped(months // 12, months % 12 + 1, day.day)
    return day + timedelta(days=way * count * (7 if unit == "weeks" else 1))


def step_forward(day: date, count: int, unit: str) -> date:
    """The same after a day. Holidays are not known here."""
    if unit != "working_days":
        return step_back(day, -count, unit)
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _deadline(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("filing.lead_time")
    if clause is None or facts.next_session_on is None:
        return
    last = step_back(facts.next_session_on, clause.value, clause.unit)
    said = {"last": say_date(last, weekday=True), "session": say_date(facts.next_session_on, weekday=True)}
    if (facts.filed_on or facts.today) <= last:
        message = _("Dans les temps pour le comité du %(session)s : dernier jour le %(last)s.") % said
        yield _found("deadline.in_time", Tone.OK, message, clause)
    else:
        message = _("Trop tard pour le comité du %(session)s : le dernier jour était le %(last)s.") % said
        yield _found("deadline.missed", Tone.WARNING, message, clause)


def _papers(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("filing.required_papers")
    if clause is None or facts.papers is None:
        return
    missing = [PAPERS[code] for code in clause.value if code not in facts.papers]
    if missing:
        message = _("Il manque encore %(papers)s.") % {"papers": both(missing)}
        yield _found("papers.missing", Tone.WARNING, message, clause)
    else:
        yield _found("papers.complete", Tone.OK, _("Toutes les pièces demandées sont là."), clause)


def _own_part(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("amount.own_contribution_asked")
    if clause is not None and clause.value and facts.own_contribution_cents == 0:
        yield _found("money.own_part_missing", Tone.WARNING, f"{clause.said()}.", clause)


def _acceptance(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[Finding]:
    clause = rulebook.one("filing.rules_reading")
    if clause is not None and clause.value == "read_and_accept" and facts.rules_accepted is False:
        yield _found("rules.not_accepted", Tone.BLOCKING, f"{clause.said()}.", clause)


CHECKS: tuple[Check, ...] = (
    _holder,
    _alone,
    _group_size,
    _residence,
    _minor,
    _republican_contract,
    _rank,
    _objects_of_the_year,
    _history,
    _themes,
    _place,
    _nature,
    _objects,
    _dates,
    _deadline,
    _papers,
    _own_part,
    _acceptance,
)
