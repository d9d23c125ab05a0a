import { type Browser, launch, type Page } from "puppeteer-core";
import { requireBrowser } from "./browsers.ts";

/** The extension's id, and the one that its pages get in a profile of a test. */
export const geckoId = "mayfly@mayfly.example";
export const uuid = "3f1c0a52-5b7e-4d0e-9a43-6a1d2c7be002";

/** What every Firefox of the tests starts with. */
export const firefoxOptions = () => ({
	browser: "firefox" as const,
	executablePath: requireBrowser("firefox"),
	args: ["--remote-allow-system-access"],
	extraPrefsFirefox: { "extensions.webextensions.uuids": JSON.stringify({ [geckoId]: uuid }) } as Record<
		string,
		unknown
	>,
});

/** Firefox with the extension in this folder, and pages of it. `screen`: the X display to be seen on, if any. */
export async function launchFirefox(
	extension: string,
	screen?: string,
): Promise<{ browser: Browser; extensionPage(file: string): Promise<Page> }> {
	const { args, ...options } = firefoxOptions();
	const seen = screen && {
		...{ headless: false, env: { ...process.env, DISPLAY: screen }, defaultViewport: null },
		args: [...args, "--width=1200", "--height=860"],
	};
	const browser = await launch({ ...options, args, headless: true, ...seen });
	await browser.installExtension(extension);
	return {
		browser,
		async extensionPage(file) {
			const page = await browser.newPage();
			page.goto(`moz-extension://${uuid}/${file}`).catch(() => {
				// Its load never tells WebDriver that it is done: what it shows is waited for.
			});
			// While it loads there is a moment with no document to look into.
			for (const until = Date.now() + 20_000; !(await page.$("h1").catch(() => null)); ) {
				if (Date.now() > until) throw new Error(`${file} shows no heading`);
				await new Promise((next) => setTimeout(next, 50));
			}
			return page;
		},
	};
}
