import { type ProblemCode, problemBody, problems } from "../../backend/protocol/errors.ts";

/**
 * Why a call failed: a code of the protocol, or what only a client can know.
 * `unreachable`: no answer in time, or a proxy's word that the server is away.
 * `not-mayfly`: an answer that is not this protocol's.
 */
export type ApiErrorCode = ProblemCode | "unreachable" | "not-mayfly";

/** The one thing that a call of the API throws. */
export class ApiError extends Error {
	override readonly name = "ApiError";
	readonly code: ApiErrorCode;
	readonly status: number | undefined;
	/** The field of the request it is about. */
	readonly field: string | undefined;
	/** How long the server asks to wait, ms. */
	readonly retryAfterMs: number | undefined;

	constructor(
		code: ApiErrorCode,
		options: { status?: number; field?: string | undefined; retryAfterMs?: number | undefined; cause?: unknown } = {},
	) {
		super(options.status === undefined ? code : `${code} (${options.status})`, { cause: options.cause });
		this.code = code;
		this.status = options.status;
		this.field = options.field;
		this.retryAfterMs = options.retryAfterMs;
	}
}

/** Codes that say nothing about the request: the same one may well succeed later. */
const passing: ReadonlySet<ApiErrorCode> = new Set([
	"unreachable",
	// A captive portal, or a proxy's page while the server restarts.
	"not-mayfly",
	"too-fast",
	"internal",
	"store-unavailable",
	"store-full",
] satisfies ApiErrorCode[]);

/** True when the same request may succeed later. */
export const isPassing = (error: ApiError): boolean => passing.has(error.code);

/** The longest wait a server may ask for, ms: beyond it we ask again all the same. */
const longestRetryAfterMs = 60_000;

/** The error an answer outside 2xx stands for. `text` is its body. */
export function errorOfAnswer(response: Response, text: string): ApiError {
	const { status, headers } = response;
	const retryAfterMs = readRetryAfter(headers.get("retry-after"));
	if (headers.get("content-type")?.startsWith("application/problem+json")) {
		const problem = problemBody.safeParse(readJson(text)).data;
		if (problem && isProblemCode(problem.code)) {
			return new ApiError(problem.code, { status, field: problem.field, retryAfterMs });
		}
	}
	if (status === 429) return new ApiError("too-fast", { status, retryAfterMs });
	return new ApiError(status >= 500 ? "unreachable" : "not-mayfly", { status, retryAfterMs });
}

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/** The value of a JSON text; undefined when it is none. */
export function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Seconds alone: our servers send no dates. */
function readRetryAfter(header: string | null): number | undefined {
	if (header === null || !/^[0-9]{1,6}$/.test(header)) return undefined;
	return Math.min(Number(header) * 1000, longestRetryAfterMs);
}
