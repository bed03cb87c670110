"""What most would write: YAML, one Jinja template for page and PDF, python-docx for Word."""

import sys
from pathlib import Path

import docx
import jinja2
import weasyprint
import yaml

PAGE = """<html lang="sv"><head><title>{{ h.title }}</title><style>
@page { size: A4; margin: 25mm; @bottom-right { content: counter(page) } }
body { font: 11pt/1.4 "Source Sans Pro"; } blockquote { margin-left: 10mm; font-family: "Source Serif Pro"; }
</style></head><body><h1>{{ h.headline or h.title }}</h1><p><b>{{ h.ingress }}</b></p>
{% for paragraph in h.body.split("\n\n") %}<p>{{ paragraph }}</p>{% endfor %}
{% for said in h.statements %}<blockquote>{{ said.text }}</blockquote><p>{{ people[said.speaker].name }}</p>{% endfor %}
<h2>{{ s.name }}</h2><p>{{ s.vision.text }}</p>
{% for interview in h.interviews %}<h2>{{ people[interview.person].name }}</h2>
{% for answer in interview.answers %}<h3>{{ h.questions[answer.question].text }}</h3>
<p>{{ answer.text }}</p>{% endfor %}
{% endfor %}</body></html>"""


def main(content: Path, out: Path) -> None:
    read = {path.stem: yaml.safe_load(path.read_text("utf-8").replace("{lang=en}", "")) for path in (
        content / "people.yaml", content / "hearings" / "nist.yaml")}  # fmt: skip
    hearing, people = read["nist"], read["people"]["people"]
    strategy = yaml.safe_load((content / "strategies" / "nist.yaml").read_text("utf-8"))
    page = jinja2.Environment(autoescape=True).from_string(PAGE).render(h=hearing, s=strategy, people=people)
    (out / "plain.html").write_text(page, "utf-8")
    weasyprint.HTML(string=page).write_pdf(out / "plain.pdf", pdf_variant="pdf/ua-1")
    word = docx.Document()
    word.add_heading(hearing["title"], 0)
    word.add_paragraph(hearing["summary"])
    for interview in hearing["interviews"]:
        word.add_heading(people[interview["person"]]["name"], 1)
        for answer in interview["answers"]:
            word.add_heading(hearing["questions"][answer["question"]]["text"], 2)
            word.add_paragraph(answer["text"], "Quote")
    word.save(str(out / "plain.docx"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
