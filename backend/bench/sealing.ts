import { randomBytes, randomUUID } from "node:crypto";
import { open, type Place, seal } from "../../extension/crypto/seal.ts";
import { compare } from "./ratios.ts";
import { printPart, ratioCells } from "./report.ts";
import { type Effort, takeTurns } from "./rounds.ts";

const timesARound = 200;
/** Characters of the text of a message: a word, a paragraph, a page, nearly the longest there is. */
const sizes = [5, 500, 4_000, 11_000];

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** µs each, one after another: as a message waits for it, not how many a second could be done. */
async function micros(act: () => Promise<unknown>): Promise<number> {
	const from = performance.now();
	for (let at = 0; at < timesARound; at++) await act();
	return ((performance.now() - from) * 1000) / timesARound;
}

/** Sealing with its signature and opening with its check, beside the four bare calls of WebCrypto on as many bytes. */
export async function benchSealing(effort: Effort): Promise<void> {
	const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	const pair = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
	const place: Place = {
		purpose: "message",
		roomId: `r${"o".repeat(21)}`,
		memberId: "m".repeat(22),
		id: "i".repeat(21),
	};
	const by = { key, signKey: pair.privateKey, epoch: 0, random };
	const rows: string[][] = [];
	for (const size of sizes) {
		const payload = { text: randomBytes(size).toString("base64url").slice(0, size), seen: randomUUID() };
		const text = await seal(place, payload, by);
		const bytes = random(size);
		const iv = random(12);
		const padded = random(Math.floor((text.length / 4) * 3) - 33);
		const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, padded);
		const signature = await crypto.subtle.sign("Ed25519", pair.privateKey, bytes);
		const measured = await takeTurns(effort, {
			seal: () => micros(() => seal(place, payload, by)),
			bareSeal: () =>
				micros(async () => {
					await crypto.subtle.sign("Ed25519", pair.privateKey, bytes);
					await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, padded);
				}),
			open: () => micros(() => open(place, text, () => key, pair.publicKey)),
			bareOpen: () =>
				micros(async () => {
					await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, box);
					await crypto.subtle.verify("Ed25519", pair.publicKey, signature, bytes);
				}),
		});
		const write = (µs: number) => µs.toFixed(0);
		rows.push([`${size} characters: seal and sign`, ...ratioCells(compare(measured.seal, measured.bareSeal), write)]);
		rows.push([`${size} characters: open and verify`, ...ratioCells(compare(measured.open, measured.bareOpen), write)]);
	}
	const head = ["", "Mayfly, µs", "bare WebCrypto, µs", "ratio", "rounds", "target"];
	printPart("`sealing`: what a text costs whoever writes and reads it", head, rows);
}
