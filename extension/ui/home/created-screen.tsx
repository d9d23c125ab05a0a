import { PanelRightOpen } from "lucide-react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { ShareLink } from "../kit/share-link.tsx";
import { Sky } from "../kit/sky.tsx";
import { Surface } from "../kit/surface.tsx";
import { isLastMinute, lifeLeft, useTimeLeft } from "../kit/time-left.ts";
import { Timer } from "../kit/timer.tsx";
import type { Platform } from "../platform.ts";
import { t } from "../words.ts";
import { BrandBar } from "./brand-bar.tsx";

/** The popup once a room is there: its time, its link, and the way into the side panel. */
export function CreatedScreen(props: { room: LiveRoom; platform: Platform; onOpenPanel?: () => void }) {
	const { room, platform, onOpenPanel } = props;
	const left = useTimeLeft(room.expiresAt, room.clock);
	return (
		<Surface>
			<Sky life={lifeLeft(left, room.createdAt, room.expiresAt)} lastMinute={isLastMinute(left)}>
				<BrandBar platform={platform} />
				<div className="sun">
					<Timer leftMs={left} huge />
					<h1 className="strong text-body" tabIndex={-1}>
						{room.name}
					</h1>
				</div>
			</Sky>
			<main className="pad stack">
				<ShareLink link={room.link} notice="above" />
				{onOpenPanel && (
					<Button lit big full onClick={onOpenPanel}>
						<Icon of={PanelRightOpen} />
						{t("general.openInPanel")}
					</Button>
				)}
				<p className="label soft">
					{t("link.reach")} {t("link.onlyThose")}
				</p>
			</main>
		</Surface>
	);
}
