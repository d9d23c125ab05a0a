import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGuestPage } from "./guest-page.ts";
import { webFolder } from "./web-folder.ts";

const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; media-src blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types mayfly-keeper";
const script = "console.log('mayfly');".repeat(50);

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "mayfly-web-"));
	await mkdir(join(folder, "assets", "deep"), { recursive: true });
	await writeFile(join(folder, "index.html"), "<!doctype html><title>Mayfly</title>");
	await writeFile(join(folder, "secret.js"), "no");
	await writeFile(join(folder, "assets", "index-DODQ1L-7.js"), script);
	await writeFile(join(folder, "assets", "index-DbmE_RvM.css"), "a{}");
	await writeFile(join(folder, "assets", "instrument-sans-latin.woff2"), "font");
	await writeFile(join(folder, "assets", "icon-9n.svg"), "<svg/>");
	await writeFile(join(folder, "assets", ".hidden.js"), "no");
	await writeFile(join(folder, "assets", "notes.txt"), "no");
	await writeFile(join(folder, "assets", "deep", "x.js"), "no");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const get = (path: string, acceptEncoding = "") => createGuestPage(webFolder(folder))(path, acceptEncoding);

test.each(["/", "/r", "/r/", "/r/rXk29fPq0sLmN4tUvWyZ1a", "/r/malformed", "/r/%00", "/r/<script>"])(
	"%s is the page, under its policy, kept by nobody",
	async (path) => {
		const response = await get(path);
		expect(response?.status).toBe(200);
		expect(await response?.text()).toContain("<title>Mayfly</title>");
		expect(response?.headers.get("content-type")).toBe("text/html; charset=utf-8");
		expect(response?.headers.get("content-security-policy")).toBe(policy);
		expect(response?.headers.get("referrer-policy")).toBe("no-referrer");
		expect(response?.headers.get("cache-control")).toBe("no-store");
		expect(response?.headers.get("x-content-type-options")).toBe("nosniff");
		expect(response?.headers.get("cross-origin-opener-policy")).toBe("same-origin");
		expect(response?.headers.get("access-control-allow-origin")).toBeNull();
	},
);

test.each([
	["index-DODQ1L-7.js", "text/javascript; charset=utf-8"],
	["index-DbmE_RvM.css", "text/css; charset=utf-8"],
	["instrument-sans-latin.woff2", "font/woff2"],
	["icon-9n.svg", "image/svg+xml"],
])("%s is kept for good, as %s", async (name, type) => {
	const response = await get(`/assets/${name}`);
	expect(response?.headers.get("content-type")).toBe(type);
	expect(response?.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
	expect(response?.headers.get("content-encoding")).toBeNull();
});

test("text goes compressed to who takes it", async () => {
	const page = createGuestPage(webFolder(folder));
	for (let i = 0; i < 2; i++) {
		const response = await page("/assets/index-DODQ1L-7.js", "deflate, gzip;q=1.0, br");
		expect(response?.headers.get("content-encoding")).toBe("gzip");
		const plain = response?.body?.pipeThrough(new DecompressionStream("gzip"));
		expect(await new Response(plain).text()).toBe(script);
	}
	expect((await page("/assets/instrument-sans-latin.woff2", "gzip"))?.headers.get("content-encoding")).toBeNull();
});

test("what the build has pressed by brotli goes so to who takes it, and is no file of its own", async () => {
	await writeFile(join(folder, "assets", "index-DODQ1L-7.js.br"), brotliCompressSync(script));
	const page = createGuestPage(webFolder(folder));
	for (const accepted of ["gzip, deflate, br, zstd", "BR ; q=1"]) {
		const response = await page("/assets/index-DODQ1L-7.js", accepted);
		expect(response?.headers.get("content-encoding")).toBe("br");
		expect(response?.headers.get("vary")).toBe("accept-encoding");
		expect(response?.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
		expect(brotliDecompressSync(await (response as Response).bytes()).toString()).toBe(script);
	}
	const encodingFor = async (accepted: string) =>
		(await page("/assets/index-DODQ1L-7.js", accepted))?.headers.get("content-encoding") ?? null;
	expect(await encodingFor("gzip")).toBe("gzip");
	expect(await encodingFor("br;q=0, gzip")).toBe("gzip");
	expect(await encodingFor("brx")).toBeNull();
	expect(await page("/assets/index-DODQ1L-7.js.br", "br")).toBeNull();
});

test.each([
	...["/index.html", "/secret.js", "/assets", "/assets/", "/assets/missing-1.js", "/assets/deep/x.js", "/assets/deep"],
	...["/assets/../secret.js", "/assets/..%2fsecret.js", "/assets/%2e%2e/secret.js", "/assets/..\\secret.js"],
	...[
		"/assets/.hidden.js",
		"/assets/notes.txt",
		"/assets/index-DODQ1L-7.js/",
		"/assets/index-DODQ1L-7.js\0",
		"//etc/passwd",
	],
	...["/r/a/b", "/rooms", "/api", "/assets/constructor", "/assets/x.constructor", "/assets/x.toString"],
])("%s is not ours", async (path) => {
	expect(await get(path)).toBeNull();
});

test("a page that is not built is said plainly, and is served once it is", async () => {
	await rm(join(folder, "index.html"));
	const page = createGuestPage(webFolder(folder));
	const missing = await page("/r/x", "");
	expect([missing?.status, missing?.headers.get("content-type")]).toEqual([404, "text/plain; charset=utf-8"]);
	expect(await missing?.text()).toContain("npm run build");
	await writeFile(join(folder, "index.html"), "<!doctype html>");
	expect((await page("/r/x", ""))?.status).toBe(200);
});

test("a name longer than any file's is no file, and no fault of the server", async () => {
	for (const length of [240, 300, 5_000]) expect(await get(`/assets/${"a".repeat(length)}.js`)).toBeNull();
});
