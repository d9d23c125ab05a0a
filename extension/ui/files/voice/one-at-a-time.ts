let playing: HTMLMediaElement | null = null;

/** Of all that can be heard on this surface one is: what began last. */
export function beginsToPlay(sound: HTMLMediaElement): void {
	if (playing !== sound) playing?.pause();
	playing = sound;
}

/** Nothing is to be heard while the microphone listens. */
export function hush(): void {
	playing?.pause();
	playing = null;
}
