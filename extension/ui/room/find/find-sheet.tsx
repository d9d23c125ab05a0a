import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { RoomsSnapshot } from "../../../hub/rooms.ts";
import { Field } from "../../kit/field.tsx";
import { Sheet } from "../../kit/sheet.tsx";
import { formatClock } from "../../kit/time-left.ts";
import { t } from "../../words.ts";
import { nameOf } from "../people-words.ts";
import { excerptOf } from "./folded.ts";
import { type Hit, searchedText } from "./search.ts";
import { useSearch } from "./use-search.ts";

type FindSheetProps = {
	snapshot: RoomsSnapshot;
	onClose: () => void;
	/** To a message of a room. */
	onGo: (roomId: string, key: string) => void;
};

/** Looks for words in the rooms that are open here. `↑ ↓` go through what is found, `Enter` goes there. */
export function FindSheet({ snapshot, onClose, onGo }: FindSheetProps) {
	const [query, setQuery] = useState("");
	const box = useRef<HTMLInputElement>(null);
	const list = useRef<HTMLUListElement>(null);
	const rooms = useMemo(() => snapshot.rooms.filter((room) => room.phase === "live"), [snapshot.rooms]);
	const found = useSearch(rooms, query);
	const go = ({ room, message }: Hit) => onGo(room.roomId, message.id);

	const press = (key: KeyboardEvent) => {
		if (key.nativeEvent.isComposing) return;
		const stops = [box.current, ...(list.current?.querySelectorAll("button") ?? [])];
		const at = stops.indexOf(document.activeElement as HTMLButtonElement);
		const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
		const first = found?.hits[0];
		if (step !== undefined && at !== -1) {
			key.preventDefault();
			stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
		} else if (key.key === "Enter" && at === 0 && first) {
			key.preventDefault();
			go(first);
		}
	};

	return (
		<Sheet title={t("find.title")} onClose={onClose} focus={box}>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: arrows lead from the box to what is found and back */}
			<div className="grid gap-3" onKeyDown={press}>
				<Field
					label={t("find.label")}
					hint={t("find.hint")}
					enterKeyHint="search"
					ref={box}
					value={query}
					onChange={({ target }) => setQuery(target.value)}
				/>
				<p className="label soft" role="status">
					{found && foundWords(found.count, found.hits.length)}
				</p>
				{found && found.hits.length > 0 && (
					<ul className="found" aria-label={t("find.results")} ref={list}>
						{found.hits.map((hit) => (
							// Two rooms may have the same cursor.
							<li key={`${hit.room.roomId}/${hit.message.cursor}`}>
								<Result hit={hit} words={found.words} withRoom={rooms.length > 1} onGo={() => go(hit)} />
							</li>
						))}
					</ul>
				)}
			</div>
		</Sheet>
	);
}

function foundWords(count: number, shown: number): string {
	return count > shown ? t("find.newest", { count, shown }) : t("find.found", { count });
}

type ResultProps = { hit: Hit; words: readonly string[]; withRoom: boolean; onGo: () => void };

function Result({ hit: { room, message }, words, withRoom, onGo }: ResultProps) {
	const sender = room.people.find(({ memberId }) => memberId === message.sender);
	const who = message.sender === room.me ? t("general.you") : nameOf(sender);
	const pieces = excerptOf(searchedText(message), words);
	return (
		<button type="button" onClick={onGo}>
			<span className="head">
				<bdi className="who">{who}</bdi>
				{withRoom && <span className="truncate">{room.name}</span>}
				<time dateTime={new Date(message.timestamp).toISOString()}>{formatClock(message.timestamp)}</time>
			</span>{" "}
			<span className="excerpt" dir="auto">
				{pieces.map((piece, at) => (piece.hit ? <mark key={at.toString()}>{piece.words}</mark> : piece.words))}
			</span>
		</button>
	);
}
