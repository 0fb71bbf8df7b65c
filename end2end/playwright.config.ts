import { defineConfig } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Demo data must not get into the database or the files that an operator's settings name in this shell.
const settings = /^(DATABASE_URL|FILES_URL|NATS_URL|PORTAL_(ADDR|DATA|BASE_URL|TRUSTED_PROXIES|SMTP_URL|MAIL_FROM|PHONE_COMMAND)|AWS_.*|LEPTOS_.*)$/;
for (const name of Object.keys(process.env).filter((name) => settings.test(name))) delete process.env[name];

// The real binary on a data folder of its own; workers and the reporter read the same two variables.
process.env.PORTAL_URL ??= "http://127.0.0.1:3900";
if (process.env.E2E_DATA === undefined) {
  const data = mkdtempSync(join(tmpdir(), "portal-e2e-"));
  process.env.E2E_DATA = data;
  // The runner's last act, when the portal has ended.
  process.on("exit", () => rmSync(data, { recursive: true, force: true }));
}
const url = process.env.PORTAL_URL;
const chromium = process.env.CHROMIUM ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();

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
    // A colour on its way is no finding, and a moving target no place to tap.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    },
  },
  // Every citizen flow runs twice; what needs the client has a name of its own.
  projects: [
    { name: "plain", use: { javaScriptEnabled: false }, testIgnore: "**/*.hydrate.spec.ts" },
    { name: "client", use: { javaScriptEnabled: true } },
  ],
  webServer: {
    command: `RUST_LOG=warn target/release/portal serve --demo --addr ${new URL(url).host} --data ${process.env.E2E_DATA}`,
    cwd: "..",
    url: `${url}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    reuseExistingServer: process.env.PORTAL_REUSE === "1",
  },
});
