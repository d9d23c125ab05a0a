import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const page = `<!doctype html><title>Trains today</title><body style="margin:0;font:30px/60px sans-serif">
<p id="words" style="margin:0;block-size:100px">The 18:10 arrives on platform 4, not 7.</p>
<a href="https://bakery.example/cakes?for=30" style="display:block;block-size:100px">cakes to order</a>
<img src="/station.svg" alt="" style="display:block;inline-size:200px;block-size:100px">
<p style="margin:0;block-size:100px"></p>`;
const image = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100"/></svg>';

/** A page of the web to share, with words at 0, a link at 100 and an image at 200 px from its top, and nothing below. */
export async function openSite(): Promise<{ origin: string; asked: string[]; close(): void }> {
	const asked: string[] = [];
	const server = createServer(({ url = "" }, response) => {
		asked.push(url);
		const isImage = url.endsWith(".svg");
		response.setHeader("content-type", isImage ? "image/svg+xml" : "text/html; charset=utf-8");
		response.end(isImage ? image : url === "/untitled" ? page.replace(/<title>.*<\/title>/, "") : page);
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const { port } = server.address() as AddressInfo;
	return { origin: `http://127.0.0.1:${port}`, asked, close: () => void server.close() };
}
