// Takes the pictures of docs/pictures/ from the running portal: `make pictures`.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

export default defineConfig({
  ...tests,
  testDir: "pictures",
  projects: [{ name: "pictures" }],
  webServer: [tests.webServer ?? []].flat().slice(0, 1),
});
