import { useLayoutEffect, useState } from "react";
import type { FailureCode, Rooms } from "../hub/rooms.ts";
import { EndedScreen } from "./ended/ended-screen.tsx";
import { ErrandNotice } from "./errand-notice.tsx";
import { HomeScreen } from "./home/home-screen.tsx";
import { JoinScreen } from "./join/join-screen.tsx";
import { WrongLinkScreen } from "./join/wrong-link-screen.tsx";
import { AnnouncerProvider } from "./kit/announcer.tsx";
import { CopyProvider } from "./kit/copy.tsx";
import { Sky } from "./kit/sky.tsx";
import { Surface } from "./kit/surface.tsx";
import { whenLoaded } from "./kit/when-loaded.tsx";
import { loadRoom } from "./load-room.ts";
import type { Platform } from "./platform.ts";
import { useRooms, useSettings } from "./use-rooms.ts";
import { t } from "./words.ts";

// What one surface alone shows, or a room alone needs, the others don't load.
const SettingsScreen = whenLoaded(
	() => import("./settings/settings-screen.tsx").then((module) => module.SettingsScreen),
	<Dawn />,
);
const CreatedScreen = whenLoaded(
	() => import("./home/created-screen.tsx").then((module) => module.CreatedScreen),
	<Dawn />,
);
const RoomScreen = whenLoaded(loadRoom, <Dawn />);

type AppProps = {
	rooms: Rooms;
	platform: Platform;
	/** Why the link that this page was opened with did not open. */
	linkFailure?: FailureCode;
};

/** Everything a surface shows, chosen from the snapshot. */
export function App({ rooms, platform, linkFailure }: AppProps) {
	const { theme } = useSettings(platform.settings);
	useLayoutEffect(() => {
		if (theme === "system") delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
	}, [theme]);
	return (
		<AnnouncerProvider>
			<CopyProvider>
				{platform.surface === "options" ? (
					<SettingsScreen platform={platform} />
				) : (
					<Screens rooms={rooms} platform={platform} linkFailure={linkFailure} />
				)}
			</CopyProvider>
		</AnnouncerProvider>
	);
}

function Screens({ rooms, platform, linkFailure }: AppProps) {
	const snapshot = useRooms(rooms);
	const [failure, setFailure] = useState<FailureCode | null>(linkFailure ?? null);
	// A popup shows the room that it just made, joined or was given the link of; opened anew it lists them all.
	const [shown, setShown] = useState<string | null>(null);
	const [sought, setSought] = useState<{ roomId: string; key: string } | null>(null);
	const { surface, openPanel } = platform;

	async function openLink(link: string): Promise<void> {
		const outcome = await rooms.do({ type: "invite", link });
		setFailure(outcome.ok ? null : outcome.code);
		if (outcome.ok && outcome.roomId) setShown(outcome.roomId);
	}
	// The panel opens only in the press itself, with nothing awaited before it.
	const openInPanel = (roomId: string) => {
		void openPanel?.();
		void rooms.do({ type: "open", roomId });
	};

	if (!snapshot.ready) return <Dawn />;
	if (failure) {
		const { server } = platform.settings.getSnapshot();
		const onBack = surface === "web" ? undefined : () => setFailure(null);
		return (
			<WrongLinkScreen code={failure} server={server} onOpenLink={(link) => void openLink(link)} onBack={onBack} />
		);
	}
	const room = snapshot.rooms.find(({ roomId }) => roomId === snapshot.open);
	// The home screen and a room have a place of their own for it.
	const told = surface === "panel" && (
		<div className="errand-over">
			<ErrandNotice errand={snapshot.errand} rooms={rooms} server={platform.settings.getSnapshot().server} />
		</div>
	);
	if (room?.phase === "invited") {
		return (
			<>
				<JoinScreen
					key={room.roomId}
					room={room}
					rooms={rooms}
					platform={platform}
					onAnswer={() => setShown(room.roomId)}
					onOpenPanel={openPanel && (() => openInPanel(room.roomId))}
				/>
				{told}
			</>
		);
	}
	if (room && (surface !== "popup" || room.roomId === shown)) {
		if (room.phase === "ended") {
			return (
				<>
					<EndedScreen key={room.roomId} room={room} snapshot={snapshot} rooms={rooms} platform={platform} />
					{told}
				</>
			);
		}
		if (surface === "popup") {
			return (
				<CreatedScreen room={room} platform={platform} onOpenPanel={openPanel && (() => openInPanel(room.roomId))} />
			);
		}
		const jump = {
			target: sought?.roomId === room.roomId ? sought.key : null,
			elsewhere(roomId: string, key: string) {
				setSought({ roomId, key });
				void rooms.do({ type: "open", roomId });
			},
			done: () => setSought(null),
		};
		return (
			<RoomScreen key={room.roomId} room={room} snapshot={snapshot} rooms={rooms} platform={platform} jump={jump} />
		);
	}
	return (
		<HomeScreen
			rooms={rooms}
			snapshot={snapshot}
			platform={platform}
			onStarted={setShown}
			onOpenLink={(link) => void openLink(link)}
			onChooseRoom={(roomId) => {
				setShown(roomId);
				openInPanel(roomId);
			}}
		/>
	);
}

/** Until there is something to show: a sky, no spinner. */
function Dawn() {
	return (
		<Surface>
			<Sky>
				<div className="room-header" />
			</Sky>
			<main>
				<h1 className="hidden-visually">{t("app.name")}</h1>
			</main>
		</Surface>
	);
}
