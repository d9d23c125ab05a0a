import { defineConfig } from "vitest/config";

const inBrowsers = {
	// Tests find controls by their English names, whatever this machine speaks.
	env: { LC_ALL: "C.UTF-8", LANGUAGE: "en_US" },
	testTimeout: 120_000,
	hookTimeout: 120_000,
	fileParallelism: false,
	// A browser may stumble, once in thousands of presses; what fails twice is broken. Each second try is told of.
	retry: 1,
};

export default defineConfig({
	root: new URL("..", import.meta.url).pathname,
	test: {
		reporters: ["default", ".config/second-try-reporter.ts"],
		// `unit` needs nothing but Node; `server` starts a real redis-server; `e2e` drives real browsers.
		projects: [
			{
				extends: true,
				test: {
					name: "unit",
					include: [".config/**/*.test.ts", "backend/**/*.test.ts", "extension/**/*.test.{ts,tsx}"],
					setupFiles: ["extension/ui/testing/speak-english.ts"],
					exclude: ["backend/tests/**", "extension/e2e/**", "extension/chaos/{chaos,frame-cuts}.test.ts"],
				},
			},
			{
				extends: true,
				test: { name: "server", include: ["backend/tests/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 30_000 },
			},
			{
				extends: true,
				// Each of them has a real redis-server, and its history takes as long as it takes.
				test: { name: "chaos", include: ["extension/chaos/{chaos,frame-cuts}.test.ts"], testTimeout: 180_000 },
			},
			{ extends: true, test: { ...inBrowsers, name: "e2e", include: ["extension/e2e/**/*.test.ts"] } },
			{
				extends: true,
				test: {
					...inBrowsers,
					name: "e2e-firefox",
					// The same stories, told once more in Firefox.
					include: [
						"extension/e2e/{accessibility,acts,endings,faults,files,find,keyboard,mentions,message-life,notifications,once,panic,panic-key,people,receipts,reload,room,rooms,signals,transports,voice,voice-heard}.test.ts",
					],
					env: { ...inBrowsers.env, MAYFLY_TESTED_BROWSER: "firefox" },
				},
			},
		],
	},
});
