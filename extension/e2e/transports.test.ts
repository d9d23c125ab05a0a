import { expect, test } from "vitest";
import { enter, startInPanel } from "./meeting.ts";
import { find, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

/** The panel and a guest's page talk both ways, over the same network; gives back by which ways they stream. */
async function talk(): Promise<Set<string>> {
	const { streams } = world.network;
	streams.length = 0;
	const { panel, link } = await startInPanel(world);
	const guest = await enter(world, link, "Quiet Heron");
	await find(panel, "button", "2 of 2 people", 20_000);
	await say(panel, "from the panel");
	await reads(guest, "from the panel");
	await say(guest, "from the page");
	await reads(panel, "from the page");
	return new Set(streams);
}

test("the panel and the guest page stream by WebSocket", async () => {
	expect([...(await talk())]).toEqual(["ws"]);
});

test("where no WebSocket is let through they talk by server-sent events, and coming back asks for no other", async () => {
	world.network.refuseSockets();
	expect(await talk()).toEqual(new Set(["ws", "sse"]));
	const { streams } = world.network;
	streams.length = 0;
	world.network.cut();
	world.network.mend();
	await expect.poll(() => streams.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
	expect(new Set(streams)).toEqual(new Set(["sse"]));
});
