/**
 * Nothing but what this server serves, and nobody around it: the page holds the secret of a room. Of what a device can
 * do it may ask for the microphone alone, for voice notes.
 */
const policy = {
	"content-security-policy":
		"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; media-src blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types mayfly-keeper",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
	"permissions-policy":
		"camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=(), browsing-topics=()",
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

export type Bytes = Uint8Array<ArrayBuffer>;

/** What the Vite build wrote, wherever the platform keeps it. */
export type WebFiles = {
	/** The file at this path of the build (`index.html`, `assets/…`); null when there is none. */
	read(path: string): Promise<Bytes | null>;
	/** Presses a text; absent where the platform does it by itself, and then nothing pressed is read either. */
	gzip?: (plain: Bytes) => Promise<Bytes>;
};

/** A file as it is, and its shorter forms, the shortest first, where there are any. */
type Asset = { plain: Bytes; shorter: { encoding: "br" | "gzip"; bytes: Bytes }[] };

/**
 * The built guest page: `/` and `/r/<roomId>` are its index.html, `/assets/…` its hashed files.
 * @returns the answer to a GET of this path; null when it is not ours
 */
export function createGuestPage(files: WebFiles): (path: string, acceptEncoding: string) => Promise<Response | null> {
	const assets = new Map<string, Asset>();

	async function loadAsset(name: string, type: string): Promise<Asset | null> {
		const known = assets.get(name);
		if (known !== undefined) return known;
		const plain = await files.read(`assets/${name}`);
		if (plain === null) return null;
		const asset: Asset = { plain, shorter: [] };
		if (files.gzip !== undefined && isText.test(type)) {
			// Brotli at its best takes too long for a first request: the build has done it.
			const brotli = await files.read(`assets/${name}.br`);
			if (brotli !== null) asset.shorter.push({ encoding: "br", bytes: brotli });
			asset.shorter.push({ encoding: "gzip", bytes: await files.gzip(plain) });
		}
		assets.set(name, asset);
		return asset;
	}

	async function answerAsset(name: string, type: string, acceptEncoding: string): Promise<Response | null> {
		const asset = await loadAsset(name, type);
		if (asset === null) return null;
		const accepted = acceptedEncodings(acceptEncoding);
		const shorter = asset.shorter.find(({ encoding }) => accepted.has(encoding));
		return new Response(shorter?.bytes ?? asset.plain, {
			headers: {
				...policy,
				"content-type": type,
				"cache-control": "public, max-age=31536000, immutable",
				vary: "accept-encoding",
				...(shorter === undefined ? {} : { "content-encoding": shorter.encoding }),
			},
		});
	}

	async function answerPage(): Promise<Response> {
		const html = await files.read("index.html");
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

/** What an Accept-Encoding names and does not refuse by `q=0`. */
function acceptedEncodings(header: string): Set<string> {
	const named = header
		.toLowerCase()
		.split(",")
		.map((part) => part.trim().split(/\s*;\s*/));
	return new Set(named.flatMap(([name = "", ...rest]) => (rest.some((q) => /^q=0(\.0*)?$/.test(q)) ? [] : [name])));
}
