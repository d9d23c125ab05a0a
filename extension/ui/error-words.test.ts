import { describe, expect, test } from "vitest";
import { problems } from "../../backend/protocol/errors.ts";
import type { FailureCode } from "../hub/rooms.ts";
import type { EndReason, UnsentCause } from "../room/state.ts";
import { endWords, type FailedAct, failureWords, hostOf, unsentWords } from "./error-words.ts";

// The types make the records whole; these lists make sure that what the tests walk is whole as well.
const ofTheClient: Record<Exclude<FailureCode, keyof typeof problems>, true> = {
	"bad-link": true,
	unreachable: true,
	"not-mayfly": true,
	insecure: true,
	"too-old": true,
	"storage-full": true,
};
const codes = [...Object.keys(problems), ...Object.keys(ofTheClient)] as FailureCode[];
const reasons: Record<EndReason, true> = {
	destroyed: true,
	expired: true,
	left: true,
	removed: true,
	"seat-taken": true,
	"not-found": true,
};
const causes: Record<UnsentCause, true> = {
	"too-fast": true,
	"room-storage-full": true,
	"too-long": true,
	refused: true,
};
const acts: FailedAct[] = ["start", "join", "open", "change"];

const ends = (Object.keys(reasons) as EndReason[]).flatMap((reason) =>
	[true, false].map((byMe) => endWords(reason, { name: "Alder Bend", byMe, life: "10 minutes" })),
);
const sentences = [
	...codes.flatMap((code) => acts.map((act) => failureWords(code, act, "https://chat.example.org"))),
	...ends.map(({ text }) => text),
];

describe("words for what went wrong", () => {
	test.each(codes)("%s is told in whole sentences", (code) => {
		const words = failureWords(code, "start", "https://chat.example.org");
		expect(words).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
		expect(words).not.toContain("{");
	});

	test("a failed start names the server that does not answer", () => {
		expect(failureWords("unreachable", "start", "https://mayfly.example")).toBe(
			"The room didn’t start: mayfly.example doesn’t answer. Nothing was sent.",
		);
	});

	test("an insecure page and an old browser are told in their own sentences", () => {
		expect(failureWords("insecure", "join", "http://10.0.0.2")).toMatch(/^This server needs HTTPS\./);
		expect(failureWords("too-old", "join", "https://x.example")).toMatch(/^This browser is too old for Mayfly\./);
	});

	test.each(Object.keys(causes) as UnsentCause[])("a message not sent for %s has a reason", (cause) => {
		expect(unsentWords(cause)).toMatch(/^Not sent: (the|it)/);
	});

	test("a room that has ended says whose doing it was only when it was mine", () => {
		const told = (byMe: boolean) => endWords("destroyed", { name: "Alder Bend", byMe }).text;
		expect(told(true)).toMatch(/^You ended Alder Bend/);
		expect(told(false)).toMatch(/^Someone ended Alder Bend/);
		expect(endWords("expired", { name: "Alder Bend", byMe: false, life: "10 minutes" }).text).toMatch(
			/^Alder Bend lived its 10 minutes\./,
		);
	});

	test("no sentence shouts, blames, apologises or speaks of machinery", () => {
		for (const words of sentences) {
			expect(words).not.toMatch(/!|oops|please|invalid|session|user|token|cipher|error code|'/i);
		}
	});

	test("a server is shown by its host", () => {
		expect(hostOf("https://chat.example.org")).toBe("chat.example.org");
		expect(hostOf("http://127.0.0.1:8787")).toBe("127.0.0.1:8787");
	});
});
