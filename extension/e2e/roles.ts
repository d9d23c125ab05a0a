import type { ElementHandle, Page } from "puppeteer-core";

/** A control as a screen reader finds it: by role and exact name, or a name that matches. */
export type ByRole = { role: string; name: string };

const selector = ({ role, name }: ByRole) => `::-p-aria([name="${name}"][role="${role}"])`;

/** Waits until the control is there and visible. */
export async function find(page: Page, role: string, name: string, timeout = 10_000): Promise<ElementHandle> {
	const handle = await page.waitForSelector(selector({ role, name }), { timeout, visible: true }).catch((cause) => {
		throw new Error(`no ${role} "${name}" on ${page.url().slice(0, 60)}`, { cause });
	});
	if (!handle) throw new Error(`no ${role} "${name}"`);
	return handle as ElementHandle;
}

/** Waits until no such control is there. */
export async function gone(page: Page, role: string, name: string, timeout = 10_000): Promise<void> {
	await page.waitForSelector(selector({ role, name }), { timeout, hidden: true });
}

/** Presses it, as a mouse does. */
export async function press(page: Page, role: string, name: string): Promise<void> {
	await page.locator(selector({ role, name })).click();
}

/** Replaces what stands in a text box. */
export async function fill(page: Page, name: string, text: string): Promise<void> {
	const box = await find(page, "textbox", name);
	await box.click({ count: 3 });
	await page.keyboard.press("Backspace");
	await box.type(text);
}

/** Waits until the page's text holds `words`. */
export async function reads(page: Page, words: string, timeout = 10_000): Promise<void> {
	await page
		.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout }, words)
		.catch(async (cause) => {
			throw new Error(
				`never read "${words}"; the page says: ${(await page.evaluate(() => document.body.innerText)).slice(0, 400)}`,
				{ cause },
			);
		});
}

/** Writes a message and sends it with Enter. */
export async function say(page: Page, text: string): Promise<void> {
	const box = await find(page, "textbox", "Message");
	await box.focus();
	await box.type(text);
	await page.keyboard.press("Enter");
}

/** The texts of the messages on screen, in order. */
export function messages(page: Page): Promise<string[]> {
	return page.$$eval('[role="log"] article .text', (texts) => texts.map((text) => text.textContent ?? ""));
}
