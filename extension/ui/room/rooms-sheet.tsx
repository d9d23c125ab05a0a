import { Plus } from "lucide-react";
import type { Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { Button } from "../kit/button.tsx";
import { CloseAll } from "../kit/close-all.tsx";
import { Icon } from "../kit/icon.tsx";
import { openRooms, RoomList } from "../kit/room-list.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { t } from "../words.ts";
import { FindButton } from "./find/find-button.tsx";

type RoomsSheetProps = { snapshot: RoomsSnapshot; rooms: Rooms; onClose: () => void; onFind: () => void };

/** The sky comes down and shows the other rooms; the lines tell which one is ending. */
export function RoomsSheet({ snapshot, rooms, onClose, onFind }: RoomsSheetProps) {
	const open = (roomId: string | null) => {
		onClose();
		if (roomId !== snapshot.open) void rooms.do({ type: "open", roomId });
	};
	return (
		<Sheet title={t("general.rooms")} drop onClose={onClose}>
			<RoomList rooms={openRooms(snapshot.rooms)} open={snapshot.open} onChoose={open} />
			<div className="grid gap-1 px-4 pt-3 pb-2">
				<Button full onClick={() => open(null)}>
					<Icon of={Plus} />
					{t("start.button")}
				</Button>
				<FindButton onFind={onFind} />
				<CloseAll rooms={rooms} full />
			</div>
		</Sheet>
	);
}
