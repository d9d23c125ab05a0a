import * as z from "zod/mini";

/** What became of a test: `origin` is what to save. */
export type ServerTest =
	| { ok: true; origin: string }
	| { ok: false; why: "address" | "unreachable" | "not-mayfly" | "unwell" };

const health = z.object({ status: z.string() });
const longestAnswerMs = 8_000;

/**
 * Asks a server whether it is one of ours and well. `address` as people type it: "chat.example.org" is https.
 * @param ask fetch, or what stands for it in a test
 */
export async function testServer(address: string, ask: typeof fetch): Promise<ServerTest> {
	const origin = readOrigin(address);
	if (!origin) return { ok: false, why: "address" };
	let answer: Response;
	try {
		answer = await ask(`${origin}/healthz`, {
			cache: "no-store",
			credentials: "omit",
			signal: AbortSignal.timeout(longestAnswerMs),
		});
	} catch {
		// fetch tells a refused connection, a bad certificate and a timeout apart for nobody.
		return { ok: false, why: "unreachable" };
	}
	const body = await answer.json().catch(() => null);
	if (!health.safeParse(body).success) return { ok: false, why: answer.status >= 500 ? "unwell" : "not-mayfly" };
	return answer.ok ? { ok: true, origin } : { ok: false, why: "unwell" };
}

/** The origin of what was typed, or null: only http and https are servers. */
export function readOrigin(address: string): string | null {
	const typed = address.trim();
	const whole = typed.includes("://") ? typed : `https://${typed}`;
	// Chromium takes a space in a host for %20 and goes on.
	if (typed === "" || /\s/.test(typed) || !URL.canParse(whole)) return null;
	const url = new URL(whole);
	return url.protocol === "https:" || url.protocol === "http:" ? url.origin : null;
}
