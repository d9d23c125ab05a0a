import { type Bytes, lengthPrefixed } from "./bytes.ts";
import { signBytes, verifyBytes } from "./ed25519.ts";

/** What a signature covers. Purpose and context keep it from being valid anywhere else. */
export type Signed = { purpose: string; context: readonly (string | Bytes)[]; payload: Bytes };

const signedBytes = ({ purpose, context, payload }: Signed) =>
	lengthPrefixed([`mayfly/v1/${purpose}`, ...context, payload]);

/** An Ed25519 signature, 64 bytes; the same input gives the same signature. */
export const sign = (privateKey: CryptoKey, signed: Signed): Promise<Bytes> =>
	signBytes(privateKey, signedBytes(signed));

export const verify = (publicKey: CryptoKey, signature: Bytes, signed: Signed): Promise<boolean> =>
	verifyBytes(publicKey, signature, signedBytes(signed));
