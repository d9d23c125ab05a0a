import { Pause, Play } from "lucide-react";
import { useRef, useState } from "react";
import type { Bytes } from "../../../crypto/bytes.ts";
import type { Sound } from "../../../room/shared-file.ts";
import { Button } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { t } from "../../words.ts";
import { useBlobAddress } from "../use-blob-address.ts";
import { beginsToPlay } from "./one-at-a-time.ts";
import { soundTime } from "./sound-time.ts";

type VoicePlayerProps = {
	/** Null: not here yet. */
	bytes: Bytes | null;
	sound: Sound;
	/** Whose note it is, in words. */
	note: string;
	/** In the tab order. */
	reachable: boolean;
	/** It is no sound, whatever its sender says, or none that this browser knows. */
	onUnplayable?: () => void;
};

/** Plays a voice note from memory: one press plays and pauses, and a slider goes to any place of it. */
export function VoicePlayer({ bytes, sound, note, reachable, onUnplayable }: VoicePlayerProps) {
	const address = useBlobAddress(bytes, sound.type);
	const audio = useRef<HTMLAudioElement>(null);
	const [isPlaying, setPlaying] = useState(false);
	const [at, setAt] = useState(0);
	const isHere = address !== null;
	const tabIndex = reachable ? undefined : -1;
	const place = Math.min(at, sound.seconds);

	const toggle = () => {
		// What can't be played says so by its `error`.
		if (isPlaying) audio.current?.pause();
		else audio.current?.play().catch(() => {});
	};
	const go = (seconds: number) => {
		if (audio.current) audio.current.currentTime = seconds;
		setAt(seconds);
	};

	return (
		<div className="voice">
			<Button
				quiet
				square
				aria-label={isPlaying ? t("voice.pause", { note }) : t("voice.play", { note })}
				tabIndex={tabIndex}
				off={!isHere}
				onClick={toggle}
			>
				<Icon of={isPlaying ? Pause : Play} />
			</Button>
			<input
				type="range"
				min={0}
				max={sound.seconds}
				step={1}
				value={place}
				disabled={!isHere}
				tabIndex={tabIndex}
				aria-label={t("voice.position", { note })}
				aria-valuetext={t("voice.positionOf", { at: soundTime(place), length: soundTime(sound.seconds) })}
				onChange={({ target }) => go(Number(target.value))}
			/>
			<span className="time">{soundTime(isPlaying || at > 0 ? place : sound.seconds)}</span>
			{/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said */}
			<audio
				ref={audio}
				src={address ?? undefined}
				onPlay={({ currentTarget }) => {
					beginsToPlay(currentTarget);
					setPlaying(true);
				}}
				onPause={() => setPlaying(false)}
				onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
				onEnded={() => go(0)}
				onError={onUnplayable}
			/>
		</div>
	);
}
