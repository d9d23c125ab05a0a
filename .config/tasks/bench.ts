// What a message costs and how soon things stand on screen, each beside its yardstick. `npm run bench -- messages` runs one part.
import { benchSendToShown } from "../../backend/bench/send-to-shown.ts";
import { requirePrograms } from "./programs.ts";

requirePrograms();
const parts = { messages: benchSendToShown };
const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) {
	if (wanted.length === 0 || wanted.includes(name)) await part();
}
