from django.contrib.auth.models import AnonymousUser

from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.pagekit import navigation


def labels(doors):
    return [str(door.label) for door in doors]


def person(monkeypatch, *, staff, name="Chloé", writes=False):
    def where(self, permission):
        return [7] if (writes if permission == Permission.WRITE_PAGES else staff) else []

    monkeypatch.setattr(Person, "territories_where", where)
    return Person(name=name)


def test_a_journey_left_out_has_no_door(monkeypatch):
    monkeypatch.setattr(navigation, "DOORS", (("Ailleurs", "ailleurs:nulle-part", False),))
    assert navigation.doors("/") == []


def test_one_door_is_marked_as_here_and_one_as_the_main_act():
    doors = navigation.doors("/fonds/les-trois-briques/")
    assert [str(door.label) for door in doors if door.current] == ["Les fonds"]
    assert [str(door.label) for door in doors if door.main] == ["Déposer un projet"]


def test_a_visitor_is_shown_the_way_in():
    assert labels(navigation.own_doors(AnonymousUser(), "/")) == ["Se connecter"]


def test_a_resident_finds_their_corner_under_their_name(monkeypatch):
    assert labels(navigation.own_doors(person(monkeypatch, staff=False), "/")) == ["Chloé"]
    assert labels(navigation.own_doors(person(monkeypatch, staff=False, name=""), "/")) == ["Mon espace"]


def test_who_writes_the_site_finds_its_pages(monkeypatch):
    doors = navigation.own_doors(person(monkeypatch, staff=False, writes=True), "/cms/images/")
    assert (str(doors[0].label), doors[0].current) == ("Écrire", True)


def test_staff_find_their_desk(monkeypatch):
    monkeypatch.setattr(navigation, "address", lambda name: "/" + name)
    assert labels(navigation.own_doors(person(monkeypatch, staff=True), "/")) == ["Gérer", "Chloé"]
