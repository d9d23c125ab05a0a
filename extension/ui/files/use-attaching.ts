import { useEffect, useRef, useState } from "react";
import type { Rooms } from "../../hub/rooms.ts";
import { t } from "../words.ts";
import { useDraftFile } from "./draft-files.ts";
import type { FileRefusal } from "./prepare-file.ts";

/** Few rooms need it. */
const loadPreparing = () => import("./prepare-file.ts");

const refusalWords = (refusal: FileRefusal): string => {
	switch (refusal) {
		case "empty":
			return t("file.empty");
		case "too-large":
			return t("file.tooLarge");
		case "unreadable":
			return t("file.unreadable");
	}
};

export type Attaching = ReturnType<typeof useAttaching>;

/**
 * Takes a file that is picked, pasted or dropped anywhere on the room, and makes ready what will go of it.
 * @param isFree false while something else goes with the next message
 * @param onRefused told why there is none, in words; null: all is well
 */
export function useAttaching(options: {
	rooms: Rooms;
	roomId: string;
	isFree: boolean;
	onRefused: (words: string | null) => void;
	onTaken: () => void;
}) {
	const { rooms, roomId } = options;
	const { file, setFile } = useDraftFile(rooms, roomId);
	const [isPreparing, setPreparing] = useState(false);
	const [isOver, setOver] = useState(false);
	const latest = useRef(options);
	useEffect(() => {
		latest.current = options;
	});

	const take = async (files: readonly File[]) => {
		const [first] = files;
		if (first === undefined) return;
		const { isFree, onRefused, onTaken } = latest.current;
		if (!isFree) return onRefused(t("file.notNow"));
		if (files.length > 1) return onRefused(t("file.oneOnly"));
		onRefused(null);
		setPreparing(true);
		try {
			const { prepareFile } = await loadPreparing();
			const prepared = await prepareFile(first);
			if (typeof prepared === "string") return onRefused(refusalWords(prepared));
			setFile(prepared);
			onTaken();
		} catch {
			onRefused(t("file.unreadable"));
		} finally {
			setPreparing(false);
		}
	};
	const takeLatest = useRef(take);
	useEffect(() => {
		takeLatest.current = take;
	});

	useEffect(() => {
		const hasFiles = ({ dataTransfer }: DragEvent) =>
			[...(dataTransfer?.items ?? [])].some(({ kind }) => kind === "file");
		// Without this, a browser leaves the room and shows the file in its place.
		const over = (drag: DragEvent) => {
			if (!hasFiles(drag)) return;
			drag.preventDefault();
			setOver(true);
		};
		const leave = (drag: DragEvent) => {
			if (drag.relatedTarget === null) setOver(false);
		};
		const drop = (drag: DragEvent) => {
			setOver(false);
			if (!hasFiles(drag)) return;
			drag.preventDefault();
			void takeLatest.current([...(drag.dataTransfer?.files ?? [])]);
		};
		addEventListener("dragover", over);
		addEventListener("dragleave", leave);
		addEventListener("drop", drop);
		return () => {
			removeEventListener("dragover", over);
			removeEventListener("dragleave", leave);
			removeEventListener("drop", drop);
		};
	}, []);

	return { file, setFile, isPreparing, isOver, take: (files: readonly File[]) => void take(files) };
}
