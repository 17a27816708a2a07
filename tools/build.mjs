// Builds app/static/dist from assets/ and npm packages: styles and scripts minified, the fonts copied.
import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "app", "static", "dist");
const modules = join(root, "node_modules");

async function entries() {
  const names = await readdir(join(root, "assets")).catch(() => []);
  return names.filter((name) => [".css", ".js"].includes(extname(name))).map((name) => join(root, "assets", name));
}

async function fonts() {
  const from = join(modules, "@fontsource-variable", "noto-sans-sc");
  await cp(join(from, "files"), join(dist, "fonts"), { recursive: true });
  const rules = await readFile(join(from, "index.css"), "utf8");
  await writeFile(join(dist, "fonts.css"), rules.replaceAll("url(./files/", "url(./fonts/"));
  await cp(join(from, "LICENSE"), join(dist, "fonts", "LICENSE"));
}

// What letters are printed with: Typst wants whole fonts, not the pages' woff2 pieces.
async function printing() {
  const from = join(modules, "@expo-google-fonts", "noto-sans-sc");
  for (const weight of ["400Regular", "700Bold"]) {
    const name = `NotoSansSC_${weight}.ttf`;
    await cp(join(from, weight, name), join(dist, "print", name));
  }
  await cp(join(from, "LICENSE_FONT"), join(dist, "print", "LICENSE"));
}

// The editors: each script with its styles beside it, and the fonts of its signs.
async function editors() {
  await build({
    entryPoints: ["bpmn", "dmn", "form"].map((name) => join(root, "assets", "studio", `${name}.js`)),
    outdir: join(dist, "studio"),
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2020", "chrome90", "firefox90", "safari15"],
    loader: { ".woff2": "file", ".woff": "file", ".ttf": "file", ".eot": "file", ".svg": "file" },
    assetNames: "signs/[name]-[hash]",
    legalComments: "linked",
    logLevel: "warning",
  });
}

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "fonts"), { recursive: true });
await build({
  entryPoints: await entries(),
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "chrome90", "firefox90", "safari15"],
  external: ["*.woff2"],
  logLevel: "warning",
});
await fonts();
await printing();
await editors();
