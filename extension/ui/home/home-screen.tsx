import type { Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { ErrandNotice } from "../errand-notice.tsx";
import { failureWords } from "../error-words.ts";
import { Alert } from "../kit/notice.tsx";
import { openRooms, RoomList } from "../kit/room-list.tsx";
import { Sky } from "../kit/sky.tsx";
import { Surface } from "../kit/surface.tsx";
import { formatSpan } from "../kit/time-left.ts";
import { whenLoaded } from "../kit/when-loaded.tsx";
import type { Platform } from "../platform.ts";
import { t } from "../words.ts";
import { BrandBar } from "./brand-bar.tsx";
import { LinkForm } from "./link-form.tsx";
import { Promises } from "./promises.tsx";
import { StartControls } from "./start-controls.tsx";
import { useStart } from "./use-start.ts";

/** It brings the question along, which nobody without rooms is asked. */
const CloseAll = whenLoaded(() => import("../kit/close-all.tsx").then((module) => module.CloseAll));

type HomeProps = {
	rooms: Rooms;
	snapshot: RoomsSnapshot;
	platform: Platform;
	onStarted: (roomId: string) => void;
	onOpenLink: (link: string) => void;
	onChooseRoom: (roomId: string) => void;
};

/** Nothing open: the start screen, or the rooms there are with a start below them. */
export function HomeScreen({ rooms, snapshot, platform, onStarted, onOpenLink, onChooseRoom }: HomeProps) {
	const starting = useStart(rooms, platform, onStarted);
	const listed = openRooms(snapshot.rooms);
	const tall = platform.surface !== "popup";
	const failure = starting.failure && !starting.busy && (
		<Alert>{failureWords(starting.failure, "start", platform.settings.getSnapshot().server)}</Alert>
	);
	const { errand } = snapshot;
	/** A menu of the browser starts one. */
	const busy = starting.busy || (errand?.type === "waiting" && errand.code === null);
	const told = platform.surface === "panel" && (
		<ErrandNotice errand={errand} rooms={rooms} server={platform.settings.getSnapshot().server} />
	);
	if (listed.length > 0 && !(starting.busy && starting.first)) {
		return (
			<Surface>
				<Sky list>
					<BrandBar platform={platform} />
					<h1 className="hidden-visually" tabIndex={-1}>
						{t("general.rooms")}
					</h1>
					<RoomList rooms={listed} open={snapshot.open} onChoose={onChooseRoom} />
				</Sky>
				<main className="home">
					{told}
					{failure}
					<StartControls starting={starting} />
					<StartingStatus busy={busy} />
					<LinkForm onOpen={onOpenLink} />
					<CloseAll rooms={rooms} />
				</main>
			</Surface>
		);
	}
	return (
		<Surface>
			<Sky dawning={busy} tall={tall} spread={tall}>
				<BrandBar platform={platform} />
				<div className="start">
					<div className="grid gap-1">
						<h1 className="display" tabIndex={-1}>
							{t("start.heading")}
						</h1>
						<p className="on-sky-soft">{t("start.goneIn", { life: formatSpan(starting.ttlSeconds * 1000) })}</p>
					</div>
					<StartControls starting={starting} />
					<StartingStatus busy={busy} />
				</div>
			</Sky>
			<main className="home">
				{told}
				{failure}
				<LinkForm onOpen={onOpenLink} />
				{!failure && <Promises />}
				{platform.surface === "web" && <p className="label soft">{t("start.install")}</p>}
			</main>
		</Surface>
	);
}

/** Always there, so that a screen reader hears the word come. */
function StartingStatus({ busy }: { busy: boolean }) {
	return (
		<p className="hidden-visually" role="status">
			{busy && t("start.status")}
		</p>
	);
}
