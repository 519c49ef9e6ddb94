/** `node run.mjs IN OUT`: meters one module. */
import { readFileSync, writeFileSync } from "node:fs";
import { meter } from "./meter.mjs";

const [, , from, to] = process.argv;
if (from === undefined || to === undefined) throw new Error("usage: node run.mjs IN OUT");
const before = readFileSync(from);
const { module, sites, grows } = meter(before);
writeFileSync(to, module);
process.stdout.write(
  `${before.length} -> ${module.length} bytes, ${sites} checks of fuel, ${grows} of memory\n`,
);
