import config from "./playwright.config";

// Runs the same portal and browser as the tests, to measure instead of test.
export default { ...config, testDir: "bench", workers: 1, reporter: [["line"]], projects: [{ name: "bench" }], webServer: [config.webServer ?? []].flat().slice(0, 1) } as typeof config;
