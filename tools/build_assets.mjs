// Builds the browser side: bundles with hashed names, one icon sprite, and manifest.json (plain name → built name)
// into app/static/build/.  Needs only Node and node_modules; no install script has to have run.
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const SOURCE = path.join(ROOT, "app/static/src");
const OUT = path.join(ROOT, "app/static/build");
const ICONS = path.join(ROOT, "node_modules/@tabler/icons/icons/outline");

/** A name with ten hex digits of the content in it: `icons.svg` → `icons-0123456789.svg`. */
function hashedName(name, content) {
  const digits = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${digits}${ext}`;
}

/** One <symbol> made of a Tabler outline. */
async function symbol(name) {
  const file = path.join(ICONS, `${name}.svg`);
  const svg = await readFile(file, "utf8").catch(() => {
    throw new Error(`app/static/src/icons.json names "${name}", which Tabler does not have`);
  });
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  const shapes = inner.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
}

/** The icons of app/static/src/icons.json as one file of symbols. */
async function sprite() {
  const names = JSON.parse(await readFile(path.join(SOURCE, "icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}

/** Bundles scripts and stylesheets; answers {plain name: built name}. */
async function bundles(outdir) {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      main: path.join(SOURCE, "js/main.js"),
      diagram: path.join(SOURCE, "js/diagram.js"),
      "main-style": path.join(SOURCE, "css/main.css"),
      "diagram-style": path.join(SOURCE, "css/diagram.css"),
    },
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome87", "firefox91", "safari15"],
    charset: "utf8",
    legalComments: "linked",
    entryNames: "[name]-[hash]",
    outdir,
    metafile: true,
    logLevel: "warning",
  });
  const names = {};
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (!output.entryPoint) continue;
    names[path.basename(output.entryPoint)] = path.basename(file);
  }
  return names;
}

const fresh = `${OUT}.new`;
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const manifest = await bundles(fresh);
const plain = { "icons.svg": await sprite(), "mark.svg": await readFile(path.join(SOURCE, "mark.svg"), "utf8") };
for (const [name, content] of Object.entries(plain)) {
  manifest[name] = hashedName(name, content);
  await writeFile(path.join(fresh, manifest[name]), content);
}
await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(OUT, { recursive: true, force: true });
await rename(fresh, OUT);
console.log(`built ${Object.keys(manifest).sort().join(", ")}`);
