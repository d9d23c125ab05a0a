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

/** What only the extension says: its menus, and its page that asks for the microphone. */
const extensionsWords = ["menu", "microphone"];

/** The guest page waits for its words, so it takes none along that it never says. */
function ownWords(): Plugin {
	return {
		name: "mayfly:own-words",
		enforce: "pre",
		transform: {
			filter: { id: /\/locales\/\w+\.json$/ },
			handler(source) {
				const groups = Object.entries(JSON.parse(source)).filter(([group]) => !extensionsWords.includes(group));
				return JSON.stringify(Object.fromEntries(groups));
			},
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
