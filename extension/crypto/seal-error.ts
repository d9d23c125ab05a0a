/**
 * Why a sealed text was refused.
 * `malformed`: not base64url of a sealed text's size. `version`: a version this code does not know.
 * `epoch`: sealed under an epoch whose key is not here. `forged`: changed, or made for another room, member, message
 * or purpose, or by someone without the link. `signature`: by someone with the link, but not by that member.
 * `payload`: truly that member's, but what is inside is not well-formed. `member`: a profile whose key is not the
 * member's.
 */
export type SealErrorReason = "malformed" | "version" | "epoch" | "forged" | "signature" | "payload" | "member";

/** The one thing that opening a sealed text throws. */
export class SealError extends Error {
	override readonly name = "SealError";
	readonly reason: SealErrorReason;

	constructor(reason: SealErrorReason, options: { cause?: unknown } = {}) {
		super(`A sealed text was refused: ${reason}.`, options);
		this.reason = reason;
	}
}

/** Null for what did not open; anything else that went wrong is ours and stays thrown. */
export async function nullIfSealed<Opened>(opening: Promise<Opened>): Promise<Opened | null> {
	try {
		return await opening;
	} catch (error) {
		if (error instanceof SealError) return null;
		throw error;
	}
}
