import type { Bytes } from "./bytes.ts";

/** HKDF (RFC 5869) with SHA-256: 32 bytes. */
export async function hkdf(source: Bytes, { salt, info }: { salt: Bytes; info: Bytes }): Promise<Bytes> {
	const key = await crypto.subtle.importKey("raw", source, "HKDF", false, ["deriveBits"]);
	return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, 256));
}
