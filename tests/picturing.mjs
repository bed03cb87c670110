// Pictures of one web page in Chromium: whole, at each width, and printed.
// node picturing.mjs CHROMIUM PACKAGES PAGE FOLDER WIDTH...
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [executablePath, packages, file, folder, ...widths] = process.argv.slice(2);
const { chromium } = createRequire(`${packages}/package.json`)("playwright-core");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--font-render-hinting=none"];

const browser = await chromium.launch({ executablePath, args: FLAGS });
try {
  const page = await browser.newPage({ colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  for (const width of widths) {
    await page.setViewportSize({ width: Number(width), height: 900 });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${folder}/${width}.png`, fullPage: true });
  }
  // As people print: their browser leaves out grounds.
  await page.pdf({ path: `${folder}/printed.pdf`, preferCSSPageSize: true, format: "A4", printBackground: false });
} finally {
  await browser.close();
}
