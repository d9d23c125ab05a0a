import { Dices, PanelRightOpen, Server } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { secureRandom } from "../../crypto/random.ts";
import type { FailureCode, InvitedRoom, Rooms } from "../../hub/rooms.ts";
import { randomPersonName } from "../../room/names.ts";
import { failureWords, hostOf } from "../error-words.ts";
import { Promises } from "../home/promises.tsx";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Icon } from "../kit/icon.tsx";
import { Alert } from "../kit/notice.tsx";
import { Rich } from "../kit/rich.tsx";
import { Surface } from "../kit/surface.tsx";
import { foreseeRoom } from "../load-room.ts";
import type { Platform } from "../platform.ts";
import { t } from "../words.ts";
import { Hero } from "./hero.tsx";
import { type Knocking, useKnocking } from "./use-knocking.ts";

type JoinProps = {
	room: InvitedRoom;
	rooms: Rooms;
	platform: Platform;
	/** The server has answered; what the room is now, the snapshot says. */
	onAnswer: () => void;
	onOpenPanel?: () => void;
};

/** Rooms that let nobody in just now; each may later. */
const closed = {
	"room-full": { heading: "join.fullHeading", text: "join.fullText" },
	"invite-spent": { heading: "join.spentHeading", text: "join.spentText" },
	"room-locked": { heading: "join.lockedHeading", text: "join.lockedText" },
} as const;

/** Why one stands before a closed door, if one does. */
function shutWords(failure: FailureCode | null, { waiting, turnedAway }: Knocking) {
	if (waiting) return { heading: "join.knockingHeading", text: "join.knockingText" } as const;
	if (turnedAway && failure === "invite-spent")
		return { heading: "join.notNowHeading", text: "join.notNowText" } as const;
	return failure !== null && failure in closed ? closed[failure as keyof typeof closed] : null;
}

/** A link that was opened. Nothing has been said to its server yet; a full or locked room can be tried again. */
export function JoinScreen({ room, rooms, platform, onAnswer, onOpenPanel }: JoinProps) {
	const [name, setName] = useState(platform.settings.getSnapshot().name || room.suggestedName);
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<FailureCode | null>(null);
	const host = hostOf(room.server);
	const knocking = useKnocking(rooms, room.roomId, setFailure);
	const shut = shutWords(failure, knocking);

	const chosen = name.trim() || room.suggestedName;

	useEffect(() => foreseeRoom(platform), [platform]);

	async function join(event: FormEvent): Promise<void> {
		event.preventDefault();
		if (busy) return;
		setBusy(true);
		const outcome = await rooms.do({ type: "join", roomId: room.roomId, name: chosen });
		setBusy(false);
		setFailure(outcome.ok ? null : outcome.code);
		onAnswer();
	}

	const mayKnock = failure === "room-locked" && !busy;
	const words = busy
		? t("join.busy")
		: shut
			? t("general.tryAgain")
			: room.foreign
				? t("join.buttonOn", { host })
				: t("join.button");
	const nameField = (
		<Field
			label={t("general.yourName")}
			hint={room.foreign || shut ? undefined : t("join.nameHint")}
			maxLength={40}
			value={name}
			onChange={(change) => setName(change.target.value)}
			button={
				!shut && (
					<Button
						square
						beside
						aria-label={t("join.anotherName")}
						onClick={() => setName(randomPersonName(secureRandom))}
					>
						<Icon of={Dices} />
					</Button>
				)
			}
		/>
	);

	return (
		<Surface>
			{shut ? (
				<Hero heading={t(shut.heading)}>{t(shut.text)}</Hero>
			) : (
				<Hero heading={t("join.heading", { room: room.name })} brand>
					{t("join.text")}
				</Hero>
			)}
			<main>
				<form
					className={platform.surface === "web" ? "narrow" : "pad grid grid-cols-1 gap-4"}
					onSubmit={(event) => void join(event)}
				>
					{room.foreign && !shut && (
						<div className="notice plain">
							<Icon of={Server} />
							<p>
								<Rich of="join.foreign" host={<strong>{host}</strong>} />
							</p>
						</div>
					)}
					{failure && !shut && !busy && <Alert>{failureWords(failure, "join", room.server)}</Alert>}
					{nameField}
					<div className="grid grid-cols-1 gap-2">
						{mayKnock && (
							<Button
								lit={!knocking.waiting}
								big
								full
								onClick={knocking.waiting ? knocking.stop : () => knocking.knock(chosen)}
							>
								{t(knocking.waiting ? "join.stopKnocking" : "join.knock")}
							</Button>
						)}
						{!knocking.waiting && (
							<Button lit={!mayKnock} big={!mayKnock} full type="submit" off={busy}>
								{words}
							</Button>
						)}
						{onOpenPanel && !shut && (
							<Button full onClick={onOpenPanel}>
								<Icon of={PanelRightOpen} />
								{t("general.openInPanel")}
							</Button>
						)}
						{platform.surface !== "web" && (
							<Button
								full
								quiet={!room.foreign}
								onClick={() => void rooms.do({ type: "dismiss", roomId: room.roomId })}
							>
								{t("join.no")}
							</Button>
						)}
					</div>
					{!room.foreign && !shut && <Promises />}
				</form>
			</main>
		</Surface>
	);
}
