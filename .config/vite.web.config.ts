import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The guest page behind a room link; the backend serves what this builds, under a strict policy. */
export default defineConfig({
	root: new URL("../extension/web", import.meta.url).pathname,
	base: "/",
	plugins: [react(), tailwindcss()],
	build: {
		outDir: new URL("../.output/web", import.meta.url).pathname,
		emptyOutDir: true,
		sourcemap: false,
		// Files of their own, never data: addresses in the markup: the policy stays narrow.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
});
