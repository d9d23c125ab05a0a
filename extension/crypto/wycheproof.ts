import { decrypt, encrypt, importSealKey } from "./aes-gcm.ts";
import { type Bytes, concat } from "./bytes.ts";
import { importVerifyKey, verifyBytes } from "./ed25519.ts";
import { hkdf } from "./hkdf.ts";
import { nullIfSealed } from "./seal-error.ts";
import { agree, importBoxPair } from "./x25519.ts";

// Puts the cases of Project Wycheproof to the very functions that seal and open here. Needs no test framework: the
// same code runs in Node and in browsers.

/** The files, by the names they have there. */
export const wycheproofFiles = ["aes_gcm_test", "hkdf_sha256_test", "ed25519_test", "x25519_test"] as const;
export type WycheproofFile = (typeof wycheproofFiles)[number];

/**
 * What became of the cases of a file. `asTold`: computed or refused as the file says. `refused`: of a size that is not
 * used here, and seen to be refused. `notAsked`: nothing here can ask for that. `misses`: a line for each other one.
 */
export type Findings = { asTold: number; refused: number; notAsked: number; misses: string[] };

/** What is done with a case that may be taken or refused, by its flags; one flag that is refused is enough. */
export const acceptable: Readonly<Record<string, "computed" | "refused">> = {
	/** Everybody can know the secret. */
	ZeroSharedSecret: "refused",
	LowOrderPublic: "refused",
	/** Beyond the field's prime, or with the highest bit set. No honest key is so, and browsers read them differently. */
	NonCanonicalPublic: "refused",
	/** Safe on this curve, which was made to take them (RFC 7748). */
	Twist: "computed",
	SpecialPublicKey: "computed",
	SmallPublicKey: "computed",
	EdgeCaseMultiplication: "computed",
	EdgeCaseShared: "computed",
	Ktv: "computed",
};

type Result = "valid" | "invalid" | "acceptable";
/** A case, and of its group what goes for all in it. Bytes are hex. */
type Case = Record<string, string> & { tcId: number; comment: string; flags: string[]; result: Result; size: number };
type Outcome = "asTold" | "refused" | "notAsked" | { miss: string };

/** @param json the parsed file */
export async function checkWycheproof(file: WycheproofFile, json: unknown): Promise<Findings> {
	const findings: Findings = { asTold: 0, refused: 0, notAsked: 0, misses: [] };
	const { numberOfTests, testGroups } = json as {
		numberOfTests: number;
		testGroups: { publicKey?: { pk: string }; tests: Case[] }[];
	};
	const cases = testGroups.flatMap(({ publicKey, tests }) =>
		tests.map((each) => (publicKey ? { ...each, pk: publicKey.pk } : each) as Case),
	);
	if (cases.length === 0 || cases.length !== numberOfTests) {
		findings.misses.push(`${cases.length} cases, where the file speaks of ${numberOfTests}`);
	}
	for (const each of cases) {
		const outcome = await checks[file](each).catch((error: unknown) => ({ miss: `threw ${String(error)}` }));
		if (typeof outcome === "string") findings[outcome]++;
		else findings.misses.push(`case ${each.tcId} (${[each.comment, ...each.flags].join(", ")}): ${outcome.miss}`);
	}
	return findings;
}

const checks: Record<WycheproofFile, (one: Case) => Promise<Outcome>> = {
	async aes_gcm_test({ result, ...texts }) {
		const [secret, nonce, additionalData] = [of(texts.key), of(texts.iv), of(texts.aad)];
		const [plain, box] = [of(texts.msg), concat(of(texts.ct), of(texts.tag))];
		if (secret.length !== 32 && !(await isOutOfRange(importSealKey(secret)))) return { miss: "took the key" };
		if (nonce.length !== 12) {
			const under = { key: await importSealKey(new Uint8Array(32)), nonce, additionalData };
			if (!(await isOutOfRange(encrypt(under, plain)))) return { miss: "sealed under the nonce" };
			if (!(await isOutOfRange(decrypt(under, box)))) return { miss: "opened under the nonce" };
		}
		if (secret.length !== 32 || nonce.length !== 12) return "refused";
		const under = { key: await importSealKey(secret), nonce, additionalData };
		const opened = await decrypt(under, box).catch(() => null);
		if (result === "invalid") return opened === null ? "asTold" : { miss: "opened" };
		if (opened === null || !isSame(opened, plain)) return { miss: "did not open" };
		return isSame(await encrypt(under, plain), box) ? "asTold" : { miss: "sealed otherwise" };
	},

	async hkdf_sha256_test({ result, size, ...texts }) {
		// Always 32 bytes: nobody can ask for more than there is. They are the first 32 of however many.
		if (result === "invalid") return "notAsked";
		const made = await hkdf(of(texts.ikm), { salt: of(texts.salt), info: of(texts.info) });
		const compared = Math.min(made.length, size);
		const wanted = of(texts.okm).subarray(0, compared);
		return isSame(made.subarray(0, compared), wanted) ? "asTold" : { miss: "derived otherwise" };
	},

	async ed25519_test({ result, ...texts }) {
		const holds = await verifyBytes(await importVerifyKey(of(texts.pk)), of(texts.sig), of(texts.msg));
		return holds === (result === "valid") ? "asTold" : { miss: holds ? "the signature held" : "it did not hold" };
	},

	async x25519_test({ result, flags, ...texts }) {
		const unruled = result === "acceptable" && flags.find((flag) => !Object.hasOwn(acceptable, flag));
		if (unruled) return { miss: `there is no rule for ${unruled}` };
		const isRefused = result === "acceptable" && flags.some((flag) => acceptable[flag] === "refused");
		const { privateKey } = await importBoxPair(of(texts.private));
		const shared = await nullIfSealed(agree(privateKey, of(texts.public)));
		if (isRefused || result === "invalid") return shared === null ? "asTold" : { miss: "agreed" };
		return shared !== null && isSame(shared, of(texts.shared)) ? "asTold" : { miss: "agreed on something else" };
	},
};

function of(hex: string | undefined): Bytes {
	if (hex === undefined || !/^([0-9a-f]{2})*$/.test(hex)) throw new RangeError("a field is missing or no hex");
	return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

const isSame = (a: Bytes, b: Bytes): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);

const isOutOfRange = (work: Promise<unknown>): Promise<boolean> =>
	work.then(
		() => false,
		(error: unknown) => error instanceof RangeError,
	);
