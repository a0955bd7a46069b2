"""Recount a published session: its seal, quorum, recusals, majorities and amounts. Needs nothing but Python 3.

`python verify_session.py FILE [FILE_BEFORE]` says in French what was checked, or ends with 1 and what does not hold.
"""

import json
import sys
from hashlib import sha256
from typing import Any

Json = dict[str, Any]
FAVOURABLE = ("granted", "part", "conditions")
# What a committee may still say after each result of a vote; « chair » and « unsaid » leave it to the session.
SAYABLE: dict[str, Any] = dict.fromkeys(("chair", "unsaid"), (*FAVOURABLE, "adjourned", "refused"))
SAYABLE |= {"adopted": (*FAVOURABLE, "adjourned"), "rejected": ("refused", "adjourned"), "postponed": ("adjourned",)}


class Wrong(Exception):
    """Something in the file contradicts the rest of it."""


def require(holds: bool, reason: str) -> None:
    if not holds:
        raise Wrong(reason)


def whole(*values: Any) -> bool:
    return all(type(value) is int and value >= 0 for value in values)  # `true` is no number


def check_seal_and_presence(text: str, content: Json) -> None:
    require(content["format"] == "quartier-libre/session/1", "ce n’est pas un fichier de séance connu")
    bare = {key: value for key, value in content.items() if key != "seal"}
    one, other = (json.dumps(it, sort_keys=True, ensure_ascii=False, separators=(",", ":")) for it in (content, bare))
    require(text == one, "le texte n’est pas écrit de la façon convenue : il a été modifié")
    require(sha256(other.encode()).hexdigest() == content["seal"], "le sceau ne correspond pas au contenu")
    seen, seats = content["presence"], content["presence"]["seats"]
    counts = [seen[key] for key in ("present", "remote", "proxy", "excused", "absent")]
    good = whole(seats, seen["voters"], *counts) and sum(counts) == seats
    require(good, "les présences ne font pas le nombre de sièges")
    require(seen["voters"] <= seats, "il y a plus de votants que de sièges")


def rule(content: Json, key: str) -> Any:
    return content["rules"].get(key, {}).get("value")


def check_needed(content: Json, key: str, seen: Json, vote: Json, at: str) -> bool:
    """Whether enough were there, or answered, as this rule asks; always when it asks nothing."""
    said = content["rules"].get(key) or {"unit": "none", "value": 0}
    roll = vote["enrolled"] - vote["recused"] * (rule(content, "session.recusal") == "leaves_not_counted")
    base = roll if said["unit"] == "percent_of_enrolled" else seen["base"]
    good = seen["base"] == base and whole(base or 0) and (base or 0) <= roll
    require(good, f"{at} : la base du quorum n’est pas le nombre d’inscrits, ou le dépasse")
    require(whole(seen["counted"]) and seen["counted"] <= roll, f"{at} : plus de présents que d’inscrits")
    asked = {"none": None, "members": said["value"]}.get(said["unit"], base and (said["value"] * base + 99) // 100)
    needed = None if content["second_call_of"] is not None else asked  # a second sitting decides anyway
    require(needed == seen["needed"], f"{at} : le nombre demandé est {needed}, pas {seen['needed']}")
    return needed is None or seen["counted"] >= needed


def check_writing(content: Json, vote: Json, at: str) -> None:
    """Asked in writing as the rules allow: everyone had until the last day, and enough of them answered."""
    seen, listed = vote["written"], vote["ballots"] if vote["receipts"] is None else vote["receipts"]
    held = {each["number"]: each for each in content["consultations"]}[seen["consultation"]]
    require(rule(content, "session.no_quorum") == "written", f"{at} : le règlement ne dit pas de consulter par écrit")
    enough = check_needed(content, "session.written_quorum", seen, vote, at)
    require(enough or vote["state"] == "annulled", f"{at} : trop peu de réponses pour décider")
    gone = seen["counted"] - len(listed if listed is not None else [None] * seen["counted"])
    require(0 <= gone <= vote["voided"], f"{at} : les réponses ne sont pas celles des bulletins")
    all_in = seen["counted"] + vote["voided"] >= vote["voices"] or vote["state"] == "annulled"
    in_order = held["opened_on"] <= held["closed_on"] and (all_in or held["closed_on"] > held["last_day"])
    require(in_order, f"{at} : la consultation a été close avant son dernier jour")


def passes(majority: str, ayes: int, noes: int, room: int, roster: int) -> bool:
    simple = {"simple": ayes > noes, "of_present": ayes * 2 > room, "of_enrolled": ayes * 2 > roster}
    strong = {"two_thirds": ayes > 0 and ayes * 3 >= (ayes + noes) * 2, "consensus": ayes > 0 and noes == 0}
    return (simple | strong)[majority]


def result_of(content: Json, vote: Json) -> str:
    """What the regulation says of these totals."""
    majority, tie, (ayes, noes, _) = rule(content, "session.majority"), rule(content, "session.tie"), vote["totals"]
    room = sum(vote["totals"]) if "written" in vote else vote["voices"] - vote["voided"]
    roster = vote["enrolled"] - vote["recused"] - vote["voided"]
    if majority is None:
        return "unsaid"
    if passes(majority, ayes, noes, room, roster):
        return "adopted"
    if ayes != noes or not passes(majority, ayes + 1, noes, room, roster):
        return "rejected"
    if tie == "chair" and vote["chair"] is not None:
        return {"unknown": "chair", "for": "adopted"}.get(vote["chair"], "rejected")
    return {"refused": "rejected", "second_round": "second_round", "postpone": "postponed"}.get(tie, "unsaid")


def check_ballots(vote: Json, at: str) -> None:
    """Voices listed one by one make the totals, each under a receipt of its own."""
    ballots, totals, receipts = vote["ballots"], vote["totals"], vote["receipts"]
    if ballots is not None:
        choices = [ballot["choice"] for ballot in ballots]
        counted = [choices.count(choice) for choice in ("for", "against", "abstain")]
        require(counted == totals, f"{at} : les bulletins donnent {counted}, pas {totals}")
        require(sum(counted) == len(ballots), f"{at} : un bulletin ne dit ni pour, ni contre, ni abstention")
        amounts = sorted(each["amount_cents"] for each in ballots if each["amount_cents"] is not None)
        require(amounts == vote["proposals"], f"{at} : les propositions ne sont pas celles des bulletins")
        receipts = [each["receipt"] for each in ballots if each["receipt"]]
    require(len(set(receipts or [])) == len(receipts or []), f"{at} : un reçu compte deux fois")
    require(ballots is not None or receipts is None or len(receipts) == sum(totals), f"{at} : reçus en trop ou absents")


def check_vote(content: Json, case: Json, vote: Json, at: str) -> str:
    sizes = [vote[key] for key in ("enrolled", "present", "recused", "voices", "voided")]
    require(whole(*sizes), f"{at} : les effectifs ne sont pas des nombres")
    require(vote["enrolled"] == content["presence"]["voters"], f"{at} : la liste des votants a changé")
    require(vote["recused"] <= case["recused"] + case["dismissed"], f"{at} : des déports ne sont pas dits")
    require(vote["voices"] <= vote["enrolled"] - vote["recused"], f"{at} : un membre déporté a gardé sa voix")
    require(vote["voided"] <= vote["voices"], f"{at} : plus de voix annulées que de voix")
    met = check_needed(content, "session.quorum", vote["quorum"], vote, at)
    right = vote["quorum"]["met"] is met and met is not ("written" in vote)
    require(right, f"{at} : un vote a eu lieu sans quorum, ou par écrit alors qu’il était atteint")
    if "written" in vote:
        check_writing(content, vote, at)
    if vote["totals"] is None:
        require(vote["mode"] == "secret" or vote["state"] == "annulled", f"{at} : les totaux manquent")
        return "totaux masqués pour protéger le secret, non recomptés"
    require(whole(*vote["totals"]), f"{at} : les totaux ne sont pas des nombres")
    require(sum(vote["totals"]) <= vote["voices"] - vote["voided"], f"{at} : plus de voix que de votants")
    check_ballots(vote, at)
    proposals, most = vote["proposals"], case["asked_cents"]
    require(whole(*proposals) and len(proposals) <= vote["totals"][0], f"{at} : trop de sommes proposées")
    require(most is None or max(proposals, default=0) <= most, f"{at} : une somme proposée dépasse la demande")
    expected = result_of(content, vote)
    require(expected == vote["result"], f"{at} : le règlement donne « {expected} », pas « {vote['result']} »")
    return "pour {}, contre {}, abstention {} : {}".format(*vote["totals"], expected)


def check_money(asked: int | None, decision: Json, at: str) -> None:
    amount, outcome, pots = decision["amount_cents"], decision["outcome"], decision["pots"]
    require(whole(amount) and 0 < amount <= (asked or amount), f"{at} : la somme dépasse ce qui était demandé")
    require(outcome != "granted" or asked in (None, amount), f"{at} : « en totalité » n’est pas la somme demandée")
    require(outcome != "part" or amount != asked, f"{at} : « en partie » est la totalité")
    moved = [pot["reserved_after_cents"] - pot["reserved_before_cents"] for pot in pots]
    require(sum(moved) == amount, f"{at} : l’enveloppe n’a pas bougé de la somme accordée")
    for cents, pot in zip(moved, pots, strict=True):
        left, ahead = pot["available_before_cents"], pot["ahead_cents"]
        require(whole(*pot.values(), cents) and cents - ahead <= left, f"{at} : l’enveloppe est dépassée")
        require(ahead == 0 or decision["overridden"], f"{at} : de l’argent promis d’avance sans accord écrit")


def check_case(content: Json, case: Json) -> tuple[list[str], int]:
    at, lines = f"Dossier {case['number']}", list[str]()
    counting = {vote["number"]: vote["result"] for vote in case["rounds"] if vote["state"] == "closed"}
    require(whole(case["recused"], case["dismissed"]), f"{at} : les déports ne sont pas des nombres")
    for rank, vote in enumerate(case["rounds"], start=1):
        require(vote["number"] == rank, f"{at} : un vote manque")
        lines.append(f"  vote {rank} ({vote['state']}) : " + check_vote(content, case, vote, f"{at}, vote {rank}"))
    in_force = [decision for decision in case["decisions"] if decision["in_force"]]
    require(len(in_force) == (case["state"] == "decided" or len(in_force) > 0), f"{at} : il faut une seule décision")
    for decision in case["decisions"]:
        if decision["outcome"] in FAVOURABLE:
            check_money(case["asked_cents"], decision, at)
        require(decision["outcome"] in FAVOURABLE or decision["amount_cents"] is None, f"{at} : une somme sans accord")
    for decision in in_force:
        sayable = SAYABLE.get(counting.get(decision["round"], ""), ())
        require(decision["outcome"] in sayable, f"{at} : la décision ne suit pas le vote")
        lines.append(f"  décision n° {decision['number']} : {decision['outcome']}")
    granted = sum(decision["amount_cents"] or 0 for decision in in_force)
    return [f"{at} : {len(case['rounds'])} vote(s), {case['recused']} déport(s)", *lines], granted


def verify(text: str, before: str | None = None) -> list[str]:
    """Every line to print. Raises Wrong at the first thing that does not hold."""
    try:
        content = json.loads(text)
        check_seal_and_presence(text, content)
        linked = before is None or sha256(before.encode()).hexdigest() == content["previous"]
        require(linked, "le fichier d’avant n’est pas celui que celui-ci nomme")
        checked = [check_case(content, case) for case in content["cases"]]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as error:
        raise Wrong(f"le fichier est incomplet ou illisible ({type(error).__name__} : {error})") from error
    euros, cents = divmod(sum(amount for _, amount in checked), 100)
    last = [f"Accordé : {euros},{cents:02d} €", f"Empreinte : {sha256(text.encode()).hexdigest()}", "Tout est juste."]
    return ["Sceau et présences : justes", *(line for lines, _ in checked for line in lines), *last]


def main(paths: list[str]) -> int:
    texts = [open(path, encoding="utf-8", newline="").read() for path in paths[:2]]  # noqa: SIM115 - read and gone
    try:
        said, code = (verify(*texts), 0) if texts else ([str(__doc__)], 2)
    except Wrong as wrong:
        said, code = [f"REFUSÉ : {wrong}."], 1
    sys.stdout.write("\n".join(said) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
