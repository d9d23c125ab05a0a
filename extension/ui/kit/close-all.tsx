import { useState } from "react";
import type { Rooms } from "../../hub/rooms.ts";
import { t } from "../words.ts";
import { Button } from "./button.tsx";
import { Question } from "./sheet.tsx";

/** Leaves every room, once it is confirmed. Stands below a list of rooms. */
export function CloseAll({ rooms, full = false }: { rooms: Rooms; full?: boolean }) {
	const [asking, setAsking] = useState(false);
	return (
		<>
			<Button quiet full={full} aria-haspopup="dialog" onClick={() => setAsking(true)}>
				{t("rooms.closeAll")}
			</Button>
			{asking && (
				<Question
					title={t("ask.closeAllTitle")}
					safe={t("ask.closeAllKeep")}
					onSafe={() => setAsking(false)}
					grave={t("ask.closeAll")}
					onGrave={() => {
						setAsking(false);
						void rooms.do({ type: "leave-all" });
					}}
				>
					{t("ask.closeAllText")}
				</Question>
			)}
		</>
	);
}
