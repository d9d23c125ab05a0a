import type { WycheproofFile } from "../wycheproof.ts";

type SampleCase = { tcId: number; comment: string; flags: string[]; result: string } & Record<string, unknown>;
type SampleFile = { numberOfTests: number; testGroups: { publicKey?: { pk: string }; tests: SampleCase[] }[] };

const sampleCase = (tcId: number, result: string, fields: object, flags: string[] = []): SampleCase => ({
	...{ tcId, comment: "", flags, result },
	...fields,
});
const sampleFile = (tests: SampleCase[], publicKey?: { pk: string }): SampleFile => ({
	numberOfTests: tests.length,
	testGroups: [publicKey ? { publicKey, tests } : { tests }],
});

const gcm = {
	...{ key: "00".repeat(32), iv: "00".repeat(12), aad: "", msg: "00".repeat(16) },
	...{ ct: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919" },
};
const derived = {
	...{ ikm: "0b".repeat(22), salt: "000102030405060708090a0b0c", info: "f0f1f2f3f4f5f6f7f8f9", size: 42 },
	okm: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
};
const publicKey = { pk: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" };
const scalar = "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
/** The same number and the group's order: it holds by the equation, and is refused for not being the one way to write it. */
const sameScalar = "4c8c7872aa064e049dbb3013fbf29380d25bf5f0595bbe24655141438e7a101b";
const signed = { msg: "", sig: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155" };
const agreed = {
	public: "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
	private: "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
	shared: "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
};

/**
 * A few cases in the form that Project Wycheproof gives them: of the GCM specification (test case 14), RFC 5869 (A.1),
 * RFC 8032 (7.1, test 1) and RFC 7748 (6.1), and what must be refused of what is like them.
 */
export const wycheproofSample = (): Record<WycheproofFile, SampleFile> => ({
	aes_gcm_test: sampleFile([
		sampleCase(1, "valid", gcm),
		sampleCase(2, "invalid", { ...gcm, tag: "d1d1c8a799996bf0265b98b5d48ab919" }, ["ModifiedTag"]),
		sampleCase(3, "valid", { ...gcm, iv: "00".repeat(16) }, ["LongIv"]),
		sampleCase(4, "valid", { ...gcm, key: "00".repeat(16) }),
	]),
	hkdf_sha256_test: sampleFile([
		sampleCase(1, "valid", derived),
		sampleCase(2, "valid", { ...derived, size: 20, okm: derived.okm.slice(0, 40) }),
		sampleCase(3, "invalid", { ...derived, size: 8161, okm: "" }, ["SizeTooLarge"]),
	]),
	ed25519_test: sampleFile(
		[
			sampleCase(1, "valid", { ...signed, sig: signed.sig + scalar }),
			sampleCase(2, "invalid", { ...signed, sig: signed.sig + sameScalar }, ["SignatureMalleability"]),
			sampleCase(3, "invalid", signed, ["TruncatedSignature"]),
		],
		publicKey,
	),
	x25519_test: sampleFile([
		sampleCase(1, "valid", agreed),
		sampleCase(2, "acceptable", { ...agreed, public: "00".repeat(32), shared: "00".repeat(32) }, ["ZeroSharedSecret"]),
	]),
});
