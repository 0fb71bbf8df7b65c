import config from "./playwright.config";

// The same portal and browser, measured instead of tested.
export default { ...config, testDir: "bench", workers: 1, reporter: [["line"]], projects: [{ name: "bench" }], webServer: [config.webServer ?? []].flat().slice(0, 1) } as typeof config;
