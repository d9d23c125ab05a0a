import { type ProblemBody, type ProblemCode, problems } from "./protocol/errors.ts";

/** Thrown anywhere in the backend by its code; `app.ts` turns it into the answer, and nothing else does. */
export class Problem extends Error {
	override readonly name = "Problem";
	readonly code: ProblemCode;
	/** The field of the request it is about. */
	readonly field: string | undefined;
	/** How long to wait before the same request may succeed. */
	readonly retryAfterSeconds: number | undefined;

	constructor(code: ProblemCode, options: { field?: string; retryAfterSeconds?: number; cause?: unknown } = {}) {
		super(problems[code].title, { cause: options.cause });
		this.code = code;
		this.field = options.field;
		this.retryAfterSeconds = options.retryAfterSeconds;
	}
}

/** The answer a problem becomes: RFC 9457 `application/problem+json`. */
export function problemResponse(problem: Problem): Response {
	const { status, title } = problems[problem.code];
	const body: ProblemBody = {
		type: `urn:mayfly:problem:${problem.code}`,
		title,
		status,
		code: problem.code,
		...(problem.field === undefined ? {} : { field: problem.field }),
	};
	const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
	if (problem.retryAfterSeconds !== undefined) headers.set("retry-after", String(problem.retryAfterSeconds));
	return new Response(JSON.stringify(body), { status, headers });
}
