import fc from "fast-check";
import { expect, test } from "vitest";
import { messageFits } from "../crypto/message.ts";
import { type Found, pageCard } from "./page-card.ts";
import { pageLimits, payloadOf, sharedPage } from "./payload.ts";

const page = (url: string | undefined, title = "Opening hours") => pageCard({ what: "page", url, title });
const selection = (text: string, url = "https://bakery.example/hours") =>
	pageCard({ what: "selection", url, title: "Opening hours", text });

const roomPath = "/r/V1StGXR8Z5jdHi6BmyTqLw";
const secret = "q8RZtQ0v5n3m1Yk7cX2bL9aWdE4fG6hJ0pS8uT1vNxI";

test("a page is its address and its title; a selection has its words too, and leads to them", () => {
	expect(page("https://bakery.example/hours")).toEqual({ url: "https://bakery.example/hours", title: "Opening hours" });
	expect(selection("Open till six.")).toEqual({
		url: "https://bakery.example/hours#:~:text=Open%20till%20six.",
		title: "Opening hours",
		quote: "Open till six.",
	});
});

test("a link is named by its words where the browser tells them, an image by its file", () => {
	const url = "https://bakery.example/img/rye%20bread.jpg?w=1";
	expect(pageCard({ what: "link", url, text: " Our\nbread " })).toEqual({ url, title: "Our bread" });
	expect(pageCard({ what: "link", url, text: undefined })).toEqual({ url, title: "" });
	expect(pageCard({ what: "image", url })).toEqual({ url, title: "rye bread.jpg" });
	expect(pageCard({ what: "image", url: "https://bakery.example/%E0%A4%A" })).toMatchObject({ title: "%E0%A4%A" });
});

test("a page without a title has none: not the address that browsers put there", () => {
	for (const title of ["", " ", undefined, "bakery.example/hours", "https://bakery.example/hours"]) {
		expect(pageCard({ what: "page", url: "https://bakery.example/hours", title })).toMatchObject({ title: "" });
	}
	expect(page("https://bakery.example/hours", "hours")).toMatchObject({ title: "hours" });
});

test("what others could not open is no card, and the reason says which thing it was", () => {
	for (const url of ["javascript:alert(1)", "data:text/html,<b>hi", "blob:https://a.example/1", "about:blank"]) {
		expect(pageCard({ what: "link", url, text: "Free cake" })).toBe("link-not-web");
		expect(pageCard({ what: "image", url })).toBe("image-not-web");
		expect(page(url)).toBe("page-not-web");
	}
	for (const url of [
		"chrome://settings/",
		"chrome-extension://abc/sidepanel.html",
		"moz-extension://abc/",
		"file:///a",
		"no",
	]) {
		expect(page(url)).toBe("page-not-web");
		expect(selection("words", url)).toBe("page-not-web");
	}
	expect(page(undefined)).toBe("page-unknown");
});

test("a room is not shared as a page, whatever its server: its secret stays; a link to it goes only as that link", () => {
	for (const server of ["https://mayfly.example", "http://127.0.0.1:8787", "https://other.example"]) {
		for (const end of [`#${secret}`, `?utm=1#${secret}`, `/#${secret}`, `#${secret}:~:text=x`, ""]) {
			const url = server + roomPath + end;
			expect(page(url)).toBe("room-page");
			expect(selection("words", url)).toBe("room-page");
		}
		const link = `${server}${roomPath}#${secret}`;
		expect(pageCard({ what: "link", url: link, text: undefined })).toMatchObject({ url: link });
	}
});

test("somebody's own user name and password stay out of it", () => {
	expect(page("https://ann:hunter2@intranet.example/a")).toMatchObject({ url: "https://intranet.example/a" });
});

test("a selection of 100 kB becomes a short quote that says it was cut, between words", () => {
	const text = `${"the import stopped at row 41 ".repeat(4_000)}and went on`;
	const made = selection(text);
	if (typeof made === "string") throw new Error(made);
	expect(made).toMatchObject({ shortened: true });
	expect(made.quote?.length).toBeLessThanOrEqual(pageLimits.quote);
	expect(made.quote).toMatch(/ (?:the|import|stopped|at|row|41)…$/);
	expect(made.url).toMatch(/:~:text=the%20import%20stopped%20.*,.*and%20went%20on$/);
	expect(selection("🙂".repeat(3_000))).toMatchObject({ quote: expect.stringMatching(/^(?:🙂)+…$/u), shortened: true });
});

test("an address too long for its words' directive goes without, one too long itself not at all", () => {
	const address = "https://a.example/".padEnd(pageLimits.url - 5, "a");
	expect(selection("Open till six.", address)).toMatchObject({ url: address, quote: "Open till six." });
	expect(page(`${address}123456`)).toBe("too-long");
});

test("whatever is found, the card can be sent, or there is a reason", () => {
	const text = fc
		.array(fc.constantFrom("word ", "\u0000", "\n", "\u202e", "\ud83d", "永", '"', "\\", "🙂", " ", "<b>"), {
			maxLength: 60,
		})
		.chain((pieces) => fc.constantFrom(1, 80).map((times) => pieces.join("").repeat(times)));
	const url = fc
		.array(fc.constantFrom("a.example", "/", "#", "?", "ü", "\\", "@", ":", "%", "永", roomPath, " ", "\n"), {
			maxLength: 8,
		})
		.chain((pieces) =>
			fc.constantFrom("https://", "http://b.example/", "data:", "").map((head) => head + pieces.join("")),
		);
	const found: fc.Arbitrary<Found> = fc.oneof(
		fc.record({ what: fc.constant("page" as const), url, title: text }),
		fc.record({ what: fc.constant("selection" as const), url, title: text, text }),
		fc.record({ what: fc.constant("link" as const), url, text }),
		fc.record({ what: fc.constant("image" as const), url }),
	);
	fc.assert(
		fc.property(found, (each) => {
			const made = pageCard(each);
			if (typeof made === "string") return;
			expect(sharedPage.safeParse(made).success).toBe(true);
			expect(messageFits(payloadOf({ text: "", page: made }))).toBe(true);
		}),
		{ numRuns: 500 },
	);
});
