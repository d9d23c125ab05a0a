import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBase64url } from "./base64url.ts";
import { formatLink, newLink, parseLink, withoutInvite } from "./link.ts";
import { secureRandom } from "./random.ts";

const roomId = "alder-Bend_0123456789A";
const secret = "A".repeat(43);
const link = `https://chat.example.org/r/${roomId}#${secret}`;

test("a new link is read back as it was written", () => {
	const servers = fc.constantFrom(
		"https://chat.example.org",
		"http://127.0.0.1:8787",
		"http://[::1]:99",
		"https://a.b:1",
	);
	fc.assert(
		fc.property(servers, (server) => {
			const made = newLink(server, secureRandom);
			expect(made.server).toBe(server);
			expect(parseLink(formatLink(made))).toEqual(made);
		}),
	);
});

test("a link for one person is the room's link and a key behind it, and is read back as it was written", () => {
	const invite = secureRandom(32);
	const single = `${link}.${encodeBase64url(invite)}`;
	const read = parseLink(single);
	expect(read).toEqual({ ...parseLink(link), invite });
	if (read === null) return;
	expect(formatLink(read)).toBe(single);
	expect(formatLink(withoutInvite(read))).toBe(link);
	for (const wrong of [`${link}.`, `${link}.AAAA`, `${single}.${secret}`, `${single}x`, single.slice(0, -1)]) {
		expect(parseLink(wrong), wrong).toBeNull();
	}
});

test("whatever text is read as a link says nothing else than that link", () => {
	const part = fc.constantFrom(..."/r#?@:<> A_-.", "https://", "http://", "chat.example.org", roomId, secret, link);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
			const read = parseLink(parts.join(""));
			if (read === null) return;
			expect(parseLink(formatLink(read))).toEqual(read);
			expect(read.secret).toHaveLength(32);
			expect(parts.join("")).toContain(`/r/${read.roomId}`);
			expect(parts.join("")).toContain(`#${encodeBase64url(read.secret)}`);
		}),
		{ numRuns: 2000 },
	);
});

test("any text at all is a link or none, and a link with a character changed is another one or none", () => {
	const anything = fc.string({ unit: "binary", maxLength: 300 });
	fc.assert(fc.property(anything, (text) => void expect(parseLink(text)).toBeNull()));
	const character = fc.oneof(
		fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
		fc.constantFrom(..."/#?@:. A_-%"),
	);
	// Behind the server, which may be written in several ways.
	const places = fc.integer({ min: link.indexOf("/r/") + 1, max: link.length - 1 });
	fc.assert(
		fc.property(places, character, fc.constantFrom(0, 1), (at, put, taken) => {
			const changed = link.slice(0, at) + put + link.slice(at + taken);
			fc.pre(changed !== link);
			const read = parseLink(changed);
			// A query, and white space at the end, say nothing.
			if (read) expect(formatLink(read)).toBe(changed.replace(/\?[^#]*/, "").trim());
		}),
		{ numRuns: 3000 },
	);
}, 60_000);

test.each([
	["white space around it", `\n ${link}\t`],
	["the angle brackets of a mail", ` <${link}> `],
	["a query that a messenger added", link.replace("#", "?fbclid=1#")],
	["capitals in scheme and host", link.replace("https://chat", "HTTPS://Chat")],
	["the port that is https's own", link.replace(".org", ".org:443")],
])("%s does not matter", (_, text) => {
	expect(parseLink(text)).toEqual(parseLink(link));
	expect(parseLink(text)?.server).toBe("https://chat.example.org");
});

test.each([
	["nothing", ""],
	["no secret", link.replace(/#.*/, "")],
	["a short secret", link.slice(0, -1)],
	["a long secret", `${link}A`],
	["a secret with stray bits", `${link.slice(0, -1)}B`],
	["an escaped secret", link.replace("#A", "#%41")],
	["a short room id", link.replace("/r/a", "/r/")],
	["a room id that starts with a digit", link.replace("/r/a", "/r/1")],
	["another path", link.replace("/r/", "/s/")],
	["a path before it", link.replace("/r/", "/x/r/")],
	["a slash after the room id", link.replace("#", "/#")],
	["a user name", link.replace("https://", "https://user@")],
	["a password", link.replace("https://", "https://:pass@")],
	["another scheme", link.replace("https:", "ftp:")],
	["a script", `javascript:${link}`],
	["no scheme", link.replace("https://", "")],
	["one slash", link.replace("https://", "https:/")],
	["backslashes", link.replace("https://", "https:\\\\")],
	["a line break within", link.replace("alder", "al\nder")],
	["a control character at the end", `${link}\u0000`],
	["a control character in brackets", `<${link}\u001f>`],
	["a tab in the host", link.replace("chat", "ch\tat")],
	["words before it", `Come: ${link}`],
	["words after it", `${link} bye`],
	["two brackets", `<<${link}>>`],
	["an endless query", link.replace("#", `?${"x".repeat(3000)}#`)],
	["a host that is none", link.replace("chat.example.org", "ex%ample")],
])("%s is no link", (_, text) => {
	expect(parseLink(text)).toBeNull();
});
