"""Standing type: pages of the last layout, used again where nothing on them has changed.

The preview lays out the same document again and again, with a word changed. WeasyPrint makes page after page, each
from the state in which the one before it left off; a page that begins in the same state and shows the same is the
same page. The loop stays WeasyPrint's own: numbers of pages, contents and repeated rounds are as in any layout.

A section is the least that counts as changed: tables, columns, floats and numbered parts depend on what stands
around them. In doubt a page is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element, tostring

import weasyprint.layout
import weasyprint.layout.page

from nist_docs.records import dataclass
from nist_docs.writers.pdf.engine import exchanged


@dataclass(slots=True)
class _Page:
    """A page as it was made: the state before and after it, and its parts before margins were added."""

    box: Any
    parts: list[Any]
    begins: Any
    ends: Any
    following: tuple[Any, ...]  # what the next page begins with, as WeasyPrint notes it
    whole: bool  # no float or note of another page reaches into it, none of it into the next
    running: dict[str, list[Any]] = field(default_factory=dict)
    margins: list[Any] = field(default_factory=list)
    numbers: Any = None  # the counters that its margins show
    shown: frozenset[Element] = frozenset()
    refers: bool = False  # to numbers of other pages


@dataclass(slots=True)
class _Layout:
    """A whole layout: its document's elements, its pages, and on which page each target stands."""

    root: Element
    pages: list[_Page]
    targets: Mapping[str, object]


class Standing:
    """The pages of one document, kept by the rules that it was laid out by, and what was shown of them."""

    def __init__(self) -> None:
        self._layouts: dict[str, _Layout] = {}
        self._shown: list[Sequence[Any]] = []
        self.changed: tuple[int, ...] = ()  # the pages that were others when a document was shown last

    def fresh(self, rendered: Any) -> tuple[int, ...]:
        """The numbers (from 0) of the pages that are others than were shown last."""
        now = [page._page_box.children for page in rendered.pages]
        return tuple(n for n, page in enumerate(now) if n >= len(self._shown) or page != self._shown[n])

    def show(self, rendered: Any) -> None:
        """Keeps in mind what is shown now."""
        self.changed = self.fresh(rendered)
        self._shown = [page._page_box.children for page in rendered.pages]

    def lay_out(self, root: Element, rules: str, render: Callable[[], Any]) -> Any:
        """What ``render`` lays out, with pages of the last layout by the same rules in it."""
        last = self._layouts.get(rules)
        work = _Work(last, root)
        with work.at_work():
            rendered = render()
        if last and work.used and work.targets() != last.targets and any(page.refers for page in work.used.values()):
            # Numbers of pages have moved: what refers to them is made again.
            work = _Work(last, root, numbered=False)
            with work.at_work():
                rendered = render()
        self._layouts[rules] = work.kept([page._page_box for page in rendered.pages])
        return rendered


class _Work:
    """One layout, with the pages of the last one at hand."""

    def __init__(self, last: _Layout | None, root: Element, *, numbered: bool = True) -> None:
        self.root = root
        self.renewed: dict[Element, Element] = {}
        self.changed: set[Element] = set()
        if last:
            _compare(last.root, root, None, self.renewed, self.changed)
        self.last = self._usable(last.pages, numbered=numbered) if last else {}
        self.same_margins = last is not None and _running(last.root) == _running(root)
        self.made: dict[int, _Page] = {}
        self.used: dict[int, _Page] = {}
        self.context: Any = None
        self.html: Any = None

    def _usable(self, pages: list[_Page], *, numbered: bool) -> dict[int, _Page]:
        usable = {}
        touched = [not page.shown.isdisjoint(self.changed) for page in pages]
        for number, page in enumerate(pages):
            # What follows without a forced break might have moved up to this page.
            flows_on = number + 1 < len(pages) and page.following[1]["break"] == "any"
            still = page.whole and not touched[number] and not (flows_on and touched[number + 1])
            if still and (numbered or not page.refers):
                usable[number] = page
        return usable

    @contextmanager
    def at_work(self) -> Iterator[None]:
        remake: Callable[..., Any] = weasyprint.layout.page.remake_page
        margins: Callable[..., Any] = weasyprint.layout.make_margin_boxes

        def remake_page(index: int, context: Any, root_box: Any, html: Any) -> Any:
            self.context, self.html = context, html
            make = partial(remake, index, context, root_box, html)
            return self._again(index, context) or self._anew(index, context, make)

        def make_margin_boxes(context: Any, page: Any, state: Any) -> Any:
            return self._margins(context.current_page - 1, page, state, lambda: list(margins(context, page, state)))

        with (
            exchanged(weasyprint.layout.page, "remake_page", remake_page),
            exchanged(weasyprint.layout, "make_margin_boxes", make_margin_boxes),
        ):
            yield

    def _again(self, index: int, context: Any) -> tuple[Any, Any] | None:
        """The page of the last layout, if it begins as this one does."""
        page = self.last.get(index)
        first_round = index + 1 == len(context.page_maker)
        if not (page and first_round and _clear(context) and page.begins == _state(context.page_maker[index])):
            return None
        self.used[index] = page
        page.box.children = list(page.parts)
        for name, running in page.running.items():
            context.running_elements[name][index + 1] = list(running)
        resume_at, next_page, right_page, (depth, counters, scopes, groups) = page.following
        here = context.page_maker[index]
        counters = {**counters, "pages": here[3][1]["pages"]}
        remake = {"content_changed": resume_at is not None, "pages_wanted": False, "anchors": [], "content_lookups": []}
        context.page_maker.append((resume_at, next_page, right_page, (depth, counters, scopes, groups), remake))
        known = {anchor for item in context.page_maker for anchor in item[4]["anchors"]}
        for box in page.box.descendants(placeholders=True):
            anchor = box.style["anchor"]
            if anchor and anchor not in known:
                known.add(anchor)
                here[4]["anchors"].append(anchor)
                context.target_collector.cache_target_page_counters(anchor, counters, index, context.page_maker)
        return page.box, resume_at

    def _anew(self, index: int, context: Any, make: Callable[[], tuple[Any, Any]]) -> tuple[Any, Any]:
        self.used.pop(index, None)
        begins, clear = _state(context.page_maker[index]), _clear(context)
        box, resume_at = make()
        following = context.page_maker[index + 1][:4]
        whole = clear and _clear(context)
        self.made[index] = _Page(box, list(box.children), begins, _state(following), following, whole)
        return box, resume_at

    def _margins(self, index: int, box: Any, state: Any, make: Callable[[], list[Any]]) -> list[Any]:
        numbers = {name: list(values) for name, values in state[1].items()}
        page = self.used.get(index)
        if page and self.same_margins and page.numbers == numbers:
            return page.margins
        if page:
            weasyprint.layout.page.set_page_type_computed_styles(box.page_type, self.html, self.context.style_for)
        page = page or self.made[index]
        page.margins, page.numbers = make(), numbers
        return page.margins

    def targets(self) -> Mapping[str, object]:
        """The numbers of the page on which each target stands."""
        items = self.context.target_collector.target_lookup_items.items()
        return {
            name: {key: value for key, value in item.cached_page_counter_values.items() if key != "pages"}
            for name, item in items
        }

    def kept(self, boxes: list[Any]) -> _Layout:
        """What the next layout may use. Pages that were used again now show the elements of this document."""
        pages = []
        for number, box in enumerate(boxes):
            page = self.used.get(number)
            if page:
                for part in box.descendants(placeholders=True):
                    part.element = self.renewed.get(part.element, part.element)
                for running in page.running.values():
                    for head in running:
                        for part in head.descendants(placeholders=True):
                            part.element = self.renewed.get(part.element, part.element)
            page = page or self.made[number]
            found = [part for whole in page.parts for part in whole.descendants(placeholders=True)]
            page.shown = frozenset(part.element for part in found if part.element is not None)
            page.refers = any(part.missing_link for part in found)
            stores = self.context.running_elements.items()
            page.running = {name: list(store[number + 1]) for name, store in stores if number + 1 in store}
            pages.append(page)
        return _Layout(self.root, pages, self.targets())


def _clear(context: Any) -> bool:
    return not context.reported_footnotes and not context.broken_out_of_flow


def _state(item: Any) -> tuple[Any, ...]:
    """What a page begins with, apart from the number of all pages: of that, it is not known yet."""
    resume_at, next_page, right_page, (depth, counters, scopes, groups) = item[:4]
    own = {name: list(values) for name, values in counters.items() if name != "pages"}
    return resume_at, next_page, right_page, list(depth), own, [set(names) for names in scopes], list(groups)


def _running(root: Element) -> list[bytes]:
    """The running heads, which stand on no page of their own."""
    return [tostring(element) for element in root.iter("div") if "strip" in element.get("class", "").split()]


def _compare(
    old: Element, new: Element, section: Element | None, renewed: dict[Element, Element], changed: set[Element]
) -> None:
    """Pairs the elements of two documents; all of a section in which one differs from the other is ``changed``."""
    if old.tag == "head":
        return  # what it says is on no page
    if old.tag == "section" or (section is None and old.tag not in ("html", "body")):
        section = old
    renewed[old] = new
    same = old.tag == new.tag and old.attrib == new.attrib and (old.text or "") == (new.text or "")
    kids, others = list(old), list(new)
    same = same and [(kid.tag, kid.tail) for kid in kids] == [(kid.tag, kid.tail) for kid in others]
    if not same:
        changed.update((old if section is None else section).iter())
    for kid, other in zip(kids, others, strict=False):
        _compare(kid, other, section, renewed, changed)
