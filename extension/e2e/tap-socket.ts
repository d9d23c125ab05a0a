import type { Page } from "puppeteer-core";

/**
 * Listens in on a page's WebSocket, from the next document on.
 * @returns gives the first frame that the page has sent, or null before that
 */
export async function tapSocket(page: Page): Promise<() => Promise<string | null>> {
	await page.evaluateOnNewDocument(() => {
		const { send } = WebSocket.prototype;
		WebSocket.prototype.send = function (frame) {
			if (!("firstFrame" in globalThis)) Object.assign(globalThis, { firstFrame: frame });
			return send.call(this, frame);
		};
	});
	return () => page.evaluate(() => (globalThis as { firstFrame?: string }).firstFrame ?? null);
}
