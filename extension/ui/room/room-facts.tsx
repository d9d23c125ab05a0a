import { Hourglass, LockKeyhole, LockKeyholeOpen, Server, Shield, ShieldCheck } from "lucide-react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { comparison, toCompare } from "../../room/compared.ts";
import { hostOf } from "../error-words.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { formatClock, useTimeLeft } from "../kit/time-left.ts";
import { t } from "../words.ts";
import { leftWords } from "./time-marks.ts";
import type { Extending } from "./use-extend.ts";
import type { Locking } from "./use-lock.ts";

type RoomFactsProps = {
	room: LiveRoom;
	extending: Extending;
	locking: Locking;
	onCompare: () => void;
};

/** What there is to know about the room: when it ends, whether it is locked, whether its number was compared, and whose server it is on when not mine. */
export function RoomFacts({ room, extending, locking, onCompare }: RoomFactsProps) {
	return (
		<ul className="people facts" aria-label={t("facts.label")}>
			<li>
				<Icon of={Hourglass} />
				<div className="grow">
					<p className="name">{t("facts.endsAt", { time: formatClock(room.expiresAt) })}</p>
					<MinutesLeft room={room} />
				</div>
				{extending.possible && (
					<Button small off={extending.busy} onClick={extending.extend}>
						{t("facts.add")}
					</Button>
				)}
			</li>
			{(room.locked || locking.possible) && (
				<li>
					<Icon of={room.locked ? LockKeyhole : LockKeyholeOpen} />
					<div className="grow">
						<p className="name">{t(room.locked ? "facts.locked" : "facts.open")}</p>
						<p className="meta">{t(room.locked ? "people.nobodyNew" : "facts.linkLetsIn")}</p>
					</div>
					{locking.possible && (
						<Button small off={locking.busy} onClick={locking.turn}>
							{t(room.locked ? "facts.unlock" : "facts.lock")}
						</Button>
					)}
				</li>
			)}
			{toCompare(room.people).length > 1 && <SafetyFact room={room} onCompare={onCompare} />}
			{room.foreign && (
				<li>
					<Icon of={Server} />
					<div className="grow">
						<p className="name">{hostOf(room.server)}</p>
						<p className="meta">{t("facts.server")}</p>
					</div>
				</li>
			)}
		</ul>
	);
}

const comparisons = { "not-yet": "safety.notYet", part: "safety.newSince", all: "safety.matched" } as const;

function SafetyFact({ room, onCompare }: { room: LiveRoom; onCompare: () => void }) {
	const state = comparison(room.people, room.me, room.compared);
	return (
		<li>
			<Icon of={state === "all" ? ShieldCheck : Shield} />
			<div className="grow">
				<p className="name">{t("safety.title")}</p>
				<p className={state === "all" ? "meta ok" : "meta"}>{t(comparisons[state])}</p>
			</div>
			<Button small aria-haspopup="dialog" aria-label={t("safety.compare")} onClick={onCompare}>
				{t("safety.compareShort")}
			</Button>
		</li>
	);
}

function MinutesLeft({ room }: { room: LiveRoom }) {
	return <p className="meta">{leftWords(useTimeLeft(room.expiresAt, room.clock))}</p>;
}
