"""Sessions are called once, opened on frozen rules and a frozen roll, closed on nothing pending."""

from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.states import CaseState, SessionState
from tests.factories import committees
from tests.factories.applications import MACHINE
from tests.factories.funds import clause

FOUR = {**clause(3, "members"), "source": "text"}


def test_an_evening_from_call_to_close():
    session = committees.session(members=3, session__quorum=FOUR)
    case = committees.case(session)
    session = operations.call_session(by=MACHINE, session=session, word="Venez nombreux.")
    assert session.state == SessionState.CALLED
    session = committees.opened(session)
    assert session.regulation is not None
    assert (session.number, queries.quorum_now(session, case).met) == (1, True)
    case = operations.hear(by=MACHINE, case=case, holder_presence="present")
    assert case.holder_in_room
    assert not operations.deliberate_alone(by=MACHINE, case=case).holder_in_room
    assert len(queries.voices_of(case)) == 3
    session = operations.close_session(by=MACHINE, session=session)
    case.refresh_from_db()
    assert (session.state, case.state) == (SessionState.HELD, CaseState.ADJOURNED)
    assert case.note
