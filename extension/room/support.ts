/**
 * Whether this browser can seal: `insecure` when a page has no WebCrypto because it came over plain http,
 * `too-old` when WebCrypto lacks Ed25519 or X25519 (Chrome before 137, Firefox before 130, Safari before 17).
 */
export async function cryptoSupport(
	subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Promise<"ok" | "insecure" | "too-old"> {
	if (!subtle) return "insecure";
	try {
		await Promise.all([
			subtle.generateKey("Ed25519", false, ["sign", "verify"]),
			subtle.generateKey("X25519", false, ["deriveBits"]),
		]);
		return "ok";
	} catch {
		// NotSupportedError, or a SyntaxError in browsers that know the name alone.
		return "too-old";
	}
}
