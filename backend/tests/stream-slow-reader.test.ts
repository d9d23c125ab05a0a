import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { limits } from "../protocol/limits.ts";
import { type Bench, callerOf, describeOnStores, type Member, newMessage, openRoom } from "./http-bench.ts";
import { handshake, textFrame } from "./raw-socket.ts";
import { openStream } from "./test-stream.ts";

const text = "A".repeat(limits.textBytes);

/** A stream over a bare socket, read only when asked. What comes is text between bytes that frame it. */
async function openRawStream({ url, transport }: Bench, { roomId, token }: Member): Promise<Socket> {
	const { hostname, port } = new URL(url);
	const socket = connect(Number(port), hostname);
	const body = JSON.stringify({ rooms: [{ roomId, token }] });
	const post = `POST /api/stream HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n`;
	socket.write(
		transport === "ws"
			? Buffer.concat([Buffer.from(handshake(hostname)), textFrame(body)])
			: `${post}content-length: ${body.length}\r\n\r\n${body}`,
	);
	await new Promise((opened) => socket.once("readable", opened));
	return socket;
}

/**
 * Writes to the room until a stream's queue and its socket's buffers must be full.
 * @param kept waits for a reader of this very process, which else would be a slow one, too
 */
async function flood(
	{ store }: Bench,
	member: Member,
	kept: (count: number) => Promise<void> = () => wait(1),
): Promise<string[]> {
	const ids: string[] = [];
	for (let sent = 0; sent < 7 * 1024 * 1024; sent += text.length) {
		const message = newMessage(text);
		await store.send(callerOf(member), message);
		ids.push(message.id);
		if (ids.length % 20 === 0) await wait(1);
		if (ids.length % 80 === 0) await kept(ids.length);
	}
	return ids;
}

describeOnStores(
	"a reader that does not read",
	(bench) => {
		test("is told to reconnect once its queue is full; the others see everything, nothing grows", async () => {
			const { starter, guests } = await openRoom(bench(), { guests: 1 });
			const slow = await openRawStream(bench(), starter);
			const quick = await openStream(bench(), [guests[0]]);
			await quick.until(({ system }) => system("presence").some(({ memberId }) => memberId === starter.memberId));
			const before = process.memoryUsage().arrayBuffers;
			const ids = await flood(bench(), guests[0], (count) =>
				quick.until(({ messageIds }) => messageIds().length === count),
			);
			await quick.until(({ messageIds }) => messageIds().length === ids.length);
			expect(quick.messageIds()).toEqual(ids);
			expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 1024 * 1024);
			// The feed has ended already: its member is offline though the socket still stands.
			await quick.until(({ system }) => system("presence").at(-1)?.online === false);
			let read = "";
			slow.on("data", (chunk) => {
				read += chunk;
			});
			await expect.poll(() => read.includes('"type":"reconnect"'), { timeout: 5_000 }).toBe(true);
			const seen = [...read.matchAll(/"data":\{"id":"([^"]+)"/g)].map(([, id]) => id);
			expect(seen.length).toBeLessThan(ids.length);
			expect(seen).toEqual(ids.slice(0, seen.length));
			slow.destroy();
			quick.cut();
		});

		test("of a long replay gets all of it at its own pace", async () => {
			const { starter, guests } = await openRoom(bench(), { guests: 1 });
			const ids = await flood(bench(), starter);
			const slow = await openRawStream(bench(), guests[0]);
			await wait(300);
			const late = newMessage();
			await bench().store.send(callerOf(starter), late);
			let read = "";
			slow.on("data", (chunk) => {
				read += chunk;
			});
			await expect.poll(() => read.includes(late.id), { timeout: 10_000 }).toBe(true);
			const seen = [...read.matchAll(/"data":\{"id":"([^"]+)"/g)].map(([, id]) => id);
			expect(seen).toEqual([...ids, late.id]);
			slow.destroy();
		});
	},
	{ also: ["sockets"] },
);

describeOnStores(
	"a reader that is stuck",
	(bench) => {
		test("is given up after a few pings", async () => {
			const { starter } = await openRoom(bench());
			await flood(bench(), starter);
			const stuck = await openRawStream(bench(), starter);
			await expect.poll(() => bench().streamCount(), { timeout: 5_000 }).toBe(0);
			stuck.destroy();
		});
	},
	{ pingEveryMs: 100, also: ["sockets"] },
);
