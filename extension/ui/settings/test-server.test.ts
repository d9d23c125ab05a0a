import { expect, test } from "vitest";
import { readOrigin, testServer } from "./test-server.ts";

const answering =
	(body: string, status = 200): typeof fetch =>
	async () =>
		new Response(body, { status });

test("an address is read as people type it, down to its origin", () => {
	expect(readOrigin(" chat.example.org ")).toBe("https://chat.example.org");
	expect(readOrigin("http://127.0.0.1:8787/r/x#y")).toBe("http://127.0.0.1:8787");
	expect(readOrigin("ftp://chat.example.org")).toBeNull();
	expect(readOrigin("")).toBeNull();
	expect(readOrigin("two words")).toBeNull();
});

test("a server that says how it is may be saved", async () => {
	const asked: string[] = [];
	const ask: typeof fetch = async (url) => {
		asked.push(String(url));
		return Response.json({ status: "ok", store: "memory" });
	};
	expect(await testServer("https://chat.example.org/", ask)).toEqual({ ok: true, origin: "https://chat.example.org" });
	expect(asked).toEqual(["https://chat.example.org/healthz"]);
});

test("what answers anything else is not saved", async () => {
	expect(await testServer("x.example", answering("<h1>Hello</h1>"))).toEqual({ ok: false, why: "not-mayfly" });
	expect(await testServer("x.example", answering("{}"))).toEqual({ ok: false, why: "not-mayfly" });
	expect(await testServer("x.example", answering('{"status":"down"}', 503))).toEqual({ ok: false, why: "unwell" });
	expect(await testServer("x.example", answering("Bad gateway", 502))).toEqual({ ok: false, why: "unwell" });
	expect(await testServer("::", answering("{}"))).toEqual({ ok: false, why: "address" });
	const away: typeof fetch = () => Promise.reject(new TypeError("Failed to fetch"));
	expect(await testServer("x.example", away)).toEqual({ ok: false, why: "unreachable" });
});
