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

// The client's handlers see a tap only where they can carry it out: on a page that is awake, to a page that they hold.
// All else is the browser's, and so is a page whose part of the client does not come, or not soon.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.origin !== location.origin) return;
  if (root.dataset.client !== "on" || !known(link.pathname)) return event.stopImmediatePropagation();
  const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target;
  if (elsewhere || link.pathname === location.pathname) return;
  const before = location.href;
  setTimeout(() => { if (location.href === before) location.assign(link.href); }, 1500);
}, true);
// How many letters are left for a long text (ui/limit.rs), once the typing rests and the end comes near.
let resting;
addEventListener("input", ({ target }) => {
  const line = target.id && document.querySelector(`[data-counts="${target.id}"]`);
  if (!line) return;
  clearTimeout(resting);
  resting = setTimeout(() => {
    const { most, left, over } = line.dataset, n = most - [...target.value.trim()].length;
    const words = n < 0 ? over : n < most / 4 ? left : "";
    line.textContent = words.replace("{n}", Math.abs(n).toLocaleString(root.lang));
  }, 600);
}, true);
for (const kind of ["input", "submit"]) {
  addEventListener(kind, (event) => { if (root.dataset.client !== "on") event.stopImmediatePropagation(); }, true);
}
// A page that Back brings as it was, with forms that may have been sent: to send one again is meant (form.rs).
addEventListener("pageshow", ({ persisted }) => {
  for (const seal of persisted ? document.querySelectorAll("[name=_seal]") : []) {
    const again = seal.cloneNode();
    again.name = "_again";
    again.value = performance.now();
    seal.after(again);
  }
});
addEventListener("popstate", () => { if (root.dataset.client === "failed") location.reload(); });
// Translated after it woke: the client would change texts that are no longer in the page.
new MutationObserver(() => { if (root.dataset.client === "on" && translated()) state("failed"); })
  .observe(root, { attributeFilter: ["class"] });

// What talks keep in this browser (consultation/storage.rs).
const kept = (storage, start) => Object.keys(storage).filter((key) => key.startsWith(start));
try {
  // A conversation for which words wait here, also where nothing else of its page is open.
  for (const mark of document.querySelectorAll("[data-unsent]")) {
    mark.hidden = kept(localStorage, `konsultasi.${mark.dataset.unsent}.`).length === 0;
  }
  // Who has signed out leaves no words, nor where the browser does not clear its storage when told (Safari before 17).
  // The portal's own sign-out leads here; another site's link does not.
  if (location.href.includes("/masuk?pesan=keluar") && document.referrer.startsWith(location.origin)) {
    for (const storage of [localStorage, sessionStorage]) {
      for (const key of kept(storage, "konsultasi")) storage.removeItem(key);
    }
  }
} catch { /* A browser that keeps nothing. */ }

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
