import type { Context } from "hono";
import type * as z from "zod/mini";
import { parseJson } from "../parse.ts";
import { Problem } from "../problems.ts";
import { limits } from "../protocol/limits.ts";

/**
 * Reads the JSON body of a request and holds it to a schema.
 * @throws Problem `unsupported-media-type`, `body-too-large`, `invalid-json` or `invalid-field`
 */
export async function readBody<Schema extends z.ZodMiniType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
	const type = c.req.header("content-type") ?? "";
	if (!/^application\/json *(;|$)/i.test(type)) throw new Problem("unsupported-media-type");
	return parseJson(schema, await readText(c));
}

/** The body's text. Of a body that is too large no more is kept than the limit. */
async function readText(c: Context): Promise<string> {
	const length = c.req.header("content-length");
	const isSized = length !== undefined && c.req.header("transfer-encoding") === undefined;
	if (isSized && Number(length) > limits.bodyBytes) throw new Problem("body-too-large");
	try {
		// A declared length is what the server below us lets through: the body can be taken whole.
		return isSized ? await c.req.text() : await readStream(c.req.raw.body);
	} catch (error) {
		if (error instanceof Problem) throw error;
		// The client went away in the middle.
		throw new Problem("invalid-json", { cause: error });
	}
}

async function readStream(body: ReadableStream<Uint8Array> | null): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	// Leaving the loop early cancels the rest.
	for await (const chunk of body ?? []) {
		size += chunk.byteLength;
		if (size > limits.bodyBytes) throw new Problem("body-too-large");
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}
