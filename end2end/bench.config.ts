import config from "./playwright.config";

// The same portal and browser, measured instead of tested.
export default { ...config, testDir: "bench", workers: 1, reporter: [["line"]], projects: [{ name: "bench" }] } as typeof config;
