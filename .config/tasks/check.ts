// Style, import rules, types, dead code, and known holes in what we depend on. Every step runs, so that one sees all that is wrong at once.
import { checks } from "./check-steps.ts";

const failed = (await checks()).filter((step) => !step.passed);
for (const { name } of failed) console.error(`failed: ${name}`);
process.exit(failed.length === 0 ? 0 : 1);
