"""What follows from the content without anyone writing it down: surnames, initials, who raised which theme.

Everything here is computed from views and keeps their addresses, so that a count in words still leads
back to the list that it counts.
"""

from __future__ import annotations

from nist_docs.addresses import Kind
from nist_docs.records import dataclass
from nist_docs.views import Leaf, ListView, View, address_of, entry_of

_PARTICLES = {"af", "av", "de", "der", "van", "von"}


def surname(person: View) -> Leaf:
    """The surname given, else the last word of the name."""
    given: Leaf | None = person.surname
    name: Leaf = person.name
    return given or (name if name.origin.kind is Kind.LABEL else name.derived(name.plain.split()[-1]))


def initials(person: View) -> Leaf:
    """One letter for every word of a name of up to three words, else the first and last word's."""
    name: Leaf = person.name
    if name.origin.kind is Kind.LABEL:  # words in a name's place
        return name.derived("–")
    words = [word for word in name.plain.split() if word.lower() not in _PARTICLES]
    words = words if len(words) <= 3 else [words[0], words[-1]]
    return name.derived("".join(word[0].upper() for word in words))


@dataclass(frozen=True, slots=True)
class Mention:
    """A theme in one interview: the answers' numbers (from 1), and the words that raise it."""

    person: View
    numbers: tuple[int, ...]
    words: tuple[tuple[Leaf, Leaf], ...]  # (words, the number of the answer)

    @property
    def number(self) -> Leaf:
        return self.words[0][1]

    @property
    def number_leaves(self) -> tuple[Leaf, ...]:
        return tuple(self.number.derived(str(n), n) for n in self.numbers)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme, and each interviewed person's mention of it (or None), in the interviews' order."""

    name: Leaf
    cells: tuple[Mention | None, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(cell for cell in self.cells if cell)

    @property
    def count(self) -> Leaf:
        return self.name.derived(str(len(self.mentions)), len(self.mentions))


MOST_RANKED, MOST_LISTED, MOST_NAMED = 30, 40, 5


@dataclass(frozen=True, slots=True)
class Ranking:
    """A figure of themes in their order; ``start`` is the place of the first one, from 0."""

    source: str
    start: int
    rows: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A figure of people and the themes of one ranking; ``cells`` by theme, then person."""

    source: str
    ranking: Ranking
    people: tuple[View, ...]
    cells: tuple[tuple[Mention | None, ...], ...]

    @property
    def rows(self) -> tuple[PersonRow, ...]:
        return tuple(PersonRow(person, tuple(column)) for person, column in zip(
            self.people, zip(*self.cells, strict=True), strict=True))  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, and the mentions of the themes (or None), in the ranking's order."""

    person: View
    cells: tuple[Mention | None, ...]

    @property
    def count(self) -> Leaf:
        number = sum(cell is not None for cell in self.cells)
        name: Leaf = self.person.name
        return name.derived(str(number), number)


@dataclass(frozen=True, slots=True)
class Themes:
    """Who raised which theme: the most raised first, ties in the content's order."""

    people: tuple[View, ...]
    rows: tuple[ThemeRow, ...]

    @property
    def top(self) -> tuple[ThemeRow, ...]:
        """The rows that the most people raised."""
        most = max((len(row.mentions) for row in self.rows), default=0)
        return tuple(row for row in self.rows if len(row.mentions) == most and most)

    @property
    def named(self) -> tuple[ThemeRow, ...]:
        """The rows that the conclusion names, and figures highlight: the most raised, unless they are many."""
        return self.top if len(self.top) <= MOST_NAMED else ()

    @property
    def form(self) -> str:
        """How so many are shown: as ``numbered`` dots, as ``plain`` ones, ``ranked``; or (empty) only in words."""
        people, themes = len(self.people), len(self.rows)
        if people < 2 or themes < 3:
            return ""
        if people <= 6 and themes <= 12:
            return "numbered"
        return "plain" if people <= 12 and themes <= 15 else "ranked"

    @property
    def rankings(self) -> tuple[Ranking, ...]:
        """The themes in figures of at most 30, by how many raised them."""
        first = range(0, len(self.rows), MOST_RANKED) if self.form == "ranked" else ()
        return tuple(Ranking(f"figure:themes-{n}", start, self.rows[start : start + MOST_RANKED])
                     for n, start in enumerate(first, 1))  # fmt: skip

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The people in figures of at most 40, each with as many themes as a ranking has."""
        return tuple(
            Grid(f"{ranking.source.replace('themes', 'people')}-{n}", ranking, self.people[start : start + MOST_LISTED],
                 tuple(row.cells[start : start + MOST_LISTED] for row in ranking.rows))
            for ranking in self.rankings
            for n, start in enumerate(range(0, len(self.people), MOST_LISTED), 1)
        )  # fmt: skip

    @property
    def raised_by_all(self) -> bool:
        return any(len(row.mentions) == len(self.people) for row in self.rows)


def themes(hearing: View) -> Themes:
    """The table of themes and interviews; themes that nobody raises are left out."""
    interviews: ListView = hearing.interviews
    found: dict[object, list[Mention | None]] = {}
    names = {address_of(name): name for name in hearing.themes.values()}
    for column, interview in enumerate(interviews):
        by_theme: dict[object, list[tuple[Leaf, Leaf]]] = {}
        for number, answer in enumerate(interview.answers, 1):
            for mention in answer.themes:
                written = mention.words.derived(str(number), number)
                by_theme.setdefault(address_of(mention.theme), []).append((mention.words, written))
        for address, pairs in by_theme.items():
            numbers = tuple(dict.fromkeys(number.number or 0 for _, number in pairs))
            cells = found.setdefault(address, [None] * len(interviews))
            cells[column] = Mention(interview.person, numbers, tuple(pairs))
    rows = [ThemeRow(name, tuple(found[address])) for address, name in names.items() if address in found]
    rows.sort(key=lambda row: -len(row.mentions))
    return Themes(tuple(i.person for i in interviews), tuple(rows))


@dataclass(frozen=True, slots=True)
class Pulled:
    """A pulled quote with its speaker and, where it comes from an answer, the answer."""

    words: Leaf
    person: View
    interview: View | None
    question: View | None


def pulled(seen: View, use: str) -> tuple[Pulled, ...]:
    """The pulled quotes for one use, of a hearing (interviews, then statements), interview or statement."""
    kind = type(entry_of(seen)).__name__
    if kind == "Hearing":
        inner = [*seen.interviews, *seen.statements]
        return tuple(quote for one in inner for quote in pulled(one, use))
    if kind == "Interview":
        texts, person, interview = list(seen.answers), seen.person, seen
    else:
        texts, person, interview = [seen], seen.speaker, None
    return tuple(
        Pulled(quote.words, person, interview, text.question if interview else None)
        for text in texts
        for quote in text.pulled
        if use in quote.use
    )


def length(interview: View) -> int:
    """The number of signs in an interview's answers."""
    return sum(len(paragraph.plain) for answer in interview.answers for paragraph in answer.text)
