import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Puts beside each script, style sheet and picture of text the same pressed by brotli, for the backend to send. */
function pressed(): Plugin {
	const press = promisify(brotliCompress);
	return {
		name: "mayfly:pressed",
		apply: "build",
		generateBundle: {
			order: "post",
			async handler(_, bundle) {
				for (const [fileName, output] of Object.entries(bundle)) {
					if (!/\.(js|css|svg)$/.test(fileName)) continue;
					const source = await press(output.type === "chunk" ? output.code : output.source);
					this.emitFile({ type: "asset", fileName: `${fileName}.br`, source });
				}
			},
		},
	};
}

/** Groups of words that only the extension says: its menus, and its page that asks for the microphone. */
const extensionsWords = ["menu", "microphone"];
/** Groups that are said in an open room alone. */
const roomsWords = [
	...["header", "nightfall", "connection", "log", "event", "composer", "alone", "people", "invites"],
	...["facts", "safety", "ask", "find", "suggest", "file", "voice", "once", "settings"],
];

const groupsOf = (source: string, isWanted: (group: string) => boolean) =>
	JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(source)).filter(([group]) => isWanted(group))));

/**
 * The guest page waits for its words, so it takes none along that it never says; and of English, to which all fall back,
 * what is said in a room alone comes with the room.
 */
function ownWords(): Plugin {
	const english = new URL("../extension/locales/en.json", import.meta.url);
	return {
		name: "mayfly:own-words",
		enforce: "pre",
		transform: {
			filter: { id: /\/locales\/\w+\.json$|\/room-words\.ts$/ },
			async handler(source, id) {
				if (id.endsWith("/room-words.ts")) {
					const words = groupsOf(await readFile(english, "utf8"), (group) => roomsWords.includes(group));
					return `export const roomWords = ${words}`;
				}
				const others = id === english.pathname ? [...extensionsWords, ...roomsWords] : extensionsWords;
				return groupsOf(source, (group) => !others.includes(group));
			},
		},
		generateBundle(_, bundle) {
			const inRooms = new RegExp(`["'\`](?:${roomsWords.join("|")})\\.\\w`);
			for (const output of Object.values(bundle)) {
				const found = output.type === "chunk" && output.isEntry && inRooms.exec(output.code);
				if (found) this.error(`${found[0]}… is said before a room is open, and its words come with the room`);
			}
		},
	};
}

/** The guest page behind a room link; the backend serves what this builds, under a strict policy. */
export default defineConfig({
	root: new URL("../extension/web", import.meta.url).pathname,
	base: "/",
	plugins: [ownWords(), react(), tailwindcss(), pressed()],
	build: {
		outDir: new URL("../.output/web", import.meta.url).pathname,
		emptyOutDir: true,
		sourcemap: false,
		// Files of their own, never data: addresses in the markup: the policy stays narrow.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
});
