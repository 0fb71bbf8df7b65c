// Takes the screenshots in docs/pictures/ from a running portal; `make pictures` runs it.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

export default defineConfig({
  ...tests,
  testDir: "pictures",
  projects: [{ name: "pictures" }],
  webServer: [tests.webServer ?? []].flat().slice(0, 1),
});
