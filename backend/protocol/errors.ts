import * as z from "zod/mini";

/** Every code an answer can carry: its HTTP status and the sentence for whoever reads the wire. */
export const problems = {
	"invalid-json": { status: 400, title: "The body is not a JSON object." },
	"invalid-field": { status: 400, title: "A field is missing or malformed." },
	unauthorized: { status: 401, title: "A bearer token of 43 base64url characters is needed." },
	"create-token": { status: 403, title: "This server asks for a create token." },
	"not-allowed": { status: 403, title: "Only the starter of the room may do this." },
	"not-found": { status: 404, title: "Nothing is served at this address." },
	"room-not-found": { status: 404, title: "No such room for this token." },
	"member-not-found": { status: 404, title: "No such member in this room." },
	"method-not-allowed": { status: 405, title: "This address does not take this method." },
	"room-exists": { status: 409, title: "Another room has this id." },
	"room-full": { status: 409, title: "Every seat is taken." },
	"room-locked": { status: 409, title: "The room takes nobody new." },
	"invite-spent": { status: 409, title: "The invite was used or withdrawn." },
	"room-storage-full": { status: 409, title: "The room holds no more messages." },
	"member-exists": { status: 409, title: "Another member has this id or token." },
	"id-reused": { status: 409, title: "This message id was sent with another text." },
	"body-too-large": { status: 413, title: "The body or a field is too large." },
	"unsupported-media-type": { status: 415, title: "The body must be application/json." },
	"too-fast": { status: 429, title: "Too many requests; see Retry-After." },
	internal: { status: 500, title: "The server failed." },
	"store-unavailable": { status: 503, title: "The store does not answer; see Retry-After." },
	"store-full": { status: 503, title: "The store has no memory left; see Retry-After." },
} as const;

export type ProblemCode = keyof typeof problems;

/** RFC 9457 problem details with our stable `code`, and the `field` a 4xx is about. */
export const problemBody = z.object({
	type: z.string(),
	title: z.string(),
	status: z.int(),
	code: z.string(),
	field: z.optional(z.string()),
});
export type ProblemBody = z.output<typeof problemBody>;
