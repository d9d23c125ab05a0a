import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
	digestsOf,
	linkKey,
	type Member,
	openHandover,
	openProfile,
	openText,
	readLink,
	safetyNumberOf,
	type Told,
} from "./testing/decoder.ts";

// Read as whoever writes another client would: by the shapes that the README gives, and no code of this folder.
type Vector = { purpose: string; link: number; identity: number; id?: string; senderKey?: number; text: string };
const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const vectors = JSON.parse(read("vectors.json"));
const links = vectors.links.map(({ text }: { text: string }) => readLink(text));
const bytes = (text: string) => Buffer.from(text, "base64url");
const people: (Member & { boxSeed: Buffer })[] = vectors.identities.map(
	({ memberId, signPublicKey, boxPublicKey, stored }: Record<string, string> & { stored: { boxSeed: string } }) => ({
		...{ memberId, name: "", sign: bytes(signPublicKey ?? ""), box: bytes(boxPublicKey ?? "") },
		boxSeed: bytes(stored.boxSeed),
	}),
);

function decode({ purpose, link, identity, id = "", senderKey, text }: Vector): unknown {
	const [room, sender] = [links[link], people[identity]] as [(typeof links)[0], Member];
	if (purpose === "profile") return { name: openProfile(room, sender.memberId, text).name };
	if (purpose === "keys") {
		const other = people[1 - identity] as (typeof people)[0];
		return openHandover(room, { id, text }, sender, other);
	}
	const made = vectors.senderKeys[senderKey ?? -1];
	const under = made && { epoch: made.epoch, senderKey: bytes(made.key) };
	return openText(
		room,
		{ purpose: purpose as "message" | "signal" | "receipt" | "appointment", id, text },
		sender,
		under,
	);
}

test("it shares no code with what it checks, and is about a hundred lines", () => {
	const decoder = read("testing/decoder.ts");
	const from = [...decoder.matchAll(/from "(.*)"/g)].map(([, module]) => module);
	expect(from).toEqual(["node:crypto"]);
	expect(decoder.split("\n").length).toBeLessThan(140);
});

test("from the link alone it has the keys of the room", () => {
	for (const [at, { keys }] of vectors.links.entries()) {
		for (const [name, key] of Object.entries(keys)) expect(linkKey(links[at], name).toString("base64url")).toBe(key);
	}
});

test("it comes to every safety number", () => {
	for (const { roomId, memberIds, number } of vectors.safety) expect(safetyNumberOf(roomId, memberIds)).toBe(number);
});

test("it reads every profile, message, signal, receipt and appointment letter for letter, and of every handover the key in it", () => {
	for (const vector of vectors.sealed) {
		if (vector.purpose === "keys") {
			const { epoch, senderKey } = decode(vector) as ReturnType<typeof openHandover>;
			const wrapped = vectors.senderKeys.find((made: { identity: number; epoch: number; link: number }) => {
				return made.link === vector.link && made.identity === vector.identity && made.epoch === epoch;
			});
			expect(senderKey.toString("base64url")).toBe(wrapped.key);
		} else expect(decode(vector)).toEqual(vector.payload);
	}
});

test("it follows a conversation: a profile, the key that is handed over, the message under it, and what its sender saw", () => {
	const { events, digests } = vectors.histories[0] as { events: Told[]; digests: string[] };
	const [link, me] = [links[0], people[1]] as [(typeof links)[0], (typeof people)[0]];
	const [annIn, , handover, message] = events.map(({ data }) => data) as Record<string, string>[];
	const ann = openProfile(link, annIn?.memberId ?? "", annIn?.profile ?? "");
	const sentBy = (data = {} as Record<string, string>) => ({ id: data.id ?? "", text: data.text ?? "" });
	const key = openHandover(link, sentBy(handover), ann, me);
	const said = openText(link, sentBy(message), ann, key);
	expect([ann.name, said.text]).toEqual(["Small Plover", "in company"]);
	expect(digestsOf(events)).toEqual(digests);
	expect(said.seen).toEqual({ cursor: events[1]?.id, digest: digests[1] });
	expect(() => openText(link, sentBy(message), ann)).toThrow("another epoch");
});

test("what must be refused for its keys, its place or its signature it refuses too", () => {
	const refused = vectors.refused.filter(({ reason }: { reason: string }) =>
		["version", "epoch", "forged", "signature", "member"].includes(reason),
	);
	expect(refused.length).toBeGreaterThan(30);
	for (const vector of refused) expect(() => decode(vector), vector.why).toThrow();
});
