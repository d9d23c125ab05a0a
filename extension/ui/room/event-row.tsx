import { ShieldAlert } from "lucide-react";
import { memo } from "react";
import { Icon } from "../kit/icon.tsx";

/** Something that happened in the room. The announcer says it; here it would be said twice. */
export const EventRow = memo(function EventRow({ words, caught }: { words: string; caught: boolean }) {
	if (!caught) {
		return (
			<p className="event" aria-live="off">
				{words}
			</p>
		);
	}
	return (
		<p className="event caught" aria-live="off">
			<Icon of={ShieldAlert} small />
			<span>{words}</span>
		</p>
	);
});
