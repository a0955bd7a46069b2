"""Reading one printed page: bytes in, an `OldPage` out, or a refusal which names the line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import (
    addresses,
    blocks,
    decoding,
    facts,
    foot,
    frame,
    labels,
    lines,
    markup,
    place,
    programme,
)
from quartierlibre.cms.old_pages import title as titles
from quartierlibre.cms.old_pages import when as whens
from quartierlibre.cms.old_pages.inline import Reader, words_of
from quartierlibre.cms.old_pages.labels import Field, Values
from quartierlibre.cms.old_pages.lines import Line, fold, plain
from quartierlibre.cms.old_pages.notebook import Notebook
from quartierlibre.cms.old_pages.page import Block, OldPage, Place, Step, Term, When
from quartierlibre.cms.old_pages.place import IsCommune, nowhere

_ABRIDGED = re.compile(r"(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))\s*$")


def read_page(content: bytes, *, name: str = "", source_url: str = "", is_commune: IsCommune = nowhere) -> OldPage:
    """What a page says, and all that was guessed, left out or contradictory; `Refused` names the lines at fault."""
    notebook = Notebook()
    text, encoding = decoding.decode(content, notebook)
    written = _Written(text, name, notebook)
    source = _source(written, source_url, notebook)
    rest, links = foot.take(written.lines, notebook, base=source)
    body_lines, values = labels.take(rest, notebook)
    reader = Reader(links, notebook, base=source)
    said = _Said(values, reader, notebook)
    body = blocks.read(body_lines, reader)
    heading, body = _title(written, values, body, source, notebook)
    body, steps = programme.take(body, notebook)
    page = said.page(OldPage(heading, source, body, programme=steps, foot=tuple(links.values())), is_commune)
    page = _titled(page, notebook)
    _tell_unused(page, reader, notebook)
    notebook.stop_if_refused()
    form = "html" if written.is_html else "markdown" if name.lower().endswith((".md", ".markdown")) else "text"
    notes, images = tuple(notebook.notes), tuple(notebook.images)
    return replace(page, format=form, encoding=encoding, notes=notes, images=images, lines=notebook.lines)


class _Written:
    """The lines of a file, whichever its format."""

    def __init__(self, text: str, name: str, notebook: Notebook) -> None:
        self.is_html = markup.is_html(text, name)
        self.title, self.canonical = "", ""
        if self.is_html:
            read = markup.read(text, notebook)
            self.title, self.canonical, text_lines = read.title, read.canonical, read.lines
            kept = frame.without(text_lines, read.outside, notebook)
            self.lines = [Line(line.number, lines.split(line.text)[0].text) for line in kept]
        else:
            self.lines = lines.split(text)
        if all(line.is_blank for line in self.lines):
            notebook.refuse("file.empty", _("la page ne contient aucun mot : enregistrez-la de nouveau."), 1)
            notebook.stop_if_refused()


def _source(written: _Written, told: str, notebook: Notebook) -> str:
    """The address given by hand, else the one printed on the page, else the one in its head."""
    values = [value for line in written.lines if ":" in line.text and (value := labels.read_label(line))]
    printed = [value for value in values if value.field is Field.SOURCE and facts.address_in(value.words)]
    found = facts.address_in(printed[-1].words) if printed else addresses.valid(written.canonical)
    if printed:
        notebook.lines["source_url"] = printed[-1].line
    given = addresses.valid(told)
    if told and not given:
        notebook.refuse("source.unusable", _("l’adresse donnée par --source-url n’est pas une adresse du web."), 1)
    if given and found and addresses.identity(given) != addresses.identity(found):
        message = _(
            "L’adresse donnée (%(given)s) n’est pas celle de la page (%(found)s) : l’adresse donnée est suivie."
        )
        line = notebook.lines.get("source_url")
        notebook.report("source.disagrees", message % {"given": given, "found": found}, line)
    return given or found


def _title(
    written: _Written, values: Values, body: tuple[Block, ...], source: str, notebook: Notebook
) -> tuple[str, tuple[Block, ...]]:
    """The title the page wrote and the body without it; empty when it wrote none."""
    if Field.TITLE in values:
        notebook.lines["title"] = values[Field.TITLE].line
        return plain(values[Field.TITLE].words), body
    position = _title_position(body, addresses.slug(source))
    if position is not None:
        notebook.lines["title"] = body[position].line
        return words_of(body[position].runs), (*body[:position], *body[position + 1 :])
    if written.title:
        notebook.lines["title"] = 1
        heading, _bar, site = written.title.partition(" | ")
        if site:
            message = _("« %(site)s », après le titre : nom du site.") % {"site": site}
            notebook.leave_out("title.site", message, 1)
        return heading, body
    return "", body


def _title_position(body: tuple[Block, ...], slug: str) -> int | None:
    """The first heading of level 1, a heading at the top, or a first short line which the address or nothing denies."""
    for position, block in enumerate(body[:40]):
        if block.kind == "heading" and (block.level == 1 or position == 0):
            return position
    first = body[0] if body else None
    words = words_of(first.runs) if first and first.kind == "paragraph" else ""
    short = 0 < len(words) <= 150 and words[-1] not in ".;:," and len(body) > 1 and "\n" not in words
    dated = any(written.alone for written in facts.dates_of(body[:1]))
    return 0 if short and not dated and (not slug or titles.resembles(words, slug)) else None


def _titled(page: OldPage, notebook: Notebook) -> OldPage:
    """With the best title its address allows, when it wrote none; refused when there is neither."""
    if not page.title and (slug := addresses.slug(page.source_url)):
        town = page.place.commune if page.place else ""
        texts = [
            *facts.texts_of(page.body),
            *([page.place.words] if page.place else []),
            *(t.name for t in page.themes),
        ]
        guessed = titles.of_address(slug, titles.Vocabulary(texts), town=town)
        message = _("Titre deviné d’après l’adresse : « %(title)s ».") % {"title": guessed}
        notebook.guess("title.from_address", message, notebook.lines.get("source_url"))
        page = replace(page, title=guessed)
    if not page.title:
        message = _("ni titre, ni adresse : ajoutez une première ligne « # Titre », ou donnez --source-url.")
        notebook.refuse("title.none", message, 1)
    if len(page.title) > titles.LONGEST:
        line = notebook.lines.get("title")
        notebook.guess("title.cut", _("Titre trop long : coupé, et gardé entier en tête du texte."), line)
        whole = Block("paragraph", line or 1, facts.runs_of(page.title))
        cut = page.title[: titles.LONGEST - 1].rpartition(" ")[0] or page.title[: titles.LONGEST - 1]
        page = replace(page, title=f"{cut}…", body=(whole, *page.body))
    for words, line in facts.text_lines(page.body):
        if _ABRIDGED.search(words[-20:]):
            message = _("Texte abrégé (« … %(words)s ») : la suite est sur l’ancien site.")
            notebook.report("body.abridged", message % {"words": words[-40:].strip()}, line)
    if not page.body:
        notebook.report("body.empty", _("La page n’a aucun texte."), 1)
    return page


def _tell_unused(page: OldPage, reader: Reader, notebook: Notebook) -> None:
    for link in page.foot:
        if link.number not in reader.used and link.href:
            details = {"number": link.number, "address": link.href}
            message = _("Le lien n° %(number)d du pied (%(address)s) ne correspond à aucun mot de la page.") % details
            notebook.leave_out("foot.unused", message, link.line)


@dataclass
class _Said:
    """What the labels of a page say, read with the rest of it."""

    values: Values
    reader: Reader
    notebook: Notebook

    def page(self, page: OldPage, is_commune: IsCommune) -> OldPage:
        """The page with its kind, themes, dates and place."""
        for each in (Field.KIND, Field.DATES, Field.PLACE, Field.THEMES, Field.PUBLISHED):
            if each in self.values:
                self.notebook.lines[each.value] = self.values[each].line
        kinds = self._terms(Field.KIND)
        published, published_at = facts.published(self.values.get(Field.PUBLISHED), self.notebook)
        modified, modified_at = facts.modified(self.values, self.notebook)
        self._check_order(published, modified)
        when = self._when(page, published)
        page = self._without_other_days(page, when)
        return replace(
            page,
            kind=kinds[0] if kinds else None,
            themes=self._terms(Field.THEMES),
            when=when,
            welcome=_welcome(page.programme, when),
            place=self._place(page, is_commune),
            published_on=published,
            published_at=published_at,
            modified_on=modified,
            modified_at=modified_at,
        )

    def _without_other_days(self, page: OldPage, when: When | None) -> OldPage:
        """A programme of more days than the meeting has stays a list in the text."""
        days = (when.last - when.first).days + 1 if when else 1
        if programme.fits(page.programme, days):
            return page
        message = _("Horaires de plusieurs jours pour une seule date : laissés en liste dans le texte.")
        self.notebook.report("programme.more_days", message, page.programme[0].line)
        return replace(page, programme=(), body=tuple(replace(block, programme=False) for block in page.body))

    def _check_order(self, published: date | None, modified: date | None) -> None:
        if published and modified and modified < published:
            message = _("La page aurait été modifiée le %(modified)s, avant sa publication.")
            details = {"modified": modified.strftime("%d/%m/%Y")}
            self.notebook.report("dates.modified_first", message % details, self.notebook.lines.get("modified"))

    def _terms(self, which: Field) -> tuple[Term, ...]:
        value = self.values.get(which)
        return facts.terms(value, self.reader, self.notebook) if value else ()

    def _when(self, page: OldPage, published: date | None) -> When | None:
        value = self.values.get(Field.DATES)
        in_field = facts.dates_of_value(value) if value else []
        if value and not in_field:
            message = _("« Dates : %(words)s » : aucune date n’y est lisible.") % {"words": plain(value.words)[:80]}
            self.notebook.leave_out("date.unreadable", message, value.line)
        field_dates = whens.refuse_impossible(in_field, self.notebook, in_field=True)
        in_text = whens.refuse_impossible(facts.dates_of(page.body), self.notebook, in_field=False)
        return whens.choose(whens.Dates(in_text, field_dates, page.programme, published), self.notebook)

    def _place(self, page: OldPage, is_commune: IsCommune) -> Place | None:
        """The field; without it, the lines under the date which stands alone."""
        value = self.values.get(Field.PLACE)
        under_date = facts.lines_under_the_date(page.body)
        if value:
            told = place.read(plain_lines(value.words), is_commune=is_commune)
            self._compare(told, under_date, is_commune)
            return told
        if not under_date:
            return None
        found = place.read("\n".join(words for words, _line in under_date), is_commune=is_commune, guessing=True)
        message = _("Lieu deviné : « %(place)s », écrit sous la date.") % {"place": found.words}
        self.notebook.guess("place.under_date", message, under_date[0][1])
        return found

    def _compare(self, told: Place, under_date: list[tuple[str, int]], is_commune: IsCommune) -> None:
        for words, line in under_date:
            if is_commune(words) and told.commune and fold(words) != fold(told.commune):
                details = {"text": words, "field": told.commune}
                message = (
                    _("Le texte dit « %(text)s », le champ « Lieu » dit « %(field)s » : le champ est suivi.") % details
                )
                self.notebook.report("place.disagrees", message, line)


def plain_lines(words: str) -> str:
    return "\n".join(plain(line) for line in words.split("\n"))


def _welcome(steps: tuple[Step, ...], when: When | None) -> time | None:
    """The hour the doors open, when it is before the start."""
    first = steps[0] if steps and steps[0].kind == "welcome" else None
    return first.start if first and when and when.start and first.start < when.start else None
