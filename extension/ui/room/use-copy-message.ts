import { useCallback, useEffect, useRef } from "react";
import { useAnnounce } from "../kit/announcer.tsx";
import { useCopy } from "../kit/copy.tsx";
import { t } from "../words.ts";
import type { LogRow } from "./log-rows.ts";
import { plainText } from "./message-content.ts";

/** Copies a message's whole text, as it was written, and what page went with it. */
export function useCopyMessage(rows: readonly LogRow[]): (key: string) => void {
	const copy = useCopy();
	const announce = useAnnounce();
	const latest = useRef(rows);
	useEffect(() => {
		latest.current = rows;
	}, [rows]);
	return useCallback(
		(key) => {
			const row = latest.current.find((candidate) => candidate.key === key);
			if (row?.kind !== "message") return;
			void copy(plainText(row)).then((done) => announce(t(done === "copied" ? "log.copied" : "log.copyRefused")));
		},
		[copy, announce],
	);
}
