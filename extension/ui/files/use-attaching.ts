import { useEffect, useRef, useState } from "react";
import type { Rooms } from "../../hub/rooms.ts";
import { t } from "../words.ts";
import { useDraftFiles } from "./draft-files.ts";
import { type RefusedFile, refusedWords } from "./refused-files.ts";

/** Few rooms need it. */
const loadPreparing = () => import("./prepare-file.ts");

export type Attaching = ReturnType<typeof useAttaching>;

/**
 * Takes the files that are picked, pasted or dropped anywhere on the room, and makes ready what will go of them.
 * @param isFree false while something else goes with the next message
 * @param onRefused told which can't go and why, in words; null: all is well
 * @param onTaken the first of them is ready
 */
export function useAttaching(options: {
	rooms: Rooms;
	roomId: string;
	isFree: boolean;
	onRefused: (words: string | null) => void;
	onTaken: () => void;
}) {
	const { rooms, roomId } = options;
	const tray = useDraftFiles(rooms, roomId);
	const [isOver, setOver] = useState(false);
	const latest = useRef(options);
	useEffect(() => {
		latest.current = options;
	});

	const take = async (given: readonly File[]) => {
		if (given.length === 0) return;
		const { isFree, onRefused, onTaken } = latest.current;
		if (!isFree) return onRefused(t("file.notNow"));
		onRefused(null);
		const refused: RefusedFile[] = [];
		await tray.whileReadying(async () => {
			let taken = 0;
			for (const file of given) {
				const refusal = await addReady(file);
				if (refusal) refused.push({ name: file.name, refusal });
				else if (++taken === 1) onTaken();
			}
		});
		if (refused.length > 0) onRefused(refusedWords(refused, given.length));
	};
	const addReady = async (file: File): Promise<RefusedFile["refusal"] | null> => {
		// Nothing is made of what has no place.
		if (tray.isFull()) return "too-many";
		try {
			const { prepareFile } = await loadPreparing();
			const prepared = await prepareFile(file);
			return typeof prepared === "string" ? prepared : tray.add(prepared);
		} catch {
			return "unreadable";
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

	return { tray, isOver, take: (files: readonly File[]) => void take(files) };
}
