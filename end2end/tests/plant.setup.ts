// Into whatever people have written, and will write on these pages, go words that no line holds.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test as setup } from "@playwright/test";
import { SEED } from "./support/long_words";

const plant = join(import.meta.dirname, "../../server/tests/it/roles/planted/plant.sql");

setup("long words are planted", () => {
  const sql = readFileSync(plant, "utf8");
  // What stands there already; of the vacancies those that the walks meet.
  const tables = [...sql.matchAll(/INSERT OR UPDATE ON (\w+) .*?plant\(\s*'(\w+)/gs)].filter(([, table]) => !`${table}`.startsWith("audit"));
  const newest = "SELECT id FROM vacancy WHERE province_code = '35' AND duplicate_of IS NULL AND closes_at > now() ORDER BY published_at DESC LIMIT 200";
  const some = `WHERE owner_id IS NOT NULL OR id IN (${newest})`;
  const updates = tables.map(([, table, column]) => `UPDATE ${table} SET ${column} = ${column} ${table === "vacancy" ? some : ""};`);
  const socket = ["-h", join(process.env.PLANTED_DATA ?? "", "run"), "-U", "portal", "-d", "portal"];
  execFileSync("psql", [...socket, "-q", "-1", "-v", "ON_ERROR_STOP=1"], {
    input: `${sql}\nINSERT INTO plant_seed VALUES ('${SEED}');\n${updates.join("\n")}`,
    stdio: ["pipe", "ignore", "inherit"],
  });
});
