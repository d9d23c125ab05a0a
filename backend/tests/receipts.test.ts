import { afterEach, expect, test } from "vitest";
import { limits } from "../protocol/limits.ts";
import { type Bench, call, createRoomBody, describeOnStores, newRoomId, openBench, openRoom } from "./http-bench.ts";
import { openStream } from "./test-stream.ts";

const destroy = (bench: Bench, { roomId, token }: { roomId: string; token: string }) =>
	call(bench, "DELETE", `/api/rooms/${roomId}`, { token });
const confirm = (bench: Bench, roomId: string, body: string) =>
	call(bench, "POST", `/api/rooms/${roomId}/receipts`, { body: { body } });

describeOnStores(
	"receipts",
	(bench) => {
		test("who destroyed a room hears who has wiped it, and so does everyone that stays", async () => {
			const { roomId, starter, guests } = await openRoom(bench(), { guests: 1 });
			const other = await openRoom(bench());
			const streams = [await openStream(bench(), [starter]), await openStream(bench(), [guests[0], other.starter])];
			for (const stream of streams) await stream.until(({ system }) => system("presence").length > 0);
			await destroy(bench(), starter);
			for (const stream of streams) await stream.until(({ events }) => events().at(-1)?.event === "chat.destroy");
			for (const body of ["b25l", "dHdv"]) {
				const { status, text } = await confirm(bench(), roomId, body);
				expect([status, text]).toEqual([202, ""]);
			}
			for (const stream of streams) {
				await stream.until(({ system }) => system("receipt").length === 2);
				expect(stream.system("receipt")).toEqual(
					["b25l", "dHdv"].map((body) => ({ type: "receipt", channel: roomId, body })),
				);
				stream.cut();
			}
		});

		test("a room that lives hears no receipts, nor does one that is made anew under an old id", async () => {
			const { roomId, starter } = await openRoom(bench());
			const old = await openStream(bench(), [starter]);
			await old.until(({ system }) => system("presence").length > 0);
			await confirm(bench(), roomId, "ZWFybHk");
			await destroy(bench(), starter);
			await old.until(({ events }) => events().at(-1)?.event === "chat.destroy");
			const { token, body } = createRoomBody({ roomId });
			await call(bench(), "POST", "/api/rooms", { body });
			const anew = await openStream(bench(), [{ roomId, token }]);
			await anew.until(({ system }) => system("presence").length > 0);
			await confirm(bench(), roomId, "bGF0ZQ");
			await old.until(({ system }) => system("receipt").length === 1);
			expect(old.system("receipt")[0]?.body).toBe("bGF0ZQ");
			// The new room is told what happens in it, as any other.
			await call(bench(), "PATCH", `/api/rooms/${roomId}`, { token, body: { locked: true } });
			await anew.until(({ events }) => events().at(-1)?.event === "room.locked");
			expect(anew.system("receipt")).toEqual([]);
			expect(old.events().at(-1)?.event).toBe("chat.destroy");
			anew.cut();
			old.cut();
		});

		test("a receipt is answered alike whether there is such a room, was one, or never was", async () => {
			const [live, ended] = [await openRoom(bench()), await openRoom(bench())];
			await destroy(bench(), ended.starter);
			const answers = [];
			for (const roomId of [live.roomId, ended.roomId, newRoomId()]) {
				const { status, text, headers } = await confirm(bench(), roomId, "AAAA");
				answers.push({ status, text, headers: [...headers].filter(([name]) => name !== "date") });
			}
			expect(answers[0]).toMatchObject({ status: 202, text: "" });
			expect(answers[1]).toEqual(answers[0]);
			expect(answers[2]).toEqual(answers[0]);
		});

		test("a flood of receipts is cut off before it fills a stream, which then ends in time", async () => {
			const { roomId, starter } = await openRoom(bench());
			const stream = await openStream(bench(), [starter]);
			await stream.until(({ system }) => system("presence").length > 0);
			await destroy(bench(), starter);
			const flood = Array.from({ length: 2 * limits.receiptsPerStream }, () =>
				confirm(bench(), roomId, "A".repeat(limits.receiptBytes)),
			);
			await Promise.all(flood);
			await stream.ended;
			const heard = stream.system("receipt").length;
			expect(heard).toBeGreaterThan(0);
			expect(heard).toBeLessThanOrEqual(limits.receiptsPerStream);
			expect(stream.system("reconnect")).toEqual([]);
			expect(stream.frames.at(-1)).toMatchObject({ type: "receipt" });
		});
	},
	{ receiptsMs: 3_000, also: ["cluster", "upstash", "sockets"] },
);

const benches: Bench[] = [];
afterEach(async () => {
	for (const bench of benches.splice(0)) await bench.close();
});

test("an address may post only so many receipts, and creates rooms all the same", async () => {
	const bench = await openBench({ rateLimits: true });
	benches.push(bench);
	const roomId = newRoomId();
	const asked = Array.from({ length: limits.receipts.burst + 50 }, () => confirm(bench, roomId, "AAAA"));
	const statuses = (await Promise.all(asked)).map(({ status }) => status);
	expect(statuses.filter((status) => status === 202).length).toBeLessThan(limits.receipts.burst + 50);
	const refused = await confirm(bench, roomId, "AAAA");
	expect([refused.status, refused.json.code]).toEqual([429, "too-fast"]);
	expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
	expect((await call(bench, "POST", "/api/rooms", { body: createRoomBody().body })).status).toBe(201);
});
