// Formats, and mends what can be mended without a thought.
import { must } from "./steps.ts";

await must("biome", ["check", "--write", "."]);
