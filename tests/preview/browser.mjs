// A real browser that does what its standard input says: a JSON object a line, and answers with one.
// node browser.mjs CHROMIUM PACKAGES
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [executablePath, packages] = process.argv.slice(2);
const require = createRequire(`${packages}/package.json`);
const { chromium } = require("playwright-core");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const browser = await chromium.launch({ executablePath, args: FLAGS });
const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, bypassCSP: false });
let page;
const requests = [];
const faults = [];
context.on("request", (request) => requests.push(request.url()));

// A page of its own each time: one that asked for the editor waits for an answer that nobody gives.
async function goto({ url }) {
  await page?.close();
  page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  requests.length = faults.length = 0;
  await page.goto(url);
}

const actions = {
  goto,
  size: ({ width, height }) => page.setViewportSize({ width, height }),
  eval: ({ code }) => page.evaluate(code),
  // Asked from outside, as the page's policy lets nothing be evaluated in it.
  wait: async ({ code, timeout }) => {
    const end = Date.now() + timeout;
    while (!(await page.evaluate(code))) {
      if (Date.now() > end) throw new Error(`in vain: ${code}; ${faults.join("; ")}; ${(await page.innerText("body")).slice(0, 120)}`);
      await new Promise((resume) => setTimeout(resume, 5));
    }
  },
  click: ({ selector, frame }) => (frame ? page.frameLocator(frame) : page).locator(selector).first()
    .click({ timeout: 20000 }),
  focus: ({ selector, frame }) => (frame ? page.frameLocator(frame) : page).locator(selector).first()
    .focus({ timeout: 20000 }),
  press: ({ key }) => page.keyboard.press(key),
  picture: ({ path }) => page.screenshot({ path }),
  axe: async () => {
    await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
    const found = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${one.help} (${node.html})`));
  },
  requests: () => requests,
  faults: () => faults,
};

try {
  for await (const line of createInterface({ input: process.stdin })) {
    const { action, ...values } = JSON.parse(line);
    let answer;
    try {
      answer = { value: (await actions[action](values)) ?? null };
    } catch (error) {
      answer = { error: String(error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
} finally {
  await browser.close();
}
