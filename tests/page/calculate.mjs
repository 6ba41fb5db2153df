/* Runs modules that export `calculate`: a JSON list of source texts in, the list of what each returns out. */
import { readFileSync } from "node:fs";

const sources = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const [number, source] of sources.entries()) {
  const module = await import(`data:text/javascript;charset=utf-8,${encodeURIComponent(`${source}//${number}`)}`);
  answers.push(Object.entries(module.calculate()).map(([address, value]) => [address, String(value)]));
}
process.stdout.write(JSON.stringify(answers));
