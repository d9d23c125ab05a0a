import { type ProblemBody, type ProblemCode, problems } from "./protocol/errors.ts";

/** Thrown anywhere in the backend by its code; `app.ts` turns it into the answer, and nothing else does. */
export class Problem extends Error {
	override readonly name = "Problem";
	readonly code: ProblemCode;
	/** The field of the request it is about. */
	readonly field: string | undefined;
	/** How long to wait before the same request may succeed. */
	readonly retryAfterSeconds: number | undefined;
	/** The methods that the address does take. */
	readonly allow: string | undefined;

	constructor(
		code: ProblemCode,
		options: { field?: string; retryAfterSeconds?: number; allow?: string; cause?: unknown } = {},
	) {
		super(problems[code].title, { cause: options.cause });
		this.code = code;
		this.field = options.field;
		this.retryAfterSeconds = options.retryAfterSeconds;
		this.allow = options.allow;
	}
}

/** What an error is to a client: itself if it is a problem, else `internal`. */
export const problemOf = (error: unknown): Problem =>
	error instanceof Problem ? error : new Problem("internal", { cause: error });

/** The answer a problem becomes: RFC 9457 `application/problem+json`. */
export function problemAnswer(problem: Problem): {
	status: (typeof problems)[ProblemCode]["status"];
	headers: Record<string, string>;
	body: string;
} {
	const { code, field, retryAfterSeconds, allow } = problem;
	const { status, title } = problems[code];
	const body: ProblemBody = {
		type: `urn:mayfly:problem:${code}`,
		title,
		status,
		code,
		...(field === undefined ? {} : { field }),
	};
	const headers: Record<string, string> = { "content-type": "application/problem+json" };
	if (allow !== undefined) headers.allow = allow;
	if (status === 401) headers["www-authenticate"] = "Bearer";
	if (status === 429 || status === 503) headers["retry-after"] = String(Math.max(1, Math.ceil(retryAfterSeconds ?? 1)));
	return { status, headers, body: JSON.stringify(body) };
}

/**
 * A line for the log. Only where it happened: the message of an error may quote what somebody sent.
 */
export function describeError(error: unknown): string {
	if (!(error instanceof Error)) return typeof error;
	const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
	const cause = error.cause === undefined ? "" : `, caused by ${describeError(error.cause)}`;
	return `${error.name}${frames
		.slice(0, 6)
		.map((line) => line.replace(/^ {4}/, " "))
		.join(";")}${cause}`;
}
