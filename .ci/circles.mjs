// Fails when files or folders of a crate import each other in a circle, and names what ties it.
//
//   node .ci/circles.mjs [CRATE_FOLDER…]
//
// Reads `use` and paths as text. A name that a module only hands on (`pub use`) counts as an import of the file that
// defines it; tests do not count.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

const crates = process.argv.slice(2);
if (crates.length === 0) crates.push("domain/src", "app/src", "server/src");

/** The Rust files below a folder, without tests. */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "tests" ? [] : sources(path);
    return entry.name.endsWith(".rs") && entry.name !== "tests.rs" ? [path] : [];
  });
}

/** A file's text without comments, the insides of strings, and tests. */
function code(path) {
  const text = readFileSync(path, "utf8")
    .replace(/r(#+)"[\s\S]*?"\1/g, '""')
    .replace(/"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\.)'|\/\/.*|\/\*[\s\S]*?\*\//g, (found) => (found[0] === "/" ? "" : '""'));
  return inlined(without(text, /#\[cfg\((?:all\()?test[^\]]*\]\s*(?:pub(?:\([a-z]+\))? )?(?:mod|fn|use|impl)\b/));
}

/** The text in which a module that stands in its file calls the file `self`, not `super`. */
function inlined(text) {
  for (const found of [...text.matchAll(/\bmod \w+ \{/g)].reverse()) {
    const end = closing(text, found.index + found[0].length, 1);
    const inside = text.slice(found.index, end).replace(/\bsuper::/g, "self::");
    text = text.slice(0, found.index) + inside + text.slice(end);
  }
  return text;
}

/** Where the braces that are open `depth` deep, or else the next semicolon, close. */
function closing(text, at, depth) {
  for (; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}" && (depth -= 1) === 0) break;
    else if (text[at] === ";" && depth === 0) break;
  }
  return at + 1;
}

/** The text without the items that begin so, each to its closing brace or semicolon. */
function without(text, begins) {
  for (let found = begins.exec(text); found; found = begins.exec(text)) {
    text = text.slice(0, found.index) + text.slice(closing(text, found.index + found[0].length, 0));
  }
  return text;
}

/** The paths of a `use` tree: [[segments], name] each. */
function leaves(tree, before = []) {
  const [, path, group] = /^([^{]*?)(?:\{([\s\S]*)\})?$/.exec(tree.trim());
  if (group === undefined) {
    const [whole, alias] = path.split(/\s+as\s+/);
    let segments = before.concat(whole.split("::").map((part) => part.trim()));
    if (segments.at(-1) === "self") segments = segments.slice(0, -1);
    return [[segments, alias?.trim() ?? segments.at(-1)]];
  }
  const head = before.concat(path.split("::").map((part) => part.trim()).filter(Boolean));
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= group.length; at += 1) {
    if (group[at] === "{") depth += 1;
    if (group[at] === "}") depth -= 1;
    if (at === group.length || (group[at] === "," && depth === 0)) {
      parts.push(group.slice(from, at));
      from = at + 1;
    }
  }
  return parts.filter((part) => part.trim()).flatMap((part) => leaves(part, head));
}

/** The modules of a crate by their path: file, text, names defined and names used. */
function modules(folder) {
  const found = new Map();
  for (const file of sources(folder)) {
    const parts = relative(folder, file).replace(/\.rs$/, "").split("/");
    if (["mod", "lib", "main"].includes(parts.at(-1))) parts.pop();
    const text = code(file);
    const uses = [];
    const rest = text.replace(/(?:^|\s)((?:pub(?:\([^)]*\))?\s+)?)use\s+([^;]+);/g, (_, handed, tree) => {
      for (const [segments, name] of leaves(tree)) uses.push({ segments, name, handed: handed !== "" });
      return " ";
    });
    const defined = new Set([...rest.matchAll(/\b(?:fn|struct|enum|trait|type|const|static|macro_rules!)\s+(\w+)/g)].map((m) => m[1]));
    found.set(parts.join("::"), { file, parts, uses, rest, defined });
  }
  return found;
}

/** Where a path that stands in `from` leads: the module that defines it, if it is one of the crate's. */
function resolve(all, from, segments, seen = new Set()) {
  const key = `${from.parts.join("::")}>${segments.join("::")}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  let parts = from.parts;
  let rest = segments;
  if (rest[0] === "crate") [parts, rest] = [[], rest.slice(1)];
  else if (rest[0] === "self") rest = rest.slice(1);
  else if (rest[0] === "super") {
    while (rest[0] === "super") [parts, rest] = [parts.slice(0, -1), rest.slice(1)];
  } else if (!all.has(parts.concat(rest[0]).join("::"))) {
    const use = from.uses.find((use) => use.name === rest[0]);
    return use && use.segments[0] !== rest[0] ? resolve(all, from, use.segments.concat(rest.slice(1)), seen) : undefined;
  }
  let module = all.get(parts.join("::"));
  for (; module && rest.length > 0; rest = rest.slice(1)) {
    const child = all.get(module.parts.concat(rest[0]).join("::"));
    if (child) {
      module = child;
      continue;
    }
    if (module.defined.has(rest[0])) return module;
    const use = module.uses.find((use) => use.name === rest[0]);
    if (use) return resolve(all, module, use.segments.concat(rest.slice(1)), seen) ?? module;
    for (const glob of module.uses.filter((use) => use.name === "*")) {
      const target = resolve(all, module, glob.segments.slice(0, -1), new Set(seen));
      if (target?.defined.has(rest[0])) return target;
    }
    return module;
  }
  return module;
}

/** What each file imports: file -> file -> names. */
function imports(all) {
  const arrows = new Map();
  for (const module of all.values()) {
    const paths = module.uses.filter((use) => !use.handed).map((use) => use.segments);
    for (const [path] of module.rest.matchAll(/\b[a-z_]\w*(?:::\w+)+/g)) paths.push(path.split("::"));
    for (const segments of paths) {
      const target = resolve(all, module, segments);
      if (!target || target === module) continue;
      const to = arrows.get(module.file) ?? new Map();
      arrows.set(module.file, to.set(target.file, (to.get(target.file) ?? new Set()).add(segments.at(-1))));
    }
  }
  return arrows;
}

/** The circles of a graph (strongly connected components of two and more). */
function circles(nodes, next) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const found = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const to of next(node)) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(node, Math.min(low.get(node), low.get(to)));
    }
    if (low.get(node) !== index.get(node)) return;
    const circle = stack.splice(stack.indexOf(node));
    if (circle.length > 1) found.push(circle);
  };
  for (const node of nodes) if (!index.has(node)) visit(node);
  return found;
}

/** What a file is called in a folder: itself, or the folder in it that holds it; `mod.rs` is its folder's own face. */
function roomIn(folder, file) {
  const inside = relative(folder, file);
  return inside.startsWith("..") ? undefined : inside.split("/")[0];
}

let bad = 0;
for (const crate of crates) {
  const arrows = imports(modules(crate));
  const ties = (title, circle, between) => {
    bad += 1;
    console.error(`${title}: ${circle.join(", ")}`);
    for (const line of between) console.error(`  ${line}`);
  };
  const files = [...arrows.keys()].sort();
  for (const circle of circles(files, (file) => [...(arrows.get(file)?.keys() ?? [])])) {
    const lines = circle.flatMap((from) =>
      [...(arrows.get(from) ?? [])].filter(([to]) => circle.includes(to)).map(([to, names]) => `${from} -> ${to}: ${[...names].join(", ")}`));
    ties("files in a circle", circle, lines);
  }
  const folders = new Set(files.flatMap((file) => {
    const up = [];
    for (let at = dirname(file); at.startsWith(crate); at = dirname(at)) up.push(at);
    return up;
  }));
  for (const folder of [...folders].sort()) {
    const rooms = new Map();
    for (const [from, targets] of arrows)
      for (const [to, names] of targets) {
        const [a, b] = [roomIn(folder, from), roomIn(folder, to)];
        // A folder's face stands for the folder; its own files meet it in the circles of files.
        if (!a || !b || a === b || [a, b].some((room) => ["mod.rs", "lib.rs"].includes(basename(room)))) continue;
        const next = rooms.get(a.replace(/\.rs$/, "")) ?? new Map();
        const key = b.replace(/\.rs$/, "");
        next.set(key, [...(next.get(key) ?? []), `${from} -> ${to}: ${[...names].join(", ")}`]);
        rooms.set(a.replace(/\.rs$/, ""), next);
      }
    for (const circle of circles(rooms.keys(), (room) => [...(rooms.get(room)?.keys() ?? [])])) {
      const lines = circle.flatMap((from) => [...(rooms.get(from) ?? [])].filter(([to]) => circle.includes(to)).flatMap(([, named]) => named));
      ties(`folders of ${folder} in a circle`, circle, lines);
    }
  }
}
process.exit(bad === 0 ? 0 : 1);
