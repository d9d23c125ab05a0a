import type { Page } from "puppeteer-core";

/** Waits until nothing moves that comes to rest. What goes on for ever, or was taken away meanwhile, is not waited for. */
export async function atRest(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const finite = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1);
		await Promise.allSettled(finite.map(({ finished }) => finished));
	});
}
