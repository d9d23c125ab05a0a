import { expect, test } from "vitest";
import { key32, memberId } from "../../backend/protocol/ids.ts";
import { createIdentity, exportIdentity, importIdentity } from "./identity.ts";
import { secureRandom } from "./random.ts";

test("an identity survives as JSON and signs the same", async () => {
	const made = await createIdentity(secureRandom);
	expect(memberId.safeParse(made.memberId).success).toBe(true);
	expect(key32.safeParse(made.token).success && key32.safeParse(made.tokenHash).success).toBe(true);
	const back = await importIdentity(JSON.parse(JSON.stringify(await exportIdentity(made))));
	const publicOf = ({ sign, box, ...rest }: typeof made) => [rest, sign.publicKey, box.publicKey];
	expect(publicOf(back)).toEqual(publicOf(made));
	const signatures = [made, back].map(({ sign }) => crypto.subtle.sign("Ed25519", sign.privateKey, new Uint8Array(9)));
	const [before, after] = await Promise.all(signatures);
	expect(new Uint8Array(after as ArrayBuffer)).toEqual(new Uint8Array(before as ArrayBuffer));
});

test("the box keys of two identities agree on one secret", async () => {
	const [a, b] = await Promise.all([createIdentity(secureRandom), createIdentity(secureRandom)]);
	const shared = async (mine: CryptoKey, theirs: Uint8Array<ArrayBuffer>) => {
		const publicKey = await crypto.subtle.importKey("raw", theirs, "X25519", false, []);
		return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: publicKey }, mine, 256));
	};
	expect(await shared(a.box.privateKey, b.box.publicKey)).toEqual(await shared(b.box.privateKey, a.box.publicKey));
});

test.each(["token", "signSeed", "boxSeed"])("a stored identity with a broken %s is refused", async (field) => {
	const stored = await exportIdentity(await createIdentity(secureRandom));
	await expect(importIdentity({ ...stored, [field]: "AAAA" })).rejects.toThrow(RangeError);
});
