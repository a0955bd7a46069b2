"""One file on the table, as who leads the deliberation sees it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierlibre.domain.committees.models import WAITS_FOR_MONEY, Case, Decision, Interest, Round, Voter
from quartierlibre.domain.committees.queries import agenda_of, quorum_now, rulebook_of
from quartierlibre.domain.committees.queries.amounts import AmountPage, amount_to_decide
from quartierlibre.domain.committees.queries.sessions import roll_of
from quartierlibre.domain.committees.queries.votes import (
    Progress,
    ShownTotals,
    counting_round,
    open_round_of,
    progress_of,
    result_of,
    shown_totals,
)
from quartierlibre.domain.committees.rules.outcomes import Result
from quartierlibre.domain.committees.rules.quorum import QuorumState
from quartierlibre.domain.committees.rules.votes import MODES_OF
from quartierlibre.domain.committees.states import BallotMode, CaseState, InterestState, Outcome
from quartierlibre.foundation.money import Cents
from quartierlibre.web.deliberate.project import ProjectPage
from quartierlibre.web.deliberate.room import mark_of, quorum_said

# Sentences to start from: chosen by a person, then made their own. None is ever written by itself.
SENTENCES = {
    "favourable": (
        gettext_lazy("Le projet réunit des habitants du quartier et répond à un vrai besoin."),
        gettext_lazy("Le projet est porté par un groupe d’habitants et ouvert à tout le monde."),
        gettext_lazy("Le comité soutient le projet ; la somme tient compte de ce qui reste dans l’enveloppe."),
        gettext_lazy("Le comité finance l’essentiel du projet ; une partie des dépenses peut être réduite ou prêtée."),
    ),
    "unfavourable": (
        gettext_lazy("Le projet ne correspond pas à ce que le règlement du fonds permet de financer."),
        gettext_lazy("Le comité ne voit pas assez la place des habitants dans ce projet."),
        gettext_lazy("Le budget présenté ne permet pas de comprendre à quoi servirait l’argent."),
    ),
    "adjourned": (
        gettext_lazy("Le comité souhaite entendre le porteur du projet avant de décider."),
        gettext_lazy("Il manque un devis ou une précision pour décider."),
    ),
}
ADOPTED_TONES = {Result.ADOPTED: "success", Result.REJECTED: "warning"}


class CasePage:
    """A file, its vote and its money. About forty queries, however many members and files."""

    def __init__(self, case: Case) -> None:
        self.case, self.session = case, case.session
        self.project = ProjectPage(case)

    @cached_property
    def place(self) -> tuple[int, int]:
        """Which file of how many."""
        keys = [each.pk for each in self.agenda]
        return (keys.index(self.case.pk) + 1 if self.case.pk in keys else 0), len(keys)

    @cached_property
    def agenda(self) -> list[Case]:
        return list(agenda_of(self.session))

    @property
    def is_waiting(self) -> bool:
        return self.case.state in (CaseState.WAITING, CaseState.HEARD)

    @property
    def is_voting(self) -> bool:
        return self.case.state == CaseState.VOTING

    @property
    def is_voted(self) -> bool:
        return self.case.state == CaseState.VOTED

    @property
    def is_over(self) -> bool:
        return self.case.state in (CaseState.DECIDED, CaseState.ADJOURNED, CaseState.WITHDRAWN)

    @cached_property
    def quorum(self) -> QuorumState:
        return quorum_now(self.session, self.case)

    @property
    def quorum_words(self) -> str:
        return quorum_said(self.quorum)

    @cached_property
    def aside(self) -> Sequence[Interest]:
        """Who steps aside: names, never why."""
        known = Interest.objects.filter(case=self.case).exclude(state=InterestState.DISMISSED)
        return list(known.select_related("seat__person").order_by("pk"))

    @cached_property
    def may_step_aside(self) -> list[tuple[str, str]]:
        """Members who have said nothing of this file."""
        known = {each.seat_id for each in self.aside}
        roll = sorted(roll_of(self.session), key=lambda each: each.seat.person.name)
        return [(str(each.seat.public_id), str(each.seat.person)) for each in roll if each.seat_id not in known]

    # The vote.

    @cached_property
    def open_round(self) -> Round | None:
        return open_round_of(self.case)

    @cached_property
    def counted(self) -> Round | None:
        return counting_round(self.case)

    @cached_property
    def rounds(self) -> list[Round]:
        return list(self.case.rounds.order_by("number"))

    @cached_property
    def progress(self) -> Progress:
        return progress_of(self.open_round) if self.open_round else Progress(0, 0)

    @property
    def everyone_voted(self) -> bool:
        return self.progress.voices > 0 and self.progress.cast == self.progress.voices

    @property
    def is_by_hand(self) -> bool:
        return self.open_round is not None and self.open_round.mode == BallotMode.TOTALS

    @property
    def is_by_name(self) -> bool:
        return self.open_round is not None and self.open_round.mode == BallotMode.BY_NAME

    @cached_property
    def voices_to_note(self) -> list[tuple[int, str]]:
        """Voices not given yet in a vote by name."""
        if self.open_round is None:
            return []
        waiting = Voter.objects.filter(round=self.open_round, has_voted=False, voided_at=None)
        listed = waiting.select_related("attendance__seat__person").order_by("attendance__seat__person__name", "pk")
        return [(each.pk, str(each.attendance.seat.person)) for each in listed]

    @property
    def modes(self) -> list[tuple[str, str]]:
        """Ways of voting the regulation leaves open; one means that nobody has to choose."""
        said = rulebook_of(self.session).value("session.ballot")
        return [(str(mode), str(mode.label)) for mode in MODES_OF.get(said or "", tuple(BallotMode))]

    @property
    def must_choose_mode(self) -> bool:
        return rulebook_of(self.session).value("session.ballot") is None

    @cached_property
    def totals(self) -> ShownTotals | None:
        return shown_totals(self.counted) if self.counted else None

    @cached_property
    def result(self) -> Result | None:
        return result_of(self.counted) if self.counted else None

    @property
    def result_tone(self) -> str:
        return ADOPTED_TONES.get(self.result, "info") if self.result else "info"

    # The money.

    @cached_property
    def amount(self) -> AmountPage:
        return amount_to_decide(self.case)

    @property
    def suggested(self) -> Cents | None:
        """Where the secretary starts: the median, else the least of what is asked and allowed."""
        if self.amount.suggested is not None:
            return self.amount.suggested
        known = [each for each in (self.amount.asked, self.amount.allowed) if each is not None]
        return min(known, default=None)

    @property
    def is_short(self) -> bool:
        """True when the envelope holds less than what the rules would allow."""
        wanted = self.amount.by_the_rules.allowed_cents
        ask = self.amount.asked
        limits = [each for each in (wanted, ask) if each is not None]
        return self.amount.available is not None and bool(limits) and self.amount.available < min(limits)

    @property
    def initial(self) -> dict[str, object]:
        """The outcome the vote points to and the sum it allows; the reason stays to be written."""
        if self.result == Result.ADOPTED:
            full = self.suggested is not None and self.suggested == self.amount.asked
            return {"outcome": Outcome.GRANTED if full else Outcome.PART, "amount": self.suggested}
        outcome = {Result.REJECTED: Outcome.REFUSED, Result.POSTPONED: Outcome.ADJOURNED}.get(
            self.result or Result.UNSAID
        )
        return {"outcome": outcome, "amount": self.suggested} if outcome else {"amount": self.suggested}

    @property
    def sentences(self) -> list[str]:
        """Starting points that fit the vote."""
        match self.result:
            case Result.ADOPTED:
                groups = ["favourable", "adjourned"]
            case Result.REJECTED:
                groups = ["unfavourable", "adjourned"]
            case Result.POSTPONED:
                groups = ["adjourned"]
            case _:
                groups = list(SENTENCES)
        return [str(each) for group in groups for each in SENTENCES[group]]

    # What was decided.

    @cached_property
    def decision(self) -> Decision | None:
        return Decision.objects.filter(case=self.case, superseded_at=None).first()

    @cached_property
    def next_case(self) -> Case | None:
        later = [
            each for each in self.agenda if each.state in (CaseState.WAITING, CaseState.HEARD) or self._answered(each)
        ]
        after = [each for each in later if each.position > self.case.position and each.pk != self.case.pk]
        return next(iter(after or [each for each in later if each.pk != self.case.pk]), None)

    def _answered(self, case: Case) -> bool:
        """Voted in writing with others, and still to be decided."""
        return case.state == CaseState.VOTED and case.pk in self._to_decide

    @cached_property
    def _to_decide(self) -> set[int]:
        voted = self.session.cases.filter(state=CaseState.VOTED, rounds__consultation__isnull=False)
        return set(voted.exclude(WAITS_FOR_MONEY).values_list("pk", flat=True))

    @property
    def next_words(self) -> str:
        """What the one button does when the decision is written."""
        return _("Décider et dossier suivant") if self.next_case else _("Décider : c’était le dernier dossier")

    @property
    def mark(self) -> str:
        aside = [(each.pk, each.state) for each in self.aside]
        here = (self.quorum.counted, self.quorum.needed)
        progress = (self.progress.cast, self.progress.voices)
        return mark_of(self.case.pk, self.case.state, self.case.holder_in_room, aside, here, progress)
