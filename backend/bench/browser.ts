import { type ChromiumWorld, openChromiumWorld } from "../../extension/e2e/world.ts";
import { sendAllHome } from "../../extension/hub/testing/person.ts";
import { noteEveryStart } from "./browser/clock.ts";
import { backgroundHeap, heapHead, heapRow, pageHeap } from "./browser/heap.ts";
import { openingHead, openingRow } from "./browser/panel.ts";
import { benchPopup } from "./browser/popup.ts";
import { ask, openPanel, openTalk } from "./browser/rooms.ts";
import { barePage, scrollingHead, scrollingRow } from "./browser/scrolling.ts";
import { type, typeAmongMessages, typingHead, typingRow, workOfArriving } from "./browser/typing.ts";
import { printPart } from "./report.ts";
import type { Effort } from "./rounds.ts";

/** Messages in the talk that is measured. The most leaves room for those that arrive in between: a room holds 5,000 events. */
const sizes = [1, 100, 1000, 4500];
/** The size that the targets speak of. */
const large = 1000;
const manyRooms = 20;

/** What people wait for in the browser: the built extension in a real Chromium, a real server and Redis; printed. */
export async function benchBrowser({ rounds }: Effort): Promise<void> {
	const isQuick = rounds < 5;
	const world = await openChromiumWorld({ serverSettings: { RATE_LIMITS: "off" } });
	await noteEveryStart(world);
	await benchPopup(world, isQuick ? 3 : 12);
	await benchTalk(world, {
		sizes: isQuick ? [1, large] : sizes,
		rounds: isQuick ? 3 : 10,
		keys: isQuick ? 20 : 100,
	});
	sendAllHome();
	await world.close();
}

type TalkEffort = { sizes: readonly number[]; rounds: number; keys: number };

async function benchTalk(world: ChromiumWorld, { sizes, rounds, keys }: TalkEffort): Promise<void> {
	const openings: string[][] = [];
	const typings: string[][] = [];
	const arrivals: string[][] = [];
	const scrolls: string[][] = [];
	const heaps: string[][] = [heapRow("no room", await backgroundHeap(world), null)];

	const page = await world.browser.browser.newPage();
	await page.setContent("<textarea></textarea>");
	const bare = await type(page, keys);
	await page.setContent(barePage(large));
	scrolls.push(await scrollingRow(page, `a page with ${large.toLocaleString("en")} paragraphs`));
	await page.close();
	typings.push(typingRow("a page with one text box", bare, bare));

	const talk = await openTalk(world);
	await talk.growTo(1);
	const panel = await openPanel(world);
	for (const messages of sizes) {
		await talk.growTo(messages);
		await talk.isReadIn(panel);
		const name = `${messages.toLocaleString("en")} message${messages === 1 ? "" : "s"}`;
		const isLarge = messages === large;
		openings.push(await openingRow(world, panel, { name, rounds, ...(isLarge && { most: 300 }) }));
		heaps.push(heapRow(name, await backgroundHeap(world), await pageHeap(panel)));
		if (messages === 100) continue;
		typings.push(typingRow(name, await type(panel, keys), bare, isLarge ? 16 : undefined));
		arrivals.push([name, (await workOfArriving(panel, talk, keys / 2)).toFixed(2)]);
		if (messages === 1) continue;
		const amongName = `${name}, while others arrive`;
		typings.push(typingRow(amongName, await typeAmongMessages(panel, talk, keys), bare, isLarge ? 16 : undefined));
		const asleep = `${name}, background asleep`;
		openings.push(await openingRow(world, panel, { name: asleep, rounds: Math.min(rounds, 5), asleep: true }));
		if (!isLarge) continue;
		scrolls.push(await scrollingRow(panel, name, 0));
		// The first way up has drawn every row: the yardstick.
		scrolls.push(await scrollingRow(panel, `${name}, all rows drawn`));
		typings.push(typingRow(`${name}, all rows drawn`, await type(panel, keys), bare));
		// Back to the newest rows alone, for what comes now.
		await panel.reload();
		// What came before it is open would be new, and it would open there.
		await talk.isReadIn(panel);
	}
	await panel.close();
	for (let at = 1; at < manyRooms; at++) await ask(world, { type: "start", ttlSeconds: 3600, capacity: 2 });
	const many = `${manyRooms} rooms, one of them with ${sizes.at(-1)?.toLocaleString("en")} messages`;
	heaps.push(heapRow(many, await backgroundHeap(world), null));

	printPart("`browser`: the panel opens", openingHead, openings);
	printPart("`browser`: a key is pressed", typingHead, typings);
	printPart("`browser`: a message arrives", ["", "work of the panel's main thread, ms"], arrivals);
	printPart("`browser`: the log is scrolled", scrollingHead, scrolls);
	printPart("`browser`: what JavaScript's heap holds", heapHead, heaps);
}
