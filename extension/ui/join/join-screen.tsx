import { Dices, PanelRightOpen, Server } from "lucide-react";
import { type FormEvent, useState } from "react";
import { secureRandom } from "../../crypto/random.ts";
import type { FailureCode, InvitedRoom, Rooms } from "../../hub/rooms.ts";
import { randomPersonName } from "../../room/names.ts";
import { failureWords, hostOf } from "../error-words.ts";
import { Promises } from "../home/promises.tsx";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Icon } from "../kit/icon.tsx";
import { Alert } from "../kit/notice.tsx";
import { Surface } from "../kit/surface.tsx";
import { foreseeRoom } from "../load-room.ts";
import type { Platform } from "../platform.ts";
import { Hero } from "./hero.tsx";

type JoinProps = {
	room: InvitedRoom;
	rooms: Rooms;
	platform: Platform;
	/** The server has answered; what the room is now, the snapshot says. */
	onAnswer: () => void;
	onOpenPanel?: () => void;
};

/** A link that was opened. Nothing has been said to its server yet; a full room can be tried again. */
export function JoinScreen({ room, rooms, platform, onAnswer, onOpenPanel }: JoinProps) {
	const [name, setName] = useState(platform.settings.getSnapshot().name || room.suggestedName);
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<FailureCode | null>(null);
	const host = hostOf(room.server);
	const full = failure === "room-full";

	async function join(event: FormEvent): Promise<void> {
		event.preventDefault();
		if (busy) return;
		setBusy(true);
		foreseeRoom(platform);
		const outcome = await rooms.do({ type: "join", roomId: room.roomId, name: name.trim() || room.suggestedName });
		setBusy(false);
		setFailure(outcome.ok ? null : outcome.code);
		onAnswer();
	}

	const nameField = (
		<Field
			label="Your name"
			hint={room.foreign || full ? undefined : "Only people in the room see it."}
			maxLength={40}
			value={name}
			onChange={(change) => setName(change.target.value)}
			button={
				!full && (
					<Button square beside aria-label="Another name" onClick={() => setName(randomPersonName(secureRandom))}>
						<Icon of={Dices} />
					</Button>
				)
			}
		/>
	);

	return (
		<Surface>
			{full ? (
				<Hero heading="This room is full.">All its seats are taken. If someone leaves, one is free again.</Hero>
			) : (
				<Hero heading={`Join ${room.name}`} brand>
					Someone sent you a room that won’t last.
				</Hero>
			)}
			<main>
				<form
					className={platform.surface === "web" ? "narrow" : "pad grid grid-cols-1 gap-4"}
					onSubmit={(event) => void join(event)}
				>
					{room.foreign && !full && (
						<div className="notice plain">
							<Icon of={Server} />
							<p>
								This room lives on <strong>{host}</strong>, not on your usual server. It can’t read messages, but it
								learns your address and when you write.
							</p>
						</div>
					)}
					{failure && !full && !busy && <Alert>{failureWords(failure, "join", room.server)}</Alert>}
					{nameField}
					<div className="grid grid-cols-1 gap-2">
						<Button lit big full type="submit" off={busy}>
							{busy ? "Joining…" : full ? "Try again" : room.foreign ? `Join on ${host}` : "Join room"}
						</Button>
						{onOpenPanel && !full && (
							<Button full onClick={onOpenPanel}>
								<Icon of={PanelRightOpen} />
								Open in side panel
							</Button>
						)}
						{platform.surface !== "web" && (
							<Button
								full
								quiet={!room.foreign}
								onClick={() => void rooms.do({ type: "dismiss", roomId: room.roomId })}
							>
								Don’t join
							</Button>
						)}
					</div>
					{!room.foreign && !full && <Promises />}
				</form>
			</main>
		</Surface>
	);
}
