import type { LiveRoom } from "../../hub/rooms.ts";
import { hueOf } from "../kit/mark.tsx";
import { t } from "../words.ts";
import { nameOf } from "./people-words.ts";

/** Who is writing, above the message box. It comes and goes, so nobody is told of it aloud. */
export function WritingLine({ room: { people, me, doings } }: { room: LiveRoom }) {
	const writing = people.filter(({ memberId, here }) => here && memberId !== me && doings[memberId]?.writing);
	const [first, second, third] = writing;
	if (!first) return null;
	const name = nameOf(first);
	return (
		<p className="typing" style={hueOf(first.order)}>
			<i />
			<span>
				{third
					? t("log.manyWriting", { count: writing.length })
					: second
						? t("log.twoWriting", { name, other: nameOf(second) })
						: t("log.writing", { name })}
			</span>
		</p>
	);
}
