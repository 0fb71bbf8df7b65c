// Wakes the page's client when the browser has nothing better to do, and never on a page that would
// not survive it: links and forms work without. Reads its addresses from <html data-js data-wasm>.
const root = document.documentElement;
const state = (name) => root.setAttribute("data-client", name);
const translated = () => /\btranslated-/.test(root.className) || document.querySelector("body font") !== null;

// The client holds some pages only (routes.rs); `*` is one segment of the address.
const paths = root.dataset.clientPaths.split(" ");
const known = (path) => paths.some((one) => one.endsWith("*")
  ? path.startsWith(one.slice(0, -1)) && /^[^/]+$/.test(path.slice(one.length - 1))
  : path === one);

// A link to any other page loads it whole, and so does every link after a fault: the client's own
// handlers must not see the click.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const away = link && link.origin === location.origin && !known(link.pathname);
  if (away || root.dataset.client === "failed") event.stopImmediatePropagation();
  else if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) left = { from: location.href, to: link.href };
}, true);

// A part of the client that does not come breaks it on the way to the part's page, which is loaded whole then.
let left = null;
addEventListener("popstate", () => { left = null; });
new MutationObserver(() => {
  if (root.dataset.client === "failed" && left?.from === location.href) location.assign(left.to);
}).observe(root, { attributeFilter: ["data-client"] });

const wake = async () => {
  if (root.dataset.client) return;
  if (translated()) return state("translated");
  state("loading");
  try {
    const client = await import(root.dataset.js);
    await client.default({ module_or_path: root.dataset.wasm });
    if (translated()) return state("translated");
    client.hydrate();
  } catch (error) {
    state("failed");
    throw error;
  }
};

const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(wake, { timeout: 4000 }) : setTimeout(wake, 200));
const now = document.querySelector("[data-wake=now]") !== null;
if (!known(location.pathname)) {
  // A plain page: nothing to wake.
} else if (navigator.connection?.saveData) {
  // Nothing is fetched unasked; a page that gains much from its client offers a button.
  const ask = document.querySelector("[data-wake-ask]");
  if (ask) {
    ask.hidden = false;
    ask.querySelector("button")?.addEventListener("click", () => { ask.hidden = true; wake(); });
  }
} else if (now) wake();
else if (document.readyState === "complete") idle();
else addEventListener("load", idle);
