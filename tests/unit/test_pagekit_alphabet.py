"""French lists are in the order of a French dictionary."""

from quartierlibre.pagekit.alphabet import alphabetical


def test_accents_capitals_and_joined_letters_do_not_move_a_name():
    names = ["Zola", "Œillets", "écluse", "Étang", "Eau-Vive", "Abeilles", "L’Île", "l'Horloge", "Eau vive"]
    in_order = ["Abeilles", "Eau vive", "Eau-Vive", "écluse", "Étang", "l'Horloge", "L’Île", "Œillets", "Zola"]
    assert sorted(names, key=alphabetical) == in_order
