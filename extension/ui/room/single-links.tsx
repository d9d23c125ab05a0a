import { Ban, Copy, Ticket } from "lucide-react";
import { type RefObject, useId, useRef, useState } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { Button } from "../kit/button.tsx";
import { useCopy, useCopyState } from "../kit/copy.tsx";
import { Icon } from "../kit/icon.tsx";
import { CopyNotice } from "../kit/share-link.tsx";
import { t } from "../words.ts";
import { useFocusRescue } from "./use-focus-rescue.ts";
import type { Inviting } from "./use-inviting.ts";

type Single = LiveRoom["invites"][number];

/** Links that let one person in each, for whoever started the room: to be made, handed on and withdrawn. */
export function SingleLinks({ room, inviting }: { room: LiveRoom; inviting: Inviting }) {
	const heading = useId();
	const make = useRef<HTMLButtonElement>(null);
	const copy = useCopy();
	// The one just made is the last of them, and copied where the browser lets us: its own button does it anywhere.
	const [picked, setPicked] = useState<string | null>(null);
	const newest = room.invites.at(-1)?.link ?? "";
	const state = useCopyState(picked ?? newest);
	const copied = picked === null && state === "refused" ? "not-yet" : state;
	if (!inviting.possible) return null;
	return (
		<section className="stack" aria-labelledby={heading}>
			<h3 className="label font-semibold" id={heading}>
				{t("invites.title")}
			</h3>
			<p className="label soft">{t(room.locked ? "invites.locked" : "invites.open")}</p>
			{room.invites.length > 0 && (
				<ul className="people" aria-label={t("invites.list")}>
					{room.invites.map((single) => (
						<SingleLink
							key={single.id}
							single={single}
							next={make}
							busy={inviting.busy}
							onCopy={() => {
								setPicked(single.link);
								void copy(single.link);
							}}
							onWithdraw={() => inviting.withdraw(single.id)}
						/>
					))}
				</ul>
			)}
			<Button
				full
				ref={make}
				off={inviting.busy}
				onClick={() => {
					setPicked(null);
					inviting.make();
				}}
			>
				<Icon of={Ticket} />
				{t("invites.make")}
			</Button>
			<CopyNotice state={copied} />
		</section>
	);
}

type SingleLinkProps = {
	single: Single;
	/** Where the focus goes when this one is gone. */
	next: RefObject<HTMLElement | null>;
	busy: boolean;
	onCopy: () => void;
	onWithdraw: () => void;
};

/** Told apart by how it ends: the whole of it would be three lines. */
function SingleLink({ single, next, busy, onCopy, onWithdraw }: SingleLinkProps) {
	const withdraw = useRef<HTMLButtonElement>(null);
	useFocusRescue(withdraw, next);
	const end = single.link.slice(-4);
	return (
		<li>
			<Icon of={Ticket} />
			<div className="grow">
				<p className="name">{t("invites.link", { end })}</p>
				<p className="meta">{t("invites.unused")}</p>
			</div>
			<Button quiet square aria-label={t("invites.copy", { end })} onClick={onCopy}>
				<Icon of={Copy} />
			</Button>
			<Button quiet square off={busy} aria-label={t("invites.withdraw", { end })} ref={withdraw} onClick={onWithdraw}>
				<Icon of={Ban} />
			</Button>
		</li>
	);
}
