import { ApiError } from "../room/api-error.ts";
import type { FailureCode } from "./rooms.ts";
import { StorageFullError } from "./saved-rooms.ts";

/** An intent that came to nothing, thrown by its code. */
export class Failure extends Error {
	override readonly name = "Failure";
	readonly code: FailureCode;

	constructor(code: FailureCode) {
		super(code);
		this.code = code;
	}
}

/** The code a person is told. */
export function failureOf(error: unknown): FailureCode {
	if (error instanceof Failure || error instanceof ApiError) return error.code;
	if (error instanceof StorageFullError) return "storage-full";
	// A mistake of ours: the person hears that it failed, whoever mends it sees where.
	console.error(error);
	return "internal";
}
