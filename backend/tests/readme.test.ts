import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { problems } from "../protocol/errors.ts";
import { streamEvent, systemEvent, userEvent } from "../protocol/events.ts";
import { limits } from "../protocol/limits.ts";
import { createMemoryStore } from "../store/memory.ts";
import { createStreams } from "../stream/streams.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

const cells = (line: string): string[] =>
	line
		.slice(1, -1)
		.split("|")
		.map((cell) => cell.trim());

/** The rows of the table under this head, each as its cells. */
function table(head: string): string[][] {
	const lines = readme.split("\n");
	const start = lines.findIndex((line) => line.startsWith("|") && cells(line).join() === cells(head).join());
	expect(start, head).toBeGreaterThan(0);
	const rows = lines.slice(start + 2);
	return rows
		.slice(
			0,
			rows.findIndex((line) => !line.startsWith("|")),
		)
		.map(cells);
}
const firstCode = (cell = "") => /`([^`]+)`/.exec(cell)?.[1];

test("the table of codes is the one the server answers by", () => {
	const told = table("| code | status | meaning |").map(([code, status, meaning]) => [
		firstCode(code),
		Number(status),
		meaning,
	]);
	expect(told).toEqual(Object.entries(problems).map(([code, { status, title }]) => [code, status, title]));
});

test("the table of calls names every route of the app and no other", async () => {
	const store = createMemoryStore({ now: Date.now });
	const parts = { store, now: Date.now, random: (n: number) => new Uint8Array(n), log: () => {} };
	const app = createApp({ ...parts, streams: createStreams(parts), remoteAddress: () => "" });
	const routes = app.routes
		.filter(({ method }) => method !== "ALL" && method !== "OPTIONS")
		.map(({ method, path }) => `${method} ${path}`);
	// The WebSocket is the platform's to accept; `me` is a member's name.
	routes.push("GET /api/stream", "DELETE /api/rooms/:roomId/members/me");
	expect(
		table("| call | body | answer |")
			.map(([call]) => firstCode(call))
			.toSorted(),
	).toEqual(routes.toSorted());
	await store.close();
});

test("the tables of frames name every frame and its fields", () => {
	const options = (schema: typeof userEvent | typeof systemEvent) => schema.def.options as { def: { shape: object } }[];
	const events = options(userEvent).map(
		({ def }) => (def.shape as { event: { def: { values: string[] } } }).event.def.values[0],
	);
	expect(
		table("| event | data |")
			.map(([event]) => firstCode(event))
			.toSorted(),
	).toEqual(events.toSorted());
	const system = options(systemEvent).map(({ def: { shape } }) => {
		const { type, ...fields } = shape as { type: { def: { values: string[] } } };
		return [type.def.values[0], Object.keys(fields)];
	});
	const told = table("| type | fields | meaning |").map(([type, fields]) => [
		firstCode(type),
		(firstCode(fields) ?? "")
			.replace(/: "[^"]*"/, "")
			.split(", ")
			.filter((field) => field !== ""),
	]);
	expect(told.toSorted()).toEqual(system.toSorted());
	expect(streamEvent.def.options).toHaveLength(2);
});

test("the table of variables names every one the server reads", () => {
	const read = new Set<string>();
	const env = new Proxy({} as Record<string, string>, {
		get(_, name: string) {
			read.add(name);
			return undefined;
		},
	});
	readConfig(env);
	expect(
		table("| variable | what it does | without it |")
			.map(([name]) => firstCode(name))
			.toSorted(),
	).toEqual([...read].toSorted());
});

test("the table of limits holds the limits", () => {
	const { ttlSeconds, capacity, messages, signals, creates, receipts } = limits;
	const told = table("| limit | value |").map(([, value]) => (value?.match(/\d+/g) ?? []).map(Number));
	expect(told).toEqual([
		...[[ttlSeconds.least, ttlSeconds.most], [capacity.least, capacity.most], [limits.textBytes]],
		...[[limits.profileBytes], [limits.signalBytes], [limits.receiptBytes]],
		...[[limits.appointmentBytes], [limits.bodyBytes]],
		[limits.roomEvents, limits.roomBytes],
		...[[messages.perSecond, messages.burst], [signals.perSecond], [limits.joinsPerMinute]],
		...[[limits.knocksPerMinute], [limits.invitesPerRoom]],
		...[
			[creates.perSecond, creates.burst],
			[receipts.perSecond, receipts.burst],
			[limits.roomsPerStream],
			[limits.streamsPerMember],
			[limits.streamQueueBytes],
		],
	]);
	expect(readme).toContain(`every ${limits.pingEveryMs / 1000} s`);
	expect(readme).toContain(`within ${limits.firstFrameMs / 1000} s`);
	expect(readme).toContain(`offline for ${limits.seatMs / 1000} seconds`);
	expect(readme).toContain(`at most ${limits.historyPage.most}`);
	expect(readme).toContain(
		`for ${limits.receiptsMs / 1000} s and passes on receipts, at most ${limits.receiptsPerStream},`,
	);
});

/** What stands under this heading. */
function section(heading: string): string {
	const start = readme.indexOf(`\n### ${heading}\n`);
	expect(start, heading).toBeGreaterThan(0);
	const end = readme.slice(start + 1).search(/\n##+ /);
	return readme.slice(start, start + 1 + end);
}
const platforms = ["On a machine of one's own", "On Cloudflare Workers", "On Vercel"];
const fileOf = (path: string) => new URL(`../../${path}`, import.meta.url);
const textOf = (path: string) => readFileSync(fileOf(path), "utf8");

test.each(platforms)("the files and the variables of the guide are there (%s)", (heading) => {
	const guide = section(heading);
	const files = guide.match(/(backend|\.config)\/[a-z./-]+[a-z]/g) ?? [];
	expect(files).not.toEqual([]);
	expect(files.filter((path) => !existsSync(fileOf(path)))).toEqual([]);
	const read = [
		...table("| variable | what it does | without it |").map(([name]) => firstCode(name)),
		...["cloudflare", "vercel"].flatMap((name) => textOf(`backend/serve/${name}.ts`).match(/(?<=env\.)[A-Z_]+/g) ?? []),
	];
	const named = guide.match(/[A-Z]+_[A-Z_]+|SUBREQUESTS/g) ?? [];
	expect(named).not.toEqual([]);
	expect(named.filter((name) => !read.includes(name))).toEqual([]);
	for (const [, task] of guide.matchAll(/run\.mjs ([a-z-]+)/g))
		expect(existsSync(fileOf(`.config/tasks/${task}.ts`))).toBe(true);
});

test("the guide to Workers says what wrangler.jsonc says, and that says where things are", () => {
	const config = JSON.parse(textOf("backend/wrangler.jsonc").replace(/^\s*\/\/.*$/gm, ""));
	const guide = section("On Cloudflare Workers");
	expect(guide).toContain(
		`needs ${config.compatibility_flags.map((flag: string) => `\`${flag}\``).join(", ")}, which it sets`,
	);
	expect(guide.replace(/\s+/g, " ")).toContain(`says how many there are: \`${config.vars.SUBREQUESTS}\``);
	expect(existsSync(fileOf(`backend/${config.main}`))).toBe(true);
	expect(fileOf(`backend/${config.assets.directory}`)).toEqual(fileOf(".output/web"));
	expect(config.assets.run_worker_first).toBe(true);
});

test("the guide to Vercel says when streams are sent away", () => {
	const guide = section("On Vercel");
	const [, longest] = /MAX_DURATION \|\| (\d+)/.exec(textOf(".config/tasks/vercel.ts")) ?? [];
	const [, parting] = /partingSeconds = (\d+)/.exec(textOf("backend/serve/vercel.ts")) ?? [];
	expect(guide).toContain(`after ${longest} s. Every stream is told to \`reconnect\` ${parting} s before`);
});

test("the table of vectors names every list and all that is in it", () => {
	const file = readFileSync(new URL("../../extension/crypto/vectors.json", import.meta.url), "utf8");
	const { about, ...lists } = JSON.parse(file) as Record<string, object[]>;
	const told = table("| list | what each has |").map(([list, fields = ""]) => [
		firstCode(list),
		new Set([...fields.matchAll(/`(\w+)`/g)].map(([, name]) => name)),
	]);
	const fieldsOf = (list: object[]) => new Set(list.flatMap((each) => Object.keys(each)));
	const theirs = Object.entries(lists).map(([name, list]) => [name, fieldsOf(list)]);
	// Of the private keys the table says what they are in.
	for (const [name, fields] of told) if (name === "identities") (fields as Set<string>).delete("token");
	expect(about).toBeDefined();
	expect(told).toEqual(theirs);
});
