// The preview's page: shows what the server says is there, and asks for what has changed. No framework, no build.

const $ = (id) => document.getElementById(id);
const FORMATS = {
  html: "web page, as it is published",
  txt: "plain text for mail",
  pdf: "PDF, page by page",
  docx: "Word, as a flowing view: the words and their order, not Word's pages",
};
const WORDS = { "press-release": "Press release", briefing: "Briefing", report: "Report" };
const views = new Map(); // "briefing.pdf" -> its section and what it shows
let chosen = "all";
let state = null;

const url = (...parts) => "/" + parts.map(encodeURIComponent).join("/");
const name = (one) => WORDS[one.name] ?? one.name;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// --- state ------------------------------------------------------------------------------------

function take(next) {
  const first = state === null || state.hearing !== next.hearing;
  state = next;
  if (first) {
    views.clear();
    $("documents").replaceChildren();
  }
  showHearings();
  showDocuments();
  showProblems();
  showStatus();
}

function showStatus() {
  const waiting = state.documents.length === 0 || state.done.length < 2;
  let words = "Everything shown is up to date";
  if (state.bug) words = "The program failed; the terminal says how. What is shown is old";
  else if (state.errors) words = "There are errors; what is shown is the last good version";
  else if (waiting) words = "Making the documents …";
  else if (state.checked) words += ", and passes every check";
  if (!waiting && !state.errors && state.took.web !== undefined) {
    words += ` (web ${state.took.web} ms, pages ${state.took.pages} ms)`;
  }
  if (state.checked && state.problems.length && !state.errors) words = words.replace(", and passes every check", "");
  const phase = state.errors || state.bug ? "old" : waiting ? "waiting" : state.checked ? "checked" : "shown";
  document.body.dataset.phase = `${phase} ${state.number}`;
  if ($("status").textContent !== words) $("status").textContent = words;
}

function showHearings() {
  const options = state.hearings.map((one) => new Option(one.title, one.id, false, one.id === state.hearing));
  const before = [...$("hearing").options].map((option) => option.value + option.text).join();
  if (before !== options.map((option) => option.value + option.text).join()) $("hearing").replaceChildren(...options);
}

function showProblems() {
  $("problems").hidden = state.problems.length === 0;
  $("problems-summary").textContent = state.summary;
  $("problem-list").replaceChildren(...state.problems.map((problem) => {
    const place = problem.link ? element("a", { href: problem.link }, problem.place) : problem.place;
    const item = element("li", {}, place, ` ${problem.severity}: ${problem.message} [${problem.rule}]`);
    if (problem.snippet) item.append(element("pre", {}, problem.snippet));
    if (problem.hint) item.append(element("p", {}, `Hint: ${problem.hint}`));
    return item;
  }));
}

// --- documents --------------------------------------------------------------------------------

function showDocuments() {
  const keys = state.documents.map((one) => `${one.name}.${one.format}`);
  for (const [key, view] of views) {
    if (!keys.includes(key)) {
      view.section.remove();
      views.delete(key);
    }
  }
  for (const one of state.documents) {
    const key = `${one.name}.${one.format}`;
    if (!views.has(key)) views.set(key, newView(one, key));
    const view = views.get(key);
    view.section.classList.toggle("old", one.old);
    view.age.hidden = !one.old;
    if (one.version && view.version !== one.version) {
      view.version = one.version;
      one.format === "pdf" ? showPages(view, one) : showFrame(view, one);
    }
    if (one.format === "pdf" && one.placed !== view.placed) {
      view.placed = one.placed;
      showPlaces(view, one);
    }
  }
  showChoice(keys);
}

function newView(one, key) {
  const id = `title-${key.replace(".", "-")}`;
  const age = element("p", { className: "age", hidden: true }, "Old: this was made before the error.");
  const sheet = element("div", { className: "sheet" });
  const title = element("h2", { id }, name(one));
  const head = element("header", {}, title, element("p", {}, FORMATS[one.format]), age);
  const section = element("section", { className: "document" }, head, sheet);
  section.setAttribute("aria-labelledby", id);
  section.dataset.key = key;
  $("documents").append(section);
  return { section, sheet, age, version: 0, placed: 0 };
}

function showChoice(keys) {
  const all = [["all", "Side by side"], ...state.documents.map((one) => [
    `${one.name}.${one.format}`, one.format === "txt" ? `${name(one)}, text` : name(one),
  ])];
  if (!keys.includes(chosen)) chosen = "all";
  if ($("views").children.length !== all.length) {
    $("views").replaceChildren(...all.map(([key, words]) => {
      const button = element("button", { type: "button" }, words);
      button.dataset.key = key;
      button.addEventListener("click", () => { chosen = key; showChoice(keys); });
      return button;
    }));
  }
  for (const button of $("views").children) button.setAttribute("aria-pressed", String(button.dataset.key === chosen));
  // The plain text has the press release's words: side by side, it would only take room.
  for (const [key, view] of views) view.section.hidden = chosen === "all" ? key.endsWith(".txt") : key !== chosen;
}

// A new page takes the old one's place. Mostly its words alone are others: then they are exchanged where they stand,
// which saves a frame's life. Where anything of its head is another (styles, language), it is loaded behind the old one.
async function showFrame(view, one) {
  const address = `${url("document", state.hearing, `${one.name}.${one.format}`)}?v=${one.version}`;
  const standing = () => view.sheet.querySelector("iframe:not(.next)");
  if (!standing()?.contentDocument?.body) return loadFrame(view, one, address);
  const answer = await fetch(address);
  const isPage = answer.ok && answer.headers.get("content-type")?.startsWith("text/html");
  const text = await answer.text();
  if (view.version !== one.version) return; // a newer one is on its way
  const old = standing(); // another may have come meanwhile
  const inside = old?.contentDocument;
  if (!isPage || !inside?.body) return loadFrame(view, one, address);
  // By the frame's own parser: ours would hold the page to the rules of this one, which forbid styles in its elements.
  const next = new old.contentWindow.DOMParser().parseFromString(text, "text/html");
  if (!sameHead(next, inside)) return loadFrame(view, one, address);
  for (const late of view.sheet.querySelectorAll("iframe.next")) late.remove();
  const { scrollX, scrollY } = old.contentWindow;
  const at = inside.activeElement?.dataset?.at;
  inside.body.replaceWith(inside.adoptNode(next.body));
  const places = makeAddressable(inside);
  old.contentWindow.scrollTo(scrollX, scrollY);
  if (at) places.find((place) => place.dataset.at === at)?.focus({ preventScroll: true });
  requestAnimationFrame(() => { view.section.dataset.version = one.version; });
}

// What a page says of itself to other programs (title, metadata) has no looks, and may be another.
function sameHead(next, inside) {
  const styles = (page) => [...page.querySelectorAll("head style")].map((style) => style.textContent);
  const looks = (page) => [page.documentElement.lang, ...styles(page)];
  return looks(next).join("\0") === looks(inside).join("\0");
}

function loadFrame(view, one, address) {
  for (const late of view.sheet.querySelectorAll("iframe.next")) late.remove();
  const old = view.sheet.querySelector("iframe");
  const frame = element("iframe", { title: `${name(one)}: ${FORMATS[one.format]}`, className: "next" });
  frame.setAttribute("sandbox", "allow-same-origin"); // no script of its own; ours reaches in from here
  frame.addEventListener("load", () => {
    const inside = frame.contentDocument;
    const places = addressable(inside);
    if (old?.contentWindow) {
      const at = old.contentDocument?.activeElement?.dataset?.at;
      frame.contentWindow.scrollTo(old.contentWindow.scrollX, old.contentWindow.scrollY);
      const held = document.activeElement === old;
      frame.className = "";
      old.remove();
      if (held) (places.find((place) => place.dataset.at === at) ?? frame).focus({ preventScroll: true });
    }
    frame.className = "";
    view.section.dataset.version = one.version;
  });
  frame.src = address;
  view.sheet.append(frame);
}

// Makes every value of a page answer to a click and to Enter.
function addressable(inside) {
  const places = makeAddressable(inside);
  inside.addEventListener("click", (event) => {
    const place = event.target.closest("[data-at]") ?? event.target.closest("figure, dt, dd")?.querySelector("[data-at]");
    const link = event.target.closest("a[href]");
    if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault(); // the preview stays where it is
    const found = place ?? link?.querySelector("[data-at]");
    if (found) open(found.dataset.at);
  });
  inside.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.dataset?.at) open(event.target.dataset.at);
  });
  return places;
}

// Parts of one value are one stop for Tab.
function makeAddressable(inside) {
  const places = [...inside.querySelectorAll("[data-at]")];
  let last = "";
  for (const place of places) {
    if (!place.closest("a, svg") && place.dataset.at !== last) {
      place.tabIndex = 0;
      place.setAttribute("role", place.tagName === "IMG" ? "img" : "button");
    }
    last = place.dataset.at;
  }
  return places;
}

// Only pages that have changed are asked for: the others stay as they are.
function showPages(view, one) {
  const width = Math.min(2400, Math.max(600, Math.round((view.sheet.clientWidth || 800) * devicePixelRatio)));
  const count = one.sheets.length;
  const source = (number) =>
    `${url("picture", state.hearing, one.name, `${number}.png`)}?width=${width}&v=${one.sheets[number]}`;
  const pages = [...view.sheet.querySelectorAll(".page")];
  for (const extra of pages.splice(count)) extra.remove();
  while (pages.length < count) {
    const image = element("img", { alt: "", width: 595, height: 842, loading: "lazy", decoding: "async" });
    const page = element("div", { className: "page" }, image);
    page.setAttribute("role", "group");
    pages.push(page);
    view.sheet.append(page);
  }
  let asked = 0;
  pages.forEach((page, number) => {
    page.setAttribute("aria-label", `Page ${number + 1} of ${count}`);
    const version = String(one.sheets[number]);
    if (version === "0" || page.dataset.version === version) return;
    page.dataset.version = version;
    asked += 1;
    const image = page.querySelector("img");
    image.addEventListener("load", () => { view.section.dataset.version = one.version; }, { once: true });
    image.src = source(number);
  });
  if (!asked) view.section.dataset.version = one.version;
}

async function showPlaces(view, one) {
  const version = view.placed;
  const answer = await fetch(url("places", state.hearing, `${one.name}.json`));
  const regions = await answer.json();
  if (view.placed !== version) return;
  const focused = document.activeElement?.dataset?.at;
  const pages = [...view.sheet.querySelectorAll(".page")];
  for (const page of pages) page.replaceChildren(page.querySelector("img"));
  for (const region of regions) pages[region.page]?.append(lines(region));
  if (focused) view.sheet.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  view.section.dataset.placed = version;
}

// A value on a page: a button over each of its lines. The first bears the words and is a stop for Tab.
function lines(region) {
  const group = element("div", { className: "line" });
  const level = /^H([1-6])$/.exec(region.type)?.[1];
  if (level) {
    group.setAttribute("role", "heading");
    group.setAttribute("aria-level", level);
  }
  region.boxes.forEach(([left, top, right, bottom], number) => {
    const button = element("button", { type: "button", className: "region", textContent: number ? "" : region.words });
    Object.assign(button.style, {
      left: `${left * 100}%`, top: `${top * 100}%`,
      width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%`,
    });
    if (number) {
      button.tabIndex = -1;
      button.setAttribute("aria-hidden", "true");
    } else if (!region.words) button.setAttribute("aria-label", "A value without words of its own");
    button.dataset.at = region.at;
    button.addEventListener("click", () => open(region.at));
    group.append(button);
  });
  return group;
}

// --- places -----------------------------------------------------------------------------------

async function open(at) {
  const answer = await fetch(`/place?at=${encodeURIComponent(at)}`);
  const found = await answer.json();
  if (!found.place) {
    $("place").textContent = "This text has no line of its own.";
    return;
  }
  if (!found.link) {
    $("place").textContent = found.place;
    return;
  }
  const link = element("a", { href: found.link }, found.place);
  $("place").replaceChildren(link, " opens in your editor");
  link.click();
}

$("hearing").addEventListener("change", (event) =>
  fetch(url("hearing", event.target.value), { method: "POST", headers: { "X-Preview": "1" } }));

const events = new EventSource("/events");
events.addEventListener("message", (event) => take(JSON.parse(event.data)));
events.addEventListener("error", () => {
  $("status").textContent = "The preview has ended, or is starting again: what is shown may be old";
});
