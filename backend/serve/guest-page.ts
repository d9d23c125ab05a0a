import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** Nothing but what this server serves, and nobody around it: the page holds the secret of a room. */
const policy = {
	"content-security-policy":
		"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
	"permissions-policy":
		"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
};

const types = new Map(
	Object.entries({
		js: "text/javascript; charset=utf-8",
		css: "text/css; charset=utf-8",
		svg: "image/svg+xml",
		png: "image/png",
		ico: "image/x-icon",
		woff2: "font/woff2",
		webmanifest: "application/manifest+json",
	}),
);
const isText = /^(text\/|image\/svg|application\/manifest)/;

/** A plain file's name: no folder, no hidden file, nothing that leads out. */
const assetPath = /^\/assets\/([A-Za-z0-9_-][A-Za-z0-9._-]*\.([a-z0-9]+))$/;
/** Also for a malformed room id: the page itself says that the link is wrong. */
const pagePath = /^\/(r(\/[^/]*)?)?$/;

type Asset = { plain: Uint8Array<ArrayBuffer>; zipped: Uint8Array<ArrayBuffer> | null };

/**
 * The built guest page: `/` and `/r/<roomId>` are its index.html, `/assets/…` its hashed files.
 * @param folder what the Vite build wrote
 * @returns the answer to a GET of this path; null when it is not ours
 */
export function createGuestPage(folder: string): (path: string, acceptEncoding: string) => Promise<Response | null> {
	const assets = new Map<string, Asset>();

	async function loadAsset(name: string, type: string): Promise<Asset | null> {
		const known = assets.get(name);
		if (known !== undefined) return known;
		const plain = await read(join(folder, "assets", name));
		if (plain === null) return null;
		const asset = { plain, zipped: isText.test(type) ? await zip(plain) : null };
		assets.set(name, asset);
		return asset;
	}

	async function answerAsset(name: string, type: string, acceptEncoding: string): Promise<Response | null> {
		const asset = await loadAsset(name, type);
		if (asset === null) return null;
		const zipped = /\bgzip\b/.test(acceptEncoding) ? asset.zipped : null;
		return new Response(zipped ?? asset.plain, {
			headers: {
				...policy,
				"content-type": type,
				"cache-control": "public, max-age=31536000, immutable",
				vary: "accept-encoding",
				...(zipped === null ? {} : { "content-encoding": "gzip" }),
			},
		});
	}

	async function answerPage(): Promise<Response> {
		const html = await read(join(folder, "index.html"));
		const headers = { ...policy, "cache-control": "no-store" };
		if (html !== null)
			return new Response(html, { headers: { ...headers, "content-type": "text/html; charset=utf-8" } });
		const text = "The page for guests is not built here. Whoever runs this server: npm run build\n";
		return new Response(text, { status: 404, headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
	}

	return async (path, acceptEncoding) => {
		if (pagePath.test(path)) return answerPage();
		const [, name, extension = ""] = assetPath.exec(path) ?? [];
		const type = types.get(extension);
		return name === undefined || type === undefined ? null : answerAsset(name, type, acceptEncoding);
	};
}

async function zip(plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await promisify(gzip)(plain, { level: 9 }));
}

/** Null when there is no such file. */
async function read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
	try {
		return new Uint8Array(await readFile(path));
	} catch (error) {
		if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR")) return null;
		throw error;
	}
}
