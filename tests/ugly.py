"""Contents that are too long, too many, too short or not there at all, each under its name.

`write(name, folder)` writes a case into a project's folder: its content, and where the case needs one, a
template and its row in the table of documents. Everything and everyone is made up; the same every time.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from nist_docs import source
from nist_docs.model.hearing import Hearing

Entry = dict[str, Any]

EVERYTHING = Path(__file__).resolve().parent / "content" / "everything"


@dataclass
class Case:
    """One hearing with all that it refers to; ``templates`` are files of the case's own, by their name."""

    hearing: Entry
    people: dict[str, Entry]
    strategy: Entry
    sender: Entry
    pictures: Path | None = None
    templates: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Entry] = field(default_factory=dict)


def write(name: str, folder: Path) -> None:
    """The case as `folder/content`; its templates and their rows go into `folder/templates`, which is there."""
    write_case(name, CASES[name](), folder)


def write_case(name: str, case: Case, folder: Path) -> None:
    content = folder / "content"
    hearing = {**case.hearing, "strategy": name, "sender": name}
    _dump(content / "hearings" / f"{name}.yaml", hearing)
    _dump(content / "strategies" / f"{name}.yaml", case.strategy)
    _dump(content / "senders" / f"{name}.yaml", case.sender)
    _dump(content / "people.yaml", {"format": 1, "people": case.people})
    _dump(content / "policy.yaml", {"format": 1, "approvals": {"statements": "optional", "answers": "optional"}})
    if case.pictures:
        shutil.copytree(case.pictures, content / "pictures")
    for file, template in case.templates.items():
        (folder / "templates" / file).write_text(template, "utf-8")
    if case.documents:
        table = folder / "templates" / "deliverables.yaml"
        rows = yaml.safe_load(table.read_text("utf-8"))
        rows["documents"] |= case.documents
        _dump(table, rows)


class _Dumper(yaml.SafeDumper):
    """Writes each value out where it stands: content has no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _dump(path: Path, value: Entry) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    dumped = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    path.write_text(dumped, "utf-8")


# --- words -----------------------------------------------------------------------------------------

WHO = ("Kommunerna i Exempellän", "Företagen vid kusten", "Våra medlemmar", "De små verkstäderna",
       "Forskarna på högskolan", "Vi som arbetar i hamnen", "Många unga i Exempelby")  # fmt: skip
DOES = ("behöver", "efterfrågar", "vill se", "saknar", "talar ofta om")
WHAT = ("kortare vägar till beslut", "fler utbildade svetsare", "bättre tåg mellan städerna",
        "tydliga regler i god tid", "lokaler som går att bygga om", "en plan som håller i tio år",
        "mer tid för varandra", "billigare frakt över sundet", "fler som vill bli lärare",
        "ett register som alla kan läsa", "hjälp med de första stegen")  # fmt: skip
WHEN = ("", " redan i år", " under de närmaste åren", " innan nästa steg tas")

FIRST_NAMES = ("Anna", "Bo", "Cecilia", "David", "Elsa", "Filip", "Greta", "Hugo", "Iris", "Jonas", "Karin", "Lars",
               "Maja", "Nils", "Olga", "Per", "Rut", "Sven", "Tove", "Ulf")  # fmt: skip
SURNAMES = ("Exempel", "Exempelsson", "Exempelberg", "Exempelström", "Exempelgren", "Exempellund", "Exempelkvist",
            "Exempelmark", "Exempeldal", "Exempelholm", "Exempelhav", "Exempelö", "Exempelsjö", "Exempelfors",
            "Exempelvik")  # fmt: skip
ORGANISATIONS = ("Exempelverket", "Exempelbolaget AB", "Exempelbygdens kommun", "Exempelfacket",
                 "Föreningen Svenska Exempel", "Högskolan i Exempelstad")  # fmt: skip

THEME_WORDS = ("vatten", "energi", "skolor", "vägar", "järnvägar", "hamnar", "skogar", "stål", "textil", "livsmedel",
               "forskning", "upphandling", "lärlingar", "kapital", "export", "språk", "kartor", "robotar", "batterier",
               "återbruk", "avfall", "tillstånd", "bostäder", "pendling", "säkerhet", "standarder", "öppna data",
               "jämställdhet", "landsbygd", "sjöfart")  # fmt: skip


def sentences() -> Iterator[str]:
    """Sentences without end, which repeat themselves after some 1 500."""
    for n in itertools.count():
        yield f"{WHO[n % 7]} {DOES[n % 5]} {WHAT[n % 11]}{WHEN[n % 4]}."


def paragraphs(words: int) -> list[str]:
    """Running text of exactly so many words, five sentences to a paragraph; the last one ends where it must."""
    done: list[list[str]] = []
    for number, sentence in enumerate(sentences()):
        if number % 5 == 0:
            done.append([])
        part = sentence.split()[:words]
        done[-1].append(" ".join(part).rstrip(".") + ".")
        words -= len(part)
        if not words:
            return [" ".join(paragraph) for paragraph in done]
    raise AssertionError  # sentences have no end


def text(words: int) -> str:
    """The same as the YAML holds it: a blank line between paragraphs."""
    return "\n\n".join(paragraphs(words))


def padded(beginning: str, filling: str, length: int) -> str:
    """The beginning, then the filling as often as it takes, cut at so many signs."""
    return (beginning + filling * length)[:length]


# --- people and hearings -----------------------------------------------------------------------------


def name(number: int) -> str:
    """The name of one of 300 people, all different."""
    return f"{FIRST_NAMES[number % 20]} {SURNAMES[number // 20 % 15]}"


def people(count: int) -> dict[str, Entry]:
    return {
        f"person-{n}": {
            "name": name(n * 21),  # another first name and another surname each time
            "named": True,
            "title": "Verksamhetsledare",
            "organisation": ORGANISATIONS[n % 6],
            "organisation_kind": "other",
        }
        for n in range(count)
    }


def theme(number: int) -> str:
    return f"tema-{number + 1}"


def interview(number: int, themes: list[int], words: int = 30) -> Entry:
    """Two answers. The first raises every one of these themes, in words that stand in it."""
    raised = [(theme(n), f"frågan om {THEME_WORDS[n]}") for n in themes]
    first = " ".join([*paragraphs(words), *(f"Då återkommer {said} också." for _, said in raised)])
    return {
        "person": f"person-{number}",
        "answers": [
            {
                "question": "first",
                "text": first,
                "themes": [{"theme": id, "words": said} for id, said in raised],
                "pulled": [{"words": paragraphs(words)[0].split(". ")[0], "use": ["opening", "press", "summary"]}],
            },
            {"question": "second", "text": text(words), "pulled": []},
        ],
    }


def hearing(interviews: int = 2, themes: int = 2, raised: int | None = None, **more: Any) -> Entry:
    """A hearing in Swedish in which every interview raises so many themes (all), the next one the next ones.

    ``more`` adds or replaces keys.
    """
    each = themes if raised is None else raised
    return {
        "format": 1,
        "language": "sv",
        "status": "published",
        "title": "Hearing om exempelstrategin",
        "ingress": "Exempelverket har hört parterna om utkastet till exempelstrategi.",
        "body": text(80),
        "summary": "Parterna fick säga sitt om utkastet till exempelstrategi.",
        "when": {"date": "2026-03-03", "starts": "13:00"},
        "published": "2026-03-04",
        "led_by": "person-0",
        "statements": [{"speaker": "person-0", "lead": True, "text": text(30)}],
        "key_points": [{"title": "Enighet", "text": "Parterna är eniga om det mesta."}],
        "questions": {
            "first": {"text": "Vad är viktigast i utkastet?", "short": "Det viktigaste"},
            "second": {"text": "Vad gör ni själva härnäst?", "short": "Nästa steg"},
        },
        "themes": {theme(n): THEME_WORDS[n].capitalize() for n in range(themes)},
        "interviews": [interview(n, [(n + i) % themes for i in range(each)]) for n in range(interviews)],
        **more,
    }


def case(hearing: Entry, **more: Any) -> Case:
    strategy = {
        "format": 1,
        "name": "exempelstrategin",
        "vision": {"text": "Exempelriket är ett land där allt går att pröva."},
        "challenges": {"members": ["avstånd", "brist på folk"]},
        "key_areas": {"members": ["handel", "hantverk"]},
        "directions": {"members": ["närmare", "enklare"]},
    }
    sender = {
        "format": 1,
        "organisation": "Exempelverket",
        "contacts": [{"name": "Eva Exempel", "role": "Pressekreterare", "email": "press@example.org"}],
    }
    known = {"people": people(max(1, len(hearing["interviews"]))), "strategy": strategy, "sender": sender}
    return Case(hearing, **{**known, **more})


# --- too many ------------------------------------------------------------------------------------------


def participants_300() -> Case:
    participants = [
        {"name": name(n), "named": n % 10 != 9, "role": "Ledamot", "organisation": ORGANISATIONS[n % 6]}
        for n in range(300)
    ]
    return case(hearing(0, participants=participants))


def interviews_40() -> Case:
    return case(hearing(40))


def themes_30() -> Case:
    return case(hearing(2, 30))


def interviews_40_themes_30() -> Case:
    """A table of all of them by all of them; each interview raises six, which makes 240 quotations."""
    return case(hearing(40, 30, raised=6))


# --- too long --------------------------------------------------------------------------------------------


def answers_of_3000_words_and_of_2() -> Case:
    asked = hearing()
    asked["interviews"][0]["answers"][1] = {"question": "second", "text": text(3000)}
    asked["interviews"][1]["answers"][1] = {"question": "second", "text": "Ja, absolut."}
    return case(asked)


def name_of_70_signs() -> Case:
    everyone = people(2)
    everyone["person-0"]["name"] = "Anna-Maria Alexandra Wilhelmina Fredrika Charlotta af Exempelborg-Stam"
    return case(hearing(), people=everyone)


def title_of_180_signs() -> Case:
    title = (
        "Hearing om exempelstrategin, om de mål som den ska leda till, om de medel som den kan kräva, om den "
        "tid som den får ta och om alla de exempel som vi hittills har sett av allt detta"
    )
    return case(hearing(title=title, headline=title))


LONG_WORD = padded("Exempelstrategi", "genomförandeplaneringsgruppsmöten", 60)


def words_of_60_letters() -> Case:
    """In the title, in headings, names, tables, lists and running text, where nothing says how to divide them."""
    word = LONG_WORD.lower()
    everyone = people(2)
    everyone["person-1"] |= {"name": f"Bo {LONG_WORD}", "title": LONG_WORD, "organisation": LONG_WORD}
    asked = hearing(
        title=f"Hearing om {word}",
        subtitle=LONG_WORD,
        ingress=f"Det gäller {word}.",
        body=f"{LONG_WORD} och {word}, sade parterna.",
        key_points=[{"title": LONG_WORD, "text": f"Om {word}."}] * 3,
        participants=[{"name": f"Cecilia {LONG_WORD}", "named": True, "role": LONG_WORD, "organisation": LONG_WORD}],
        agenda=[{"starts": "13:00", "title": LONG_WORD, "speaker": "person-1"}],
        fact_boxes=[{"title": LONG_WORD, "facts": [{"label": LONG_WORD, "text": LONG_WORD}]}],
    )
    asked["questions"]["first"] = {"text": f"Hur ser ni på {word}?", "short": LONG_WORD}
    asked["themes"][theme(0)] = LONG_WORD
    answer = asked["interviews"][0]["answers"][0]
    answer["text"] += f" Det handlar om {word}."
    answer["themes"].append({"theme": theme(0), "words": word})
    return case(asked, people=everyone)


LONG_URL = padded("https://example.org/", "exempel/strategier/utkast-", 200)


def url_of_200_signs() -> Case:
    asked = hearing(
        body=f"Läs [utkastet]({LONG_URL}). Det finns också på {LONG_URL} och kan laddas ner.",
        links=[{"text": "Utkastet", "url": LONG_URL}, {"text": LONG_URL, "url": LONG_URL}],
    )
    return case(asked)


# --- too little ----------------------------------------------------------------------------------------------


def no_interviews() -> Case:
    return case(hearing(0))


def one_interview() -> Case:
    return case(hearing(1))


def _without(key: str) -> Callable[[], Case]:
    def made() -> Case:
        whole = everything()
        del whole.hearing[key]
        answers = [answer for one in whole.hearing.get("interviews", ()) for answer in one["answers"]]
        if key == "themes":
            for answer in answers:
                answer.pop("themes", None)
        if key == "questions":
            del whole.hearing["interviews"]
        return whole

    return made


def everything() -> Case:
    """The hearing in English that uses every key."""

    def read(*parts: str) -> Entry:
        value = source.read(EVERYTHING.joinpath(*parts), parts[-1]).value
        assert isinstance(value, dict)
        return value

    (heard,) = (EVERYTHING / "hearings").glob("*.yaml")
    read_hearing = read("hearings", heard.name)
    return Case(
        read_hearing,
        people=read("people.yaml")["people"],
        strategy=read("strategies", f"{read_hearing['strategy']}.yaml"),
        sender=read("senders", f"{read_hearing['sender']}.yaml"),
        pictures=EVERYTHING / "pictures",
    )


def optional_keys() -> list[str]:
    """The keys of that hearing that it could do without."""
    return [key for key in everything().hearing if not Hearing.model_fields[key].is_required()]


# --- other languages, other structures -----------------------------------------------------------------------------


PHRASES = ("advisory board", "the proof of the pudding", "best practice", "learning by doing")


def english_phrases() -> Case:
    marked = [f"[{phrase}]{{lang=en}}" for phrase in PHRASES]
    asked = hearing(
        ingress=f"Parterna talade om {marked[0]}.",
        body=f"Det finns *ett {marked[1]}* och **ett {marked[2]}**. {marked[3]} sade någon^[Kallas även {marked[0]}.].",
        key_points=[{"title": "Språk", "text": f"Ordet {phrase} är engelska."} for phrase in marked],
        fact_boxes=[{"title": "Ord", "facts": [{"label": "Engelska", "text": phrase} for phrase in marked]}],
        process={"steps": [{"phase": "at", "when": "I mars", "short": "Möte", "text": f"Ett möte om {marked[2]}."}]},
    )
    asked["questions"]["first"]["text"] = f"Vad är {marked[2]} för er?"
    asked["interviews"][0]["answers"][1] = {
        "question": "second",
        "text": f"Vårt {marked[0]} möts snart. Sedan kommer {marked[3]}.",
        "themes": [{"theme": theme(1), "words": f"{marked[0]} möts"}],
        "pulled": [{"words": f"Sedan kommer {marked[3]}", "use": ["contribution"]}],
    }
    return case(asked)


TABLE_ROWS = 120
NOTED_LINES = 60
LIST_ITEMS = 70
NESTED_ITEMS = 12


def crossing() -> Case:
    """A document of its own in which every structure runs over the edge of a page.

    Each of the noted lines bears a footnote, so that wherever a page ends among them, its last line has one.
    """
    rows = "".join(
        f"<tr><th scope='row'>Rad {n}</th><td>{said}</td><td>{n}</td></tr>\n"
        for n, said in zip(range(1, TABLE_ROWS + 1), sentences(), strict=False)
    )
    noted = "".join(
        f"<p>Mening {n} har en not<span role='doc-footnote'>Not till mening {n}.</span>.</p>\n"
        for n in range(1, NOTED_LINES + 1)
    )
    items = "".join(f"<li>Punkt {n}</li>\n" for n in range(1, LIST_ITEMS + 1))
    nested = "".join(
        f"<li>Yttre {a}<ol>"
        + "".join(
            f"<li>Mellersta {a}.{b}<ul>" + "".join(f"<li>Inre {a}.{b}.{c}</li>" for c in range(1, 3)) + "</ul></li>"
            for b in range(1, 4)
        )
        + "</ol></li>\n"
        for a in range(1, NESTED_ITEMS + 1)
    )
    template = f"""{{% extends 'base.html.j2' %}}
{{% block title %}}{{{{ hearing.title }}}}{{% endblock %}}
{{% block type %}}Exempel{{% endblock %}}
{{% block body %}}
<h1>{{{{ hearing.title }}}}</h1>
<nav data-depth="2"><h2>Innehåll</h2></nav>
<section id="noter" title="Noter"><h2>Meningar med noter</h2>
{noted}</section>
<section id="stycke" title="Stycke"><h2>Ett stycke</h2>
<p>Början. {" ".join(paragraphs(900))} Slutet.</p></section>
<section id="lista" title="Lista"><h2>En lista</h2>
<ul>{items}</ul></section>
<section id="listor" title="Listor"><h2>Listor i listor</h2>
<ul>{nested}</ul></section>
<section id="tabell" title="Tabell"><h2>En tabell</h2>
<p>Den finns i <a href="#rader"/>.</p>
<table id="rader"><caption><strong>Rader.</strong> Alla i ordning.</caption>
<thead><tr><th scope="col">Rad</th><th scope="col">Mening</th><th scope="col">Nummer</th></tr></thead>
<tbody>{rows}</tbody></table>
</section>
{{% endblock %}}
"""
    return case(
        hearing(0),
        templates={"crossing.html.j2": template},
        documents={
            "crossing": {
                "template": "crossing.html.j2",
                "formats": ["html", "txt", "pdf", "docx"],
                "name": "{hearing}-document",
            }
        },
    )


MANY_COLUMNS = 40


def table_of_40_columns() -> Case:
    """A document of its own with tables of themes by people that no page has room for.

    The first has a column for each of forty people, and notes in cells that its parts repeat; the second has few
    columns, of long words, and stands in a list.
    """
    people = [name(n * 21) for n in range(MANY_COLUMNS)]
    heads = "".join(f"<th scope='col'>{said}</th>" for said in people)
    marks = [["ja" if (row + column) % 3 else "–" for column in range(MANY_COLUMNS)] for row in range(12)]
    rows = "".join(
        f"<tr><th scope='row'>{said.capitalize()}{_noted(said)}</th>{''.join(f'<td>{one}</td>' for one in row)}</tr>\n"
        for said, row in zip(THEME_WORDS, marks, strict=False)
    )
    columns = range(1, 8)
    few = "".join(f"<th scope='col'>Huvudkolumnsrubrik {n}</th>" for n in columns)
    cells = "".join(f"<td>Sammanhållningspolitik {n}</td>" for n in columns)
    template = f"""{{% extends 'base.html.j2' %}}
{{% block title %}}{{{{ hearing.title }}}}{{% endblock %}}
{{% block type %}}Exempel{{% endblock %}}
{{% block body %}}
<h1>{{{{ hearing.title }}}}</h1>
<section id="vem" title="Vem"><h2>Vem som tar upp vad</h2>
<p>Det visar <a href="#alla"/>, och <a href="#andra"/> visar annat.</p>
<table id="alla"><caption><strong>Teman per person.</strong> Ja betyder att temat tas upp{_noted("tabellen")}.</caption>
<thead><tr><th scope="col">Tema</th>{heads}</tr></thead>
<tbody>{rows}</tbody></table>
<ul><li><p>En punkt med en tabell:</p>
<table id="andra"><caption><strong>Få kolumner.</strong> Med långa ord.</caption>
<thead><tr><th scope="col">Rad</th>{few}</tr></thead>
<tbody><tr><th scope="row">Rad 1</th>{cells}</tr></tbody></table></li></ul>
</section>
{{% endblock %}}
"""
    return case(
        hearing(0),
        templates={"columns.html.j2": template},
        documents={
            "columns": {
                "template": "columns.html.j2",
                "formats": ["html", "txt", "pdf", "docx"],
                "name": "{hearing}-columns",
            }
        },
    )


def _noted(about: str) -> str:
    return f"<span role='doc-footnote'>Not om {about}.</span>"


CASES: dict[str, Callable[[], Case]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        participants_300,
        interviews_40,
        themes_30,
        interviews_40_themes_30,
        answers_of_3000_words_and_of_2,
        name_of_70_signs,
        title_of_180_signs,
        words_of_60_letters,
        url_of_200_signs,
        no_interviews,
        one_interview,
        english_phrases,
        crossing,
        table_of_40_columns,
    )
} | {f"without-{key.replace('_', '-')}": _without(key) for key in optional_keys()}
