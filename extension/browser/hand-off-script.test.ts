import { beforeEach, expect, test, vi } from "vitest";
import type { Press } from "./hand-off-messages.ts";
import { watchRoomPage } from "./hand-off-script.ts";

const href = "https://mayfly.example/r/x#y";
const origin = "https://mayfly.example";
let heard: Map<string, (event: Event) => void>;
let said: unknown[];
let told: Press[];
let isGone: boolean;
let afterTask: (() => void)[];
let giveUp: (roomId: string) => Promise<unknown>;
const page = {
	location: { href, origin } as Location,
	postMessage: (word: unknown, to: unknown) => said.push([word, to]),
	setTimeout(run: () => void) {
		afterTask.push(run);
		return 0;
	},
	addEventListener: (type: string, listener: (event: Event) => void) => void heard.set(type, listener),
};
const hear = (type: string, event: object = {}) => heard.get(type)?.(event as Event);
const message = (data: unknown, from: object = { source: page, origin }) => hear("message", { data, ...from });

beforeEach(() => {
	heard = new Map();
	said = [];
	told = [];
	afterTask = [];
	isGone = false;
	giveUp = watchRoomPage(page as unknown as Parameters<typeof watchRoomPage>[0], async (press) => {
		if (isGone) throw new Error("Extension context invalidated.");
		told.push(press);
	});
});

test("the page is told that the extension is there, at the start and when it asks, at its own origin alone", () => {
	message({ mayfly: "hello" });
	expect(said).toEqual(Array(2).fill([{ mayfly: "here" }, origin]));
});

test("a press of a person passes on the address, and once", () => {
	hear("click", { isTrusted: true });
	hear("mayfly:move-to-panel");
	hear("mayfly:open-in-panel");
	expect(told).toEqual([{ type: "open-in-panel", link: href, seated: true }]);
	hear("click", { isTrusted: true });
	hear("mayfly:open-in-panel");
	expect(told[1]).toEqual({ type: "open-in-panel", link: href, seated: false });
});

test("the page can make nothing happen by itself: not with no press, a made-up one, or one that is over", () => {
	hear("mayfly:open-in-panel");
	hear("click", { isTrusted: false });
	hear("mayfly:open-in-panel");
	hear("click", { isTrusted: true });
	for (const run of afterTask) run();
	hear("mayfly:open-in-panel");
	message({ mayfly: "open-in-panel" });
	expect(told).toEqual([]);
});

test("the page gives up its seat, with texts and nothing else", async () => {
	for (const [word, given] of [
		[
			{ name: "Quiet Heron", draft: "half", read: "5-1", keys: "[]", invite: "k".repeat(43) },
			{ name: "Quiet Heron", draft: "half", read: "5-1", keys: "[]", invite: "k".repeat(43) },
		],
		[{}, null],
		[
			{ name: "Quiet Heron", draft: { toString: "x" }, read: 5, keys: [], invite: null },
			{ name: "Quiet Heron", draft: "", read: "", keys: "", invite: "" },
		],
		[{ name: "x".repeat(201), draft: "half" }, null],
		[
			{ name: "x", draft: "y".repeat(16_385), read: "1".repeat(27), keys: "k".repeat(500_001), invite: "k".repeat(44) },
			{ name: "x", draft: "", read: "", keys: "", invite: "" },
		],
	]) {
		const answer = giveUp("room");
		expect(said.at(-1)).toEqual([{ mayfly: "give-up", roomId: "room" }, origin]);
		message({ mayfly: "gave-up", roomId: "room", ...word });
		await expect(answer).resolves.toEqual(given);
	}
});

test("words of a frame, of another origin, and about another room are not taken for the page’s", async () => {
	const settled = vi.fn();
	void giveUp("room").then(settled);
	const word = { mayfly: "gave-up", roomId: "room", name: "Mallory", draft: "" };
	message(word, { source: {}, origin });
	message(word, { source: page, origin: "https://evil.example" });
	message({ ...word, roomId: "other" });
	for (const odd of [null, 1, "gave-up", [], { mayfly: 1 }]) message(odd);
	await Promise.resolve();
	expect(settled).not.toHaveBeenCalled();
});

test("a page that does not answer in time had no seat", async () => {
	const answer = giveUp("room");
	for (const run of afterTask) run();
	await expect(answer).resolves.toBeNull();
});

test("a script whose extension is gone tells the page so", async () => {
	isGone = true;
	hear("click", { isTrusted: true });
	hear("mayfly:open-in-panel");
	await vi.waitFor(() => expect(said.at(-1)).toEqual([{ mayfly: "gone" }, origin]));
});
