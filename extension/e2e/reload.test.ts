import { describe, expect, it } from "vitest";
import { draftOn, isKept, type Reloading, startAndJoin, times } from "./reloading.ts";
import { fill, find, messages, press, reads, readsNoMore, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

/** Two strangers to each other, by pages alone. */
async function together(how: { capacity?: string; noWorker?: boolean } = {}): Promise<Reloading> {
	const origin = world.direct(world.network.origin);
	const [starter, guest] = [await world.guest(`${origin}/`), await world.guest("about:blank")];
	return startAndJoin({ starter, guest }, how);
}

describe("a guest page that is loaded anew", () => {
	it("keeps its seat in a full room, its name, what was said and what is being written, as often as one likes", async () => {
		const { starter, guest } = await together();
		await say(guest, "said before");
		await reads(starter, "said before");
		await isKept(guest);
		for (const again of ["once", " twice"]) {
			await (await find(guest, "textbox", "Message")).focus();
			await guest.keyboard.press("End");
			await guest.keyboard.type(again);
			await guest.reload();
			await reads(guest, "said before");
		}
		expect(await draftOn(guest)).toBe("once twice");
		await find(guest, "button", "2 of 2 people");
		await press(guest, "button", "Send");
		await reads(starter, "once twice");
		expect(await messages(starter)).toEqual(["said before", "once twice"]);
		expect(await times(starter, "Quiet Heron came in")).toBe(1);
		expect(await times(starter, "Quiet Heron left")).toBe(0);
	});

	it("sends what waited, once", async () => {
		const { starter, guest } = await together();
		await isKept(guest);
		await guest.evaluateOnNewDocument(() => {
			const real = fetch;
			const inTunnel = (url: unknown) => !("isOut" in globalThis) && `${url}`.endsWith("/messages");
			globalThis.fetch = (url, init) => (inTunnel(url) ? Promise.reject(new TypeError()) : real(url, init));
		});
		await guest.reload();
		await say(guest, "written in a tunnel");
		await reads(guest, "Waiting to send");
		await isKept(guest);
		await guest.reload();
		await reads(guest, "Waiting to send");
		await guest.evaluate(() => Object.assign(globalThis, { isOut: true }));
		await reads(starter, "written in a tunnel", 30_000);
		await readsNoMore(guest, "Waiting to send");
		expect(await messages(starter)).toEqual(["written in a tunnel"]);
	});

	it("beside a second one on the same link keeps its own seat: never two pages as one member", async () => {
		const { starter, guest } = await together({ capacity: "3" });
		const second = await guest.browserContext().newPage();
		await second.goto(guest.url());
		await fill(second, "Your name", "Pale Wren");
		await press(second, "button", "Join room");
		await find(second, "button", "3 of 3 people");
		await isKept(second);
		await Promise.all([guest.reload(), second.reload()]);
		// What is behind another tab does not answer by role.
		await guest.bringToFront();
		await find(guest, "button", "3 of 3 people");
		await say(guest, "from one");
		await second.bringToFront();
		await find(second, "button", "3 of 3 people");
		await say(second, "from the other");
		await Promise.all([reads(starter, "from one"), reads(starter, "from the other")]);
		const senders = await starter.$$eval('[role="log"] article', (all) =>
			all.map((article) => article.getAttribute("aria-label")?.split(",")[0]),
		);
		expect(senders.toSorted()).toEqual(["Pale Wren", "Quiet Heron"]);
	});

	it("leaves its seat at once where the browser allows no worker", async () => {
		const { starter, guest } = await together({ noWorker: true });
		await guest.reload();
		await find(guest, "button", "Join room");
		await reads(starter, "Quiet Heron left", 5_000);
	});
});
