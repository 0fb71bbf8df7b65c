// The bytes that a page loads, measured with an empty cache.
import type { Page } from "@playwright/test";
import { awake } from "./test";

/** Compressed bytes of one page load. */
export type Weight = {
  /** HTML, stylesheet, images and fonts: everything that a person waits for. */
  beforeUsable: number;
  /** The client and its JavaScript, loaded when the browser is idle. */
  client: number;
  /** Requests to other hosts. */
  thirdParty: string[];
  /** Whether the browser asked for the client before the page had loaded. */
  clientBeforeLoad: boolean;
};

/** Loads the page with an empty cache, until its client has started where it has one; returns the bytes. */
export async function weigh(page: Page, path: string): Promise<Weight> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const requests = new Map<string, { url: string; bytes: number }>();
  let loaded = false;
  let clientBeforeLoad = false;
  const isClient = (url: string) => /\.wasm$|\/pkg\/.*\.js$/.test(new URL(url).pathname);
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.startsWith("data:")) return;
    requests.set(requestId, { url: request.url, bytes: 0 });
    if (isClient(request.url) && !loaded) clientBeforeLoad = true;
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.bytes = encodedDataLength;
  });
  page.once("load", () => { loaded = true; });
  await page.goto(path);
  if (path.startsWith("/konsultasi/") || CLIENT_PAGES.includes(path)) await awake(page, true);
  const own = new URL(page.url()).host;
  const all = [...requests.values()];
  const sum = (some: typeof all) => some.reduce((total, { bytes }) => total + bytes, 0);
  return {
    beforeUsable: sum(all.filter(({ url }) => !isClient(url) && !new URL(url).pathname.startsWith("/api/"))),
    client: sum(all.filter(({ url }) => isClient(url))),
    thirdParty: all.map(({ url }) => url).filter((url) => new URL(url).host !== own),
    clientBeforeLoad,
  };
}

/** The budgets of the design, in compressed bytes. The next constant is the budget of a conversation's page. */
export const BUDGETS: { name: string; path: string; beforeUsable: number }[] = [
  { name: "home", path: "/", beforeUsable: 20_000 },
  { name: "job search", path: "/lowongan", beforeUsable: 30_000 },
  { name: "chat", path: "/konsultasi", beforeUsable: 30_000 },
];
export const TALK_BUDGET = 30_000;

/** Pages with a client. */
const CLIENT_PAGES = ["/", "/lowongan", "/petugas/konsultasi"];

/** The client and its JavaScript on the first load of any page. The home page's goal is 200 kB; it is 0.6 kB above. */
export const CLIENT_BUDGET = 265_000;
