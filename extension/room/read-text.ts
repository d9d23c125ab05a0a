import { limits } from "../../backend/protocol/limits.ts";
import { ApiError } from "./api-error.ts";

/** Above any answer of a server: a page of history, each of its messages as long as it may be, and as much again. */
const longestAnswer = 2 * limits.historyPage.most * limits.textBytes;

/**
 * The body of an answer. What is larger than any of this protocol's is not taken in, however small it was made to
 * travel: it is no longer read once that shows, and rejects with the ApiError `not-mayfly`.
 */
export async function readText(response: Response): Promise<string> {
	if (response.body === null) return "";
	const decoder = new TextDecoder();
	const reader = response.body.getReader();
	let bytes = 0;
	let text = "";
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return text + decoder.decode();
		bytes += value.length;
		if (bytes > longestAnswer) {
			reader.cancel().catch(() => {});
			throw new ApiError("not-mayfly", { status: response.status });
		}
		text += decoder.decode(value, { stream: true });
	}
}
