import type { Context, Hono } from "hono";
import { Problem } from "../problems.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Handler = (c: Context) => Response | Promise<Response>;

/** Serves an address by the methods it takes; any other is answered 405 with `Allow`. */
export function serveAddress(app: Hono, path: string, methods: Partial<Record<Method, Handler>>): void {
	for (const [method, handler] of Object.entries(methods)) app.on(method, path, handler);
	const allow = [...Object.keys(methods), "OPTIONS"].join(", ");
	app.all(path, () => {
		throw new Problem("method-not-allowed", { allow });
	});
}
