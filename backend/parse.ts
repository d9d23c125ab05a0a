import type * as z from "zod/mini";
import { Problem } from "./problems.ts";

/**
 * Reads a JSON object and holds it to a schema.
 * @throws Problem `invalid-json`, or as {@link parse}
 */
export function parseJson<Schema extends z.ZodMiniType>(schema: Schema, text: string): z.output<Schema> {
	const json = readJson(text);
	if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Problem("invalid-json");
	return parse(schema, json);
}

/** @throws Problem `invalid-field`, or `body-too-large` for a text beyond its limit, with the field's path */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> {
	const { data, error } = schema.safeParse(value);
	if (error === undefined) return data as z.output<Schema>;
	const [issue] = error.issues;
	const isTooLarge = issue?.code === "too_big" && issue.origin === "string";
	throw new Problem(isTooLarge ? "body-too-large" : "invalid-field", { field: issue?.path.join(".") ?? "" });
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new Problem("invalid-json");
	}
}
