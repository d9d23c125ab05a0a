import { Copy, QrCode as QrIcon, Share2 } from "lucide-react";
import { useState } from "react";
import { t } from "../words.ts";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { type CopyState, useCopy, useCopyState } from "./copy.tsx";
import { Icon } from "./icon.tsx";
import { LoadedQrCode } from "./loaded-qr-code.tsx";
import { Notice } from "./notice.tsx";

/** "Link copied", or that the browser refused; an empty status until then. */
export function CopyNotice({ state }: { state: CopyState }) {
	return (
		<div role="status">
			{state === "copied" && <Notice good>{t("link.copied")}</Notice>}
			{state === "refused" && <Notice good={false}>{t("link.refused")}</Notice>}
		</div>
	);
}

/** The link itself, whole: selecting it by hand must give what opens. */
export function LinkField({ link }: { link: string }) {
	return (
		<input
			className="input"
			readOnly
			aria-label={t("link.label")}
			value={link}
			onFocus={(focus) => focus.currentTarget.select()}
		/>
	);
}

type ShareLinkProps = {
	link: string;
	/** Where "Link copied" stands: above the link right after the start, below it in a room. */
	notice?: "above" | "below";
	/** `shown`: the QR code is there from the start, and has no button of its own. `none`: neither. */
	qr?: "button" | "shown" | "none";
};

/** A room's link and the ways to hand it over: copy, QR code and, where the system can, share. */
export function ShareLink({ link, notice = "below", qr = "button" }: ShareLinkProps) {
	const copy = useCopy();
	const copied = useCopyState(link);
	const [qrOpen, setQrOpen] = useState(false);
	// With the code open, "Link copied" of the start is old news; a press beside the code is told.
	const [pressedBesideQr, setPressedBesideQr] = useState(false);
	const shown = qr === "shown" || qrOpen;
	const canShare = typeof navigator.share === "function";
	const short = qr === "button";
	const count = 1 + (short ? 1 : 0) + (canShare ? 1 : 0);
	const code = <LoadedQrCode text={link} name={t("link.qrName")} />;
	return (
		<div className="stack">
			{notice === "above" && !qrOpen && <CopyNotice state={copied} />}
			{shown && code}
			{qrOpen ? <p className="label soft text-center">{t("link.camera")}</p> : <LinkField link={link} />}
			<div className={classNames("thirds", count < 3 && `of-${count}`)}>
				<Button
					aria-label={t("link.copy")}
					onClick={() => {
						setPressedBesideQr(qrOpen);
						void copy(link);
					}}
				>
					<Icon of={Copy} />
					{short ? t("link.copyShort") : t("link.copy")}
				</Button>
				{short && (
					<Button
						aria-label={t("link.qr")}
						aria-expanded={qrOpen}
						onClick={() => {
							setQrOpen(!qrOpen);
							setPressedBesideQr(false);
						}}
					>
						<Icon of={QrIcon} />
						{t("link.qrShort")}
					</Button>
				)}
				{canShare && (
					<Button aria-label={t("link.share")} onClick={() => void share(link)}>
						<Icon of={Share2} />
						{short ? t("link.shareShort") : t("link.share")}
					</Button>
				)}
			</div>
			{(notice === "below" || qrOpen) && <CopyNotice state={qrOpen && !pressedBesideQr ? "not-yet" : copied} />}
		</div>
	);
}

/** The system's own sheet; that a person closed it without sharing is no failure. */
async function share(link: string): Promise<void> {
	try {
		await navigator.share({ title: t("link.shareTitle"), url: link });
	} catch (error) {
		if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
	}
}
