import { Problem } from "../../problems.ts";

/** A Redis that answers like this will answer otherwise soon; a cluster may send one to and fro. */
const passing = /^(LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|READONLY|TRYAGAIN|MOVED|ASK|MISCONF|NOREPLICAS|UNBLOCKED)\b/;

/** What Redis says begins so; what Upstash says for itself, of a token or a server of its own, does not. */
const redisCode = /^(?!WRONGPASS|ERR max concurrent)[A-Z]{2,}\b/;

/**
 * What a failed command means to the caller: `store-full` when Redis has no memory left, `store-unavailable` when
 * it cannot be asked. A fault in our own script or its arguments is returned as it is, to be an internal error.
 */
export function problemOf(error: unknown): unknown {
	if (error instanceof Problem || !(error instanceof Error)) return error;
	// Upstash's client writes `message, command was: …`, ioredis the bare message.
	const isReply = error.name === "ReplyError" || (error.name === "UpstashError" && redisCode.test(error.message));
	if (/^OOM\b|max(imum)? (daily )?(request|data|memory)[a-z ]* (limit|size)/i.test(error.message)) {
		return new Problem("store-full", { retryAfterSeconds: 10, cause: error });
	}
	if (!isReply || passing.test(error.message)) {
		return new Problem("store-unavailable", { retryAfterSeconds: 2, cause: error });
	}
	return error;
}
