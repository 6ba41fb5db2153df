/* Whether scripts are the same program: [[text, other], …] on standard input; of each pair what differs, or "".

Both are read by the parser that Node itself has inside (run with --expose-internals); where they stand in the
text does not count, nor do comments, of which the second may have none. */

import {createRequire} from "node:module";
import {readFileSync} from "node:fs";

const acorn = createRequire(import.meta.url)("internal/deps/acorn/acorn/dist/acorn");

function program(text) {
  const comments = [];
  const tree = acorn.parse(text, {ecmaVersion: "latest", sourceType: "module", onComment: comments});
  const shape = JSON.stringify(tree, (key, value) => {
    if (key === "start" || key === "end") return undefined;
    return typeof value === "bigint" ? `${value}n` : value;
  });
  return {shape, comments};
}

function difference([text, other]) {
  try {
    const [one, two] = [program(text), program(other)];
    if (two.comments.length) return `a comment is left: ${two.comments[0].value}`;
    return one.shape === two.shape ? "" : "another program";
  } catch (error) {
    return String(error);
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(difference)));
