import types

from django.db.models import TextChoices

from quartierlibre.foundation import states


class Lamp(TextChoices):
    OFF = "off", "Éteinte"
    ON = "on", "Allumée"
    BROKEN = "broken", "Cassée"


MOVES = {Lamp.OFF: {Lamp.ON}, Lamp.ON: {Lamp.OFF, Lamp.BROKEN}, Lamp.BROKEN: frozenset()}

DRAWN = """\
stateDiagram-v2
    off : Éteinte
    on : Allumée
    broken : Cassée
    [*] --> off
    off --> on
    on --> off
    on --> broken
    broken --> [*]
"""


def test_a_thing_moves_only_along_its_table():
    assert states.may_move(MOVES, Lamp.OFF, Lamp.ON)
    assert states.may_move(MOVES, Lamp.OFF, Lamp.BROKEN).codes == {"state.forbidden_move"}
    assert states.may_move(MOVES, Lamp.BROKEN, Lamp.ON).codes == {"state.forbidden_move"}


def test_a_state_the_table_forgot_goes_nowhere():
    assert not states.may_move({Lamp.OFF: {Lamp.ON}}, Lamp.ON, Lamp.OFF)


def test_a_table_is_drawn_from_its_first_state_to_its_ends():
    assert states.as_mermaid(MOVES) == DRAWN


def test_an_end_left_out_of_the_table_is_drawn_too():
    assert "    broken --> [*]" in states.as_mermaid({Lamp.ON: {Lamp.BROKEN}})


def test_the_tables_of_a_room_are_found_and_nothing_else():
    room = types.ModuleType("room")
    vars(room).update(LAMP_MOVES=MOVES, LABELS={"off": "x"}, DELAYS={Lamp.OFF: 3}, EMPTY={})
    assert dict(states.tables_of(room)) == {"LAMP_MOVES": MOVES}
