import { defineConfig } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Keeps demo data out of the database and the files that an operator's settings in this shell may name.
const settings = /^(DATABASE_URL|FILES_URL|NATS_URL|PORTAL_(ADDR|DATA|BASE_URL|TRUSTED_PROXIES|SMTP_URL|MAIL_FROM|PHONE_COMMAND|EVENT_KEY)|AWS_.*|LEPTOS_.*)$/;
for (const name of Object.keys(process.env).filter((name) => settings.test(name))) delete process.env[name];

// Two portals of the real binary, each on its own data folder; long words are planted into the second. Workers and the
// reporter read the same variables.
process.env.PORTAL_URL ??= "http://127.0.0.1:3900";
process.env.PLANTED_URL ??= "http://127.0.0.1:3901";
for (const name of ["E2E_DATA", "PLANTED_DATA"].filter((name) => process.env[name] === undefined)) {
  const data = mkdtempSync(join(tmpdir(), "portal-e2e-"));
  process.env[name] = data;
  // Deletes the data when the runner exits, after the portal has ended.
  process.on("exit", () => rmSync(data, { recursive: true, force: true }));
}
const url = process.env.PORTAL_URL;
const planted = process.env.PLANTED_URL;
const chromium = process.env.CHROMIUM ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();

const portal = (url: string, data = "") => ({
  command: `RUST_LOG=warn target/release/portal serve --demo --addr ${new URL(url).host} --data ${data}`,
  cwd: "..",
  url: `${url}/readyz`,
  timeout: 120_000,
  gracefulShutdown: { signal: "SIGTERM" as const, timeout: 15_000 },
  reuseExistingServer: process.env.PORTAL_REUSE === "1",
});

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    baseURL: url,
    locale: "id-ID",
    timezoneId: "Asia/Jakarta",
    trace: "off",
    // Without animations: axe must not check a colour in transition, nor a test click a moving target.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    },
  },
  // Every citizen flow runs twice, without and with JavaScript; `*.hydrate.spec.ts` needs the client and runs once.
  projects: [
    { name: "plain", use: { javaScriptEnabled: false }, testIgnore: "**/*.hydrate.spec.ts" },
    { name: "client", use: { javaScriptEnabled: true } },
    // Every page once more, on a portal where people have written very long words.
    { name: "plant", use: { baseURL: planted }, testMatch: "plant.setup.ts" },
    { name: "long words", use: { baseURL: planted }, testMatch: ["pages.hydrate.spec.ts", "*.planted.ts"], dependencies: ["plant"] },
  ],
  webServer: [portal(url, process.env.E2E_DATA), portal(planted, process.env.PLANTED_DATA)],
});
