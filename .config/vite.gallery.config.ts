import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Every screen with rooms that stand still: `npx vite --config .config/vite.gallery.config.ts`, then `?screen=popup-empty`. */
export default defineConfig({
	root: new URL("../extension/ui/testing", import.meta.url).pathname,
	base: "./",
	plugins: [react(), tailwindcss()],
	build: {
		outDir: new URL("../.output/gallery", import.meta.url).pathname,
		emptyOutDir: true,
		assetsInlineLimit: 0,
		rolldownOptions: { input: new URL("../extension/ui/testing/gallery.html", import.meta.url).pathname },
	},
});
