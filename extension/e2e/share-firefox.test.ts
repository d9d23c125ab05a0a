import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { FirefoxWithExtension } from "./firefox-browser.ts";
import { openScreen, type Screen } from "./pointer.ts";
import { openSite } from "./site.ts";

// As in share-menus.test.ts: a screen that is X's, hence Linux's.
describe.runIf(process.platform === "linux")("a real press of the right button in Firefox", () => {
	let screen: Screen;
	let firefox: FirefoxWithExtension;
	let server: Awaited<ReturnType<typeof startServer>>;
	let site: Awaited<ReturnType<typeof openSite>>;
	beforeAll(async () => {
		const store = createMemoryStore({ now: Date.now });
		const webFolder = join(root, ".output", "web");
		[screen, site, server] = await Promise.all([
			openScreen(),
			openSite(),
			startServer({ host: "127.0.0.1", port: 0, store, webFolder }),
		]);
		firefox = await FirefoxWithExtension.launch(server.url, { display: screen.display });
	});
	afterAll(async () => {
		await firefox?.close();
		await server?.close();
		site?.close();
		screen?.close();
	});

	const isSidebarOpen = (page: Page) =>
		page.evaluate(() => {
			const { sidebarAction } = (globalThis as unknown as { browser: SidebarBrowser }).browser;
			return sidebarAction.isOpen({});
		});
	type SidebarBrowser = { sidebarAction: { isOpen(where: object): Promise<boolean> } };

	it("on a link opens the sidebar, starts a room and puts the link into it", async () => {
		const options = await firefox.open("options.html");
		expect(await isSidebarOpen(options)).toBe(false);

		const page = await firefox.browser.newPage();
		await page.goto(site.origin);
		await page.bringToFront();
		const [x = 0, y = 0] = await page.evaluate(() => {
			const { mozInnerScreenX, mozInnerScreenY } = window as unknown as Record<string, number>;
			return [mozInnerScreenX, mozInnerScreenY];
		});
		await screen.openMenu(x + 60, y + 130);
		// Extensions come last in Firefox's menus.
		screen.keys("Up", "Return");
		await expect.poll(() => isSidebarOpen(options), { timeout: 20_000 }).toBe(true);
		// A sidebar is no page that WebDriver sees: a tab of the same window shows the same.
		const panel = await firefox.open("sidepanel.html");
		const card = await panel.waitForSelector('[role="group"][aria-label="Page to share"]', { timeout: 20_000 });
		expect(await card?.evaluate((group) => group.textContent)).toContain("bakery.example");
		expect(await panel.$eval('[aria-label="Title"]', (box) => (box as HTMLTextAreaElement).value)).toBe(
			"cakes to order",
		);
	});
});
