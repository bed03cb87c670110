// Prints, as JSON, what axe finds in web pages as Chromium shows them: each page at each width, in light
// and in dark, and whether the page must be scrolled sideways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const WIDTHS = [1280, 320];
// In the dark, other colours have the same elements: only what axe says of colours can be another.
const SCHEMES = { light: {}, dark: { runOnly: ["color-contrast", "link-in-text-block"] } };
// Nothing that a browser does on its own behalf, and nothing that needs a screen.
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const [executablePath, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: FLAGS });
const findings = [];
try {
  for (const width of WIDTHS) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    for (const file of pages) {
      const page = await context.newPage();
      let at = `${width} px`;
      page.on("request", (request) => {
        if (!/^(file|data):/.test(request.url())) findings.push({ file, at, message: `asks for ${request.url()}` });
      });
      for (const [colorScheme, rules] of Object.entries(SCHEMES)) {
        at = `${width} px, ${colorScheme}`;
        await page.emulateMedia({ colorScheme });
        if (page.url() === "about:blank") {
          await page.goto(pathToFileURL(file).href);
          await page.evaluate(axe);
        }
        const [wanted, given] = await page.evaluate(() => {
          const root = document.documentElement;
          return [root.scrollWidth, root.clientWidth];
        });
        if (wanted > given) findings.push({ file, at, message: `scrolls sideways: ${wanted} px wide` });
        const found = await page.evaluate((options) => globalThis.axe.run(options), rules);
        for (const violation of found.violations) {
          for (const node of violation.nodes) {
            findings.push({ file, at, message: `${violation.id}: ${violation.help} (${node.target.join(" ")})` });
          }
        }
      }
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(findings));
