import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { roomView } from "../../backend/protocol/rooms.ts";
import { encodeBase64url } from "../crypto/base64url.ts";
import { type Bytes, concat, utf8 } from "../crypto/bytes.ts";
import { epochZeroKey } from "../crypto/message.ts";
import { pad } from "../crypto/padding.ts";
import type { Profile } from "../crypto/profile.ts";
import { secureRandom } from "../crypto/random.ts";
import { seal } from "../crypto/seal.ts";
import { newSenderKey, wrapCharacters } from "../crypto/sender-key.ts";
import { type BadMember, createBadMember } from "./testing/bad-member.ts";
import { createLyingServer, type LyingServer } from "./testing/lying-server.ts";
import { createPerson, meet, type Person, sendAllHome, textsOf } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

// Ann and Ben are honest. Mal has the link, a seat and a client that keeps no rule; the server helps Mal where it says so.

let server: TestServer;
let liar: LyingServer;
let ann: Person;
let ben: Person;
let mal: BadMember;
let roomId: string;
let link: string;
let profiles: { ann: Profile; ben: Profile };

beforeEach(async () => {
	server = await startTestServer({ rateLimits: false });
	liar = await createLyingServer(server.origin);
	ann = createPerson({ server: server.origin });
	ben = createPerson({ server: liar.origin, transport: "sse" });
	({ roomId, link } = await meet(ann, ben, { capacity: 5 }));
	mal = await createBadMember({ server: server.origin, link });
	await everybody((who) => who.live(roomId).people.length === 3);
	const [first, second] = await Promise.all(ann.live(roomId).people.map(({ memberId }) => profileOf(memberId)));
	profiles = { ann: first as Profile, ben: second as Profile };
});
afterEach(async () => {
	sendAllHome();
	await liar.close();
	await server.close();
});

async function profileOf(memberId: string): Promise<Profile> {
	const headers = { authorization: `Bearer ${mal.identity.token}` };
	const answer = await fetch(`${server.origin}/api/rooms/${roomId}`, { headers });
	const { members } = roomView.parse(await answer.json());
	return mal.profileOf(memberId, members.find((member) => member.memberId === memberId)?.profile ?? "");
}
const everybody = (isSo: (who: Person) => boolean) => Promise.all([ann, ben].map((who) => who.until(() => isSo(who))));
/** Everything in the log but who came and what was handed over, by who is said to have done it. */
function shown(who: Person): string[] {
	const { people, log } = who.live(roomId);
	const nameOf = (memberId: string | null) => people.find((person) => person.memberId === memberId)?.name ?? "nobody";
	return log.flatMap((entry) => {
		if (entry.type === "message") return [`${nameOf(entry.sender)}: ${entry.text}`];
		return "sender" in entry && entry.type !== "handed" ? [`${nameOf(entry.sender)} ${entry.type}`] : [];
	});
}
const shows = (who: Person, wanted: string[]) => who.until(() => JSON.stringify(shown(who)) === JSON.stringify(wanted));
const bothShow = (wanted: string[]) => Promise.all([shows(ann, wanted), shows(ben, wanted)]);
const words = (text: string) => ({ kind: "text", text });

describe("a member that", { timeout: 60_000 }, () => {
	beforeEach(() => mal.handOver([profiles.ann, profiles.ben]));

	test("writes in another's name is caught, by its own name", async () => {
		await mal.say(words("I, Ann, agree"), { memberId: profiles.ann.memberId });
		await bothShow(["Mal caught"]);
	});

	test("writes in another's name, and the server says so too, is caught", async () => {
		liar.tell((frame) =>
			frame.event === "chat.message" && frame.data?.sender === mal.memberId
				? [{ ...frame, data: { ...frame.data, sender: profiles.ann.memberId } }]
				: [frame],
		);
		// Under the one key that both have: the link's.
		await mal.say(words("I, Ann, agree"), { memberId: profiles.ann.memberId, under: epochZeroKey(mal.keys) });
		await ben.until(() => shown(ben).includes("Ann caught"));
		expect(textsOf(ben.room(roomId))).toEqual([]);
		expect(textsOf(ann.room(roomId))).toEqual([]);
	});

	test("sends another's message again as its own is caught", async () => {
		await ben.do({ type: "send", roomId, text: "mine" });
		await bothShow(["Ben: mine"]);
		const text = liar.calls.map(({ body }) => body).findLast((body) => body.includes('"text"')) ?? "{}";
		await mal.post(JSON.parse(text).text);
		await bothShow(["Ben: mine", "Mal caught"]);
	});

	test("gives two people two keys of one epoch says nothing to one of them that it does not say to both", async () => {
		const other = newSenderKey(secureRandom);
		const twice = await createBadMember({ server: server.origin, link, name: "Two" });
		await twice.handOver([profiles.ann]);
		await twice.handOver([profiles.ben], { key: other });
		await twice.say(words("yes"));
		await shows(ann, ["Two: yes"]);
		await shows(ben, ["Two caught"]);
		await twice.say(words("no"), { under: await twice.under(other) });
		await shows(ann, ["Two: yes", "Two caught"]);
		await shows(ben, ["Two caught", "Two: no"]);
		// A second key of the same epoch is not believed, so nobody comes to read the other's words later either.
		await twice.handOver([profiles.ann], { key: other });
		await twice.handOver([profiles.ben]);
		await twice.say(words("maybe"));
		await shows(ann, ["Two: yes", "Two caught", "Two: maybe"]);
		await shows(ben, ["Two caught", "Two: no", "Two caught"]);
	});

	test("says one thing to one and another to the other, by a server that helps, is told of by the next message", async () => {
		const id = "i".repeat(21);
		const { text } = await mal.say(words("meet at six"), { id: "j".repeat(21) });
		await bothShow(["Mal: meet at six"]);
		const lie = await seal({ purpose: "message", roomId, memberId: mal.memberId, id }, words("not for you"), {
			...(await mal.under()),
			signKey: mal.identity.sign.privateKey,
			random: secureRandom,
		});
		expect(lie).toHaveLength(text.length);
		liar.tell((frame) => (frame.data?.id === id ? [{ ...frame, data: { ...frame.data, text: lie } }] : [frame]));
		await mal.say(words("for you"), { id });
		await shows(ann, ["Mal: meet at six", "Mal: for you"]);
		await shows(ben, ["Mal: meet at six", "Mal: not for you"]);
		await ann.do({ type: "send", roomId, text: "well then" });
		await shows(ben, ["Mal: meet at six", "Mal: not for you", "Ann differs", "Ann: well then"]);
	});

	const page = { url: "https://bakery.example/", title: "Bread" };
	test.each<[string, unknown]>([
		["null", null],
		["a number", 5],
		["a list", []],
		["an object without a kind", {}],
		["a kind that is no text", { kind: 5, text: "x" }],
		["a text that is none", { kind: "text", text: { toString: "x" } }],
		["no text and no page", { kind: "text", text: "" }],
		["a page that runs", { kind: "text", text: "", page: { ...page, url: "javascript:alert(1)" } }],
		["a page that is all its own", { kind: "text", text: "", page: { ...page, url: "data:text/html,<script>" } }],
		[
			"a page behind a name and password",
			{ kind: "text", text: "", page: { ...page, url: "https://bank.example@evil.example/" } },
		],
		[
			"an address that browsers mend",
			{ kind: "text", text: "", page: { ...page, url: "https://bank.example\\@evil.example" } },
		],
		["a title without end", { kind: "text", text: "", page: { ...page, title: "x".repeat(301) } }],
		["a quote without end", { kind: "text", text: "", page: { ...page, quote: "x".repeat(2_001) } }],
		["a view that is none", { kind: "text", text: "x", seen: { cursor: "1", digest: "2" } }],
	])("sends %s is caught, and what follows is read", async (_, payload) => {
		await mal.say(payload);
		await mal.say(words("after"));
		await bothShow(["Mal caught", "Mal: after"]);
	});

	test.each<[string, (inside: Bytes) => [Bytes, Bytes]]>([
		["no JSON", () => both(utf8("{nonsense"))],
		["no UTF-8", () => both(Uint8Array.of(0xff, 0xfe, 0x22))],
		["nothing", () => both(new Uint8Array())],
		["lists within lists", () => both(utf8(`${"[".repeat(5_000)}${"]".repeat(5_000)}`))],
		["a payload longer than it is", (inside) => [concat(Uint8Array.of(0xff, 0xff), inside.slice(2)), inside.slice(2)]],
		["padding that says something", (inside) => [concat(inside.slice(0, -1), Uint8Array.of(1)), utf8('"x"')]],
		["no padding to a size", (inside) => [inside.slice(0, -5), utf8('"x"')]],
		["less than a signature", () => [new Uint8Array(), new Uint8Array()]],
	])("seals %s is caught, and what follows is read", async (_, make) => {
		const [padded, signed] = make(pad(utf8('"x"'), "message", 97));
		await mal.sayBytes(padded, signed);
		await mal.say(words("after"));
		await bothShow(["Mal caught", "Mal: after"]);
	});

	test("sends a kind that nobody knows yet is passed over", async () => {
		await mal.say({ kind: "dance", step: "<script>" });
		await mal.say(words("after"));
		await bothShow(["Mal: after"]);
	});

	test("reaches for what all objects have, or sends fields nobody asked for, is read as if it had not", async () => {
		await mal.say(
			JSON.parse('{"kind":"text","text":"hi","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'),
		);
		await bothShow(["Mal: hi"]);
		expect({}).not.toHaveProperty("admin");
		const entry = ben.live(roomId).log.find(({ type }) => type === "message");
		expect(Object.keys(entry ?? {}).toSorted()).toEqual(["cursor", "id", "sender", "text", "timestamp", "type"]);
	});

	test.each([
		["markup", '<img src=x onerror="alert(1)"><script>alert(1)</script>'],
		["directions", "\u202egnp.exe\u202c \u2066left\u2069 \u200f\u061c"],
		["marks upon marks", `Z${"\u0300\u0489".repeat(2_000)}`],
		["names that look like others", "https://\u0430pple.com and https://xn--pple-43d.com"],
		["what shows nothing", "\u200b\u2060\ufeff\u00ad\u115f"],
		["halves of pairs", "\ud800 \udc00"],
		["a zip of zeros", "\0".repeat(1_900)],
		["as much as fits", "\u{1f989}".repeat(3_000)],
	])("sends %s is read letter for letter, as text", async (_, text) => {
		await mal.say(words(text));
		await mal.say(words("after"));
		await bothShow([`Mal: ${text}`, "Mal: after"]);
	});

	test("sends more than there may be is refused by the server, and a sealed text of another size by everybody", async () => {
		expect(await mal.post("A".repeat(16_385))).toBe(413);
		expect(await mal.post(`AQAAAAE${"A".repeat(300)}`)).toBe(201);
		await bothShow(["Mal caught"]);
	});

	test("hands over keys to fifty who are not here, or to more than can be, is passed over or caught", async () => {
		const strangers = (count: number) =>
			Array.from({ length: count }, (): [string, string] => [
				encodeBase64url(secureRandom(16)),
				encodeBase64url(secureRandom((wrapCharacters / 4) * 3)),
			]);
		await mal.handOver([], { extra: strangers(50) });
		await mal.handOver([], { extra: strangers(51) });
		await mal.handOver([], { extra: [] });
		await mal.say(words("after"));
		await bothShow(["Mal caught", "Mal caught", "Mal: after"]);
		await ann.do({ type: "send", roomId, text: "go on" });
		await shows(ben, ["Mal caught", "Mal caught", "Mal: after", "Ann: go on"]);
	});

	test("hands over a key that does not open is caught, and its words wait", async () => {
		const other = await createBadMember({ server: server.origin, link, name: "Two" });
		await other.handOver([], { extra: [[profiles.ben.memberId, "A".repeat(wrapCharacters)]] });
		await other.say(words("secret"));
		await shows(ben, ["Two caught", "Two sealed"]);
		await ben.do({ type: "send", roomId, text: "go on" });
		await ben.until(() => textsOf(ben.room(roomId)).includes("go on"));
	});
});

const both = (payload: Bytes): [Bytes, Bytes] => [pad(payload, "message", 97), payload];

describe("a member that signals", { timeout: 60_000 }, () => {
	/** Who is doing what, as `who` is told. */
	const doing = (who: Person) => {
		const { people, doings } = who.live(roomId);
		return people.flatMap(({ memberId, name }) => {
			const { writing, seen } = doings[memberId] ?? {};
			return doings[memberId] ? [`${name}${writing ? " writes" : ""}${seen ? ` saw ${seen}` : ""}`] : [];
		});
	};
	const status = (change: object = {}) => ({ kind: "status", at: Date.now(), writing: true, ...change });
	const signal = async (payload: unknown) => mal.signal(await mal.sealSignal(payload));
	/** Everything that went before it was heard. */
	async function heard(): Promise<void> {
		await mal.say(words("heard?"));
		await everybody((who) => shown(who).some((line) => line.startsWith("Mal")));
	}

	test("in another's name, or another's signal again as its own, is not heard, though the server helps", async () => {
		const bodies: string[] = [];
		liar.tell((frame) => {
			if (frame.type === "signal") bodies.push(String(frame.body));
			return [frame];
		});
		await ann.do({ type: "write", roomId, isWriting: true });
		await ben.until(() => doing(ben).join() === "Ann writes");
		await ann.do({ type: "write", roomId, isWriting: false });
		await ben.until(() => doing(ben).join() === "Ann");
		const asAnn = await mal.sealSignal(status({ at: Date.now() + 1000, seen: "9-9" }), profiles.ann.memberId);
		const own = await mal.sealSignal(status());
		for (const body of [...bodies, asAnn]) expect(await mal.signal(body)).toBe(202);
		for (const body of [own, asAnn]) {
			liar.say({ type: "signal", channel: roomId, sender: profiles.ann.memberId, body });
		}
		await heard();
		expect([doing(ann), doing(ben)]).toEqual([[], ["Ann"]]);
	});

	test("what is no status, or a message in place of a signal, says nothing", async () => {
		const { text } = await mal.say(words("heard"));
		const oversized = await mal.sealSignal({ ...status(), more: "x".repeat(600) });
		for (const body of [text, oversized.slice(0, 512), "A".repeat(512)]) expect(await mal.signal(body)).toBe(202);
		expect(await mal.signal("A".repeat(1025))).toBe(413);
		for (const change of [{ at: -1 }, { at: 1e300 }, { writing: "yes" }, { seen: "<b>" }, { kind: "typing" }]) {
			await signal(status(change));
		}
		for (const payload of [null, [], "status", 7, {}]) await signal(payload);
		await heard();
		expect([doing(ann), doing(ben)]).toEqual([[], []]);
	});

	test("that it will write for ever, or has seen what is not there, speaks for itself alone, and goes with it", async () => {
		const ages = "999999999999999-9999999999";
		await signal(status({ at: Number.MAX_SAFE_INTEGER, seen: ages }));
		await everybody((who) => doing(who).join() === `Mal saw ${ages}`);
		await fetch(`${server.origin}/api/rooms/${roomId}/members/me`, {
			method: "DELETE",
			headers: { authorization: `Bearer ${mal.identity.token}` },
		});
		await everybody((who) => doing(who).length === 0);
		await ann.do({ type: "send", roomId, text: "go on" });
		await ben.reads(roomId, ["go on"]);
	});

	test("without end is heard no oftener than the server lets it, and the others talk on", async () => {
		const strict = await startTestServer();
		try {
			const [one, two] = [createPerson({ server: strict.origin }), createPerson({ server: strict.origin })];
			const met = await meet(one, two, { capacity: 3 });
			const flooder = await createBadMember({ server: strict.origin, link: met.link });
			const body = await flooder.sealSignal(status());
			const answers = await Promise.all(Array.from({ length: 50 }, () => flooder.signal(body)));
			expect(answers.filter((answer) => answer === 202).length).toBeLessThan(25);
			expect(answers).toContain(429);
			await one.do({ type: "send", roomId: met.roomId, text: "go on" });
			await two.reads(met.roomId, ["go on"]);
		} finally {
			await strict.close();
		}
	});
});

describe("a member whose profile", { timeout: 60_000 }, () => {
	test.each([
		["has a name that turns direction", { name: "Ann\u202e" }],
		["has a name that shows nothing", { name: "\u200b" }],
		["has a name without end", { name: "x".repeat(300) }],
		["has no name", {}],
		["has a box key that is none", { name: "Eve", box: "AAAA" }],
	])("%s is reported and has no name, and the others talk on", async (_, change) => {
		const bad = await createBadMember({
			server: server.origin,
			link,
			profile: ({ keys, roomId: room, identity }) => {
				const { memberId, sign, box } = identity;
				const body = { sign: encodeBase64url(sign.publicKey), box: encodeBase64url(box.publicKey), ...change };
				const by = { key: keys.profile, signKey: sign.privateKey, epoch: 0, random: secureRandom };
				return seal({ purpose: "profile", roomId: room, memberId, id: "" }, body, by);
			},
		});
		await everybody((who) => who.live(roomId).people.length === 4);
		for (const who of [ann, ben]) {
			expect(who.live(roomId).people.at(-1)).toMatchObject({ memberId: bad.memberId, name: null });
		}
		await ann.do({ type: "send", roomId, text: "who is that?" });
		await bothShow(["nobody caught", "Ann: who is that?"]);
	});

	test("has a box key with which anybody would agree is handed nothing, and the others talk on", async () => {
		const bad = await createBadMember({
			server: server.origin,
			link,
			name: "Eve",
			profile: ({ keys, roomId: room, identity }) => {
				const { memberId, sign } = identity;
				const body = { name: "Eve", sign: encodeBase64url(sign.publicKey), box: encodeBase64url(new Uint8Array(32)) };
				const by = { key: keys.profile, signKey: sign.privateKey, epoch: 0, random: secureRandom };
				return seal({ purpose: "profile", roomId: room, memberId, id: "" }, body, by);
			},
		});
		await everybody((who) => who.live(roomId).people.length === 4);
		await ben.do({ type: "send", roomId, text: "hello" });
		await bothShow(["Ben: hello"]);
		const kept = JSON.parse(String((await ben.storage.all())[`keys/${roomId}`])) as { to: string[] }[];
		const handed = ben.live(roomId).log.filter(({ type }) => type === "handed");
		expect([kept.length, handed.length, bad.memberId.length]).toEqual([1, 1, 22]);
	});

	test("has another's name is somebody else: told apart by the id", async () => {
		const twin = await createBadMember({ server: server.origin, link, name: "Ann" });
		await everybody((who) => who.live(roomId).people.length === 4);
		await twin.handOver([profiles.ben]);
		await twin.say(words("I am Ann"));
		await ben.until(() => textsOf(ben.room(roomId)).includes("I am Ann"));
		const said = ben.live(roomId).log.find((entry) => entry.type === "message");
		expect(said).toMatchObject({ sender: twin.memberId });
		expect(twin.memberId).not.toBe(profiles.ann.memberId);
	});
});
