/** Everything but content that every answer of the API carries. Any page may ask: nothing here goes by cookies. */
export const commonHeaders = {
	"access-control-allow-origin": "*",
	"access-control-expose-headers": "retry-after",
	"cache-control": "no-store",
	"x-content-type-options": "nosniff",
};

const jsonHeaders = { ...commonHeaders, "content-type": "application/json" };

// Headers stay plain objects, which Node writes as they are: a `Headers` for each answer would cost more than the rest.

/** An answer as JSON. */
export const answerJson = (value: unknown, status = 200): Response =>
	new Response(JSON.stringify(value), { status, headers: jsonHeaders });

/** An answer without a body. */
export const answerNothing = (status: 202 | 204): Response => new Response(null, { status, headers: commonHeaders });
