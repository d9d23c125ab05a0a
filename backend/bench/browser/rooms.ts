import type { Page } from "puppeteer-core";
import { pressRoom } from "../../../extension/e2e/roles.ts";
import type { ChromiumWorld } from "../../../extension/e2e/world.ts";
import type { Intent, Outcome } from "../../../extension/hub/rooms.ts";
import { createPerson, type Person } from "../../../extension/hub/testing/person.ts";

/** Asks the extension's background for something, as one of its pages does. */
export async function ask({ browser }: ChromiumWorld, intent: Intent): Promise<Extract<Outcome, { ok: true }>> {
	const outcome = await browser.inPage(
		(sent) =>
			new Promise<Outcome>((resolve) => {
				const port = chrome.runtime.connect({ name: "options-0" });
				port.onMessage.addListener((message) => {
					if (message.type === "outcome") resolve(message.outcome);
				});
				port.postMessage({ n: 1, intent: sent });
			}),
		intent,
	);
	if (!outcome.ok) throw new Error(`${intent.type} failed: ${outcome.code}`);
	return outcome;
}

/** A room of the extension's, with people in it that write from this process. */
export type Talk = {
	/** Writes until the room has at least so many messages, two people by turns. */
	growTo(messages: number): Promise<void>;
	/** One message more; resolves when the people see it. */
	say(): Promise<void>;
	/** Waits until the panel has shown, and read, all there is. */
	isReadIn(panel: Page): Promise<void>;
};

const words = "the river was low and quiet when we came, so nobody saw how far down the light had gone".split(" ");

/** The n-th text: mostly a line or two, now and then a link, code, or one that is folded. */
export function textOf(n: number): string {
	const say = (count: number) => Array.from({ length: count }, (_, at) => words[(n * 7 + at) % words.length]).join(" ");
	if (n % 50 === 13) return `${n}: look\n\`\`\`\nconst n = ${n};\nreturn n * 2;\n\`\`\``;
	if (n % 40 === 7) return `${n}: ${say(120)}`;
	if (n % 10 === 4) return `${n}: ${say(4)} https://example.org/page/${n} ${say(3)}`;
	return `${n}: ${say(1 + ((n * 5) % 24))}`;
}

/** Makes the room, which the panel shows when it opens next, and lets two people in. */
export async function openTalk(world: ChromiumWorld): Promise<Talk> {
	const { roomId = "", link = "" } = await ask(world, { type: "start", ttlSeconds: 86_400, capacity: 5 });
	const server = new URL(world.direct(link)).origin;
	const people: Person[] = [];
	for (const name of ["Quiet Heron", "Amber Otter"]) {
		const person = createPerson({ server });
		await person.do({ type: "invite", link: world.direct(link) });
		await person.do({ type: "join", roomId, name });
		people.push(person);
	}
	const counted = (person: Person) => person.live(roomId).log.filter(({ type }) => type === "message").length;
	let written = 0;

	async function write(count: number): Promise<void> {
		const until = written + count;
		for (; written < until; written++) {
			const person = people[written % people.length];
			await person?.do({ type: "send", roomId, text: textOf(written) });
		}
		for (const person of people) await person.until(() => counted(person) === written, 60_000);
	}

	return {
		async growTo(messages) {
			// No more than the outbox takes in a breath: it is saved whole with each message.
			while (written < messages) await write(Math.min(40, messages - written));
		},
		say: () => write(1),
		async isReadIn(panel) {
			await panel.bringToFront();
			const last = textOf(written - 1)
				.split(" ")
				.slice(0, 2)
				.join(" ");
			const isShown = (wanted: string) =>
				[...document.querySelectorAll('[role="log"] article .text')].at(-1)?.textContent?.startsWith(wanted);
			await panel.waitForFunction(isShown, { timeout: 120_000, polling: 200 }, last);
			await world.badge("");
		},
	};
}

/** Opens the real side panel on the room at this place of the popup's list. */
export async function openPanel(world: ChromiumWorld, at = 0): Promise<Page> {
	const popup = await world.popup();
	await pressRoom(popup, at);
	return world.panel();
}
