import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "wxt";

/** The server a fresh install talks to; people change it in Options. */
const server = process.env.MAYFLY_SERVER ?? "http://127.0.0.1:8787";

const contentSecurityPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"font-src 'self'",
	"img-src 'self' data: blob:",
	// Voice notes, from memory.
	"media-src blob:",
	"connect-src 'self' https: wss: http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
	// No text ever becomes markup or script by the way of the DOM: nothing here makes a policy that would let it.
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
].join("; ");

export default defineConfig({
	srcDir: "extension",
	outDir: ".output",
	publicDir: "extension/public",
	imports: false,
	manifestVersion: 3,
	modules: ["@wxt-dev/module-react", "@wxt-dev/i18n/module"],
	zip: {
		name: "mayfly",
		// What `npm run build` needs and nothing else; the tests bring sources of their own.
		dotSources: true,
		includeSources: [
			".config/**",
			".nvmrc",
			"LICENSE",
			"README.md",
			"backend/protocol/**",
			"extension/**",
			"package-lock.json",
			"package.json",
			"tsconfig.json",
			"wxt.config.ts",
		],
		excludeSources: ["extension/{chaos,e2e}/**"],
	},
	vite: () => ({
		plugins: [tailwindcss()],
		define: { __MAYFLY_SERVER__: JSON.stringify(server) },
	}),
	manifest: ({ browser }) => ({
		default_locale: "en",
		name: "__MSG_app_name__",
		description: "__MSG_app_description__",
		permissions: ["storage", ...(browser === "firefox" ? [] : ["sidePanel"]), "contextMenus", "activeTab", "alarms"],
		optional_permissions: ["notifications"],
		action: { default_title: "__MSG_app_name__" },
		icons: { 16: "icon/16.png", 32: "icon/32.png", 48: "icon/48.png", 96: "icon/96.png", 128: "icon/128.png" },
		content_security_policy: { extension_pages: contentSecurityPolicy },
		commands: {
			_execute_action: { suggested_key: { default: "Alt+Shift+M" } },
			"leave-all": { suggested_key: { default: "Alt+Shift+L" }, description: "__MSG_menu_leaveAll__" },
		},
		...(browser === "firefox"
			? {
					browser_specific_settings: {
						gecko: {
							id: "mayfly@mayfly.example",
							strict_min_version: "130.0",
							data_collection_permissions: { required: ["none"] },
						},
					},
				}
			: { minimum_chrome_version: "137", incognito: "split" }),
	}),
});
