import { expect, test } from "vitest";
import { isFileName } from "../../../room/shared-file.ts";
import { recordingFormat } from "./recording-format.ts";

test.each([
	["all there is", /audio/, "audio/webm"],
	["Ogg alone", /ogg/, "audio/ogg"],
	["MP4 alone", /mp4$/, "audio/mp4"],
])("a browser that writes %s records it", (_, written, type) => {
	const format = recordingFormat((mimeType) => written.test(mimeType));
	expect(format?.type).toBe(type);
	expect(isFileName(format?.name ?? "")).toBe(true);
});

test("a browser that writes none of them records nothing", () => {
	expect(recordingFormat((mimeType) => mimeType === "audio/wav")).toBeNull();
});
