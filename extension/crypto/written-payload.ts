import { type Bytes, concat, fromUtf8, utf8 } from "./bytes.ts";
import { SealError } from "./seal-error.ts";

const endOfJson = Uint8Array.of(0);

/**
 * A payload as it is sealed: UTF-8 of its JSON. The `bytes` (a Uint8Array) of one that has some are not written as
 * text, which would take a third more: they follow behind a zero, which no JSON holds.
 */
export function writePayload(payload: unknown): Bytes {
	const { bytes, rest } = withoutBytes(payload);
	const json = utf8(JSON.stringify(rest));
	return bytes === null ? json : concat(json, endOfJson, bytes);
}

/** Undoes {@link writePayload}. Throws SealError alone. */
export function readPayload(written: Bytes): unknown {
	const end = written.indexOf(0);
	try {
		const value: unknown = JSON.parse(fromUtf8(end < 0 ? written : written.subarray(0, end)));
		return end < 0 ? value : Object.assign(value as object, { bytes: written.slice(end + 1) });
	} catch (cause) {
		throw new SealError("payload", { cause });
	}
}

function withoutBytes(payload: unknown): { bytes: Bytes | null; rest: unknown } {
	if (typeof payload !== "object" || payload === null || !("bytes" in payload)) return { bytes: null, rest: payload };
	const { bytes, ...rest } = payload;
	return bytes instanceof Uint8Array ? { bytes: bytes as Bytes, rest } : { bytes: null, rest: payload };
}
